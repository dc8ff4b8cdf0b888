package io.billinghub.api.catalog;

import static io.billinghub.api.catalog.CatalogCalls.CATALOG;
import static io.billinghub.api.catalog.CatalogCalls.PRODUCT;
import static io.billinghub.api.catalog.CatalogCalls.as;
import static io.billinghub.api.catalog.CatalogCalls.created;
import static io.billinghub.api.catalog.CatalogCalls.delete;
import static io.billinghub.api.catalog.CatalogCalls.get;
import static io.billinghub.api.catalog.CatalogCalls.withPrices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is created through TMF620 and TMF637 stands on the bill to the cent. The run is of a cycle of its own, September 2026,
 * and is cancelled in review, so that the demo's bills stay the only ones.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CatalogueIsBilledIT {

    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String BILLS = "/tmf-api/customerBillManagement/v4/";
    private static final String CYCLE = """
            {"cycles": [{"key": "catalogue", "name": "Of the catalogue's test", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                         "paymentDays": 14, "openFrom": "2026-09-01"}],
             "accounts": [{"number": "CAT-1", "name": "Catalogue", "party": "aino-lehtovaara", "cycle": "catalogue", "currency": "EUR"}],
             "accountLinks": [{"partner": "sensate", "partnerAccount": "cat-1", "account": "CAT-1"}]}
            """;
    private static final String ADAPTER = """
            {"key": "catalogue-usage", "partner": "sensate", "agreement": "sensate-resale", "kind": "USAGE",
             "transport": {"type": "push"}, "format": {"type": "ndjson"},
             "mapping": {"fields": {"eventId": "id", "account": "customer", "product": "sku", "quantity": "qty", "unit": "unit", "at": "ts"}}}
            """;

    private String run;

    @BeforeEach
    void anAccountInACycleOfItsOwn() {
        DemoData.load();
        as("marketplace-admin")
                .contentType("application/json")
                .body(CYCLE)
                .post("/hub/v1/imports")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void noBillIsLeft() {
        assertThat(run).as("the run was started").isNotNull();
        as("billing-manager").post(RUNS + "/" + run + "/cancel").then().statusCode(200);
        Patience.until("the run is cancelled", Duration.ofMinutes(1), () -> state().equals("CANCELLED"));
    }

    @Test
    void offeringsPricesAndProductsAreBilledWithoutAnotherWord() {
        ObjectNode monthly = created(CATALOG + "productOfferingPrice", CatalogSamples.productOfferingPrice());
        ObjectNode installation = created(CATALOG + "productOfferingPrice", CatalogSamples.oneTimePrice());
        ObjectNode fibre = created(
                CATALOG + "productOffering", withPrices(CatalogSamples.productOffering(), monthly, installation));
        ObjectNode tiers = created(CATALOG + "productOfferingPrice", CatalogSamples.tieredPrice());
        ObjectNode platform = created(CATALOG + "productOfferingPrice", CatalogSamples.productOfferingPrice());
        ObjectNode messages = created(CATALOG + "productOffering", messages(tiers, platform));
        String account = HubFixture.value("nordlys", "select uuid from billing_account where number = 'CAT-1'");
        ObjectNode served = CatalogSamples.product(account, fibre.path("id").textValue())
                .put("status", "active")
                .put("startDate", "2026-09-16T09:30:00+03:00");
        ObjectNode product = created(PRODUCT, served);
        ObjectNode waiting = created(
                PRODUCT, CatalogSamples.product(account, fibre.path("id").textValue()));
        created(
                PRODUCT,
                CatalogSamples.product(account, messages.path("id").textValue())
                        .put("status", "active")
                        .put("quantity", 1)
                        .put("startDate", "2026-01-01"));
        use(150);

        run = start();
        Patience.until("the run is in review", Duration.ofMinutes(3), () -> state().equals("IN_REVIEW"));

        // 2 lines from 16 to 30 September: 2 x 39.90 x 15 / 30 = 39.90
        // 2 installations: 2 x 25.00 = 50.00
        // 150 messages: 100 x 0.05 + 50 x 0.02 = 6.00, and the month of their platform: 39.90
        // the product that is only created costs nothing
        // 39.90 + 50.00 + 6.00 + 39.90 = 135.80; 25.5 % of it is 34.629 -> 34.63; 135.80 + 34.63 = 170.43
        JsonNode bill = HubFixture.get("finance", BILLS + "customerBill?billingAccount.id=" + account)
                .path(0);
        assertThat(bill.path("taxExcludedAmount").path("value").decimalValue()).isEqualByComparingTo("135.80");
        assertThat(bill.path("amountDue").path("value").decimalValue()).isEqualByComparingTo("170.43");
        assertThat(nets(bill.path("id").textValue()))
                .isEqualTo(Map.of("Fibre for homes", "39.90 + 50.00", "Messages in tiers", "39.90 + 6.00"));

        for (ObjectNode used : new ObjectNode[] {fibre, monthly, tiers, product}) {
            delete(used.path("href").textValue()).statusCode(409);
        }
        delete(waiting.path("href").textValue()).statusCode(204);
        get("auditor", messages.path("href").textValue()).body("unit", equalTo("message"));
    }

    private static ObjectNode messages(ObjectNode... prices) {
        ObjectNode offering = withPrices(CatalogSamples.productOffering().put("name", "Messages in tiers"), prices);
        offering.remove("unit");
        offering.putArray("partnerProducts").add("CAT-MSG");
        offering.putArray("agreement")
                .addObject()
                .put("id", HubFixture.value("nordlys", "select uuid from agreement where key = 'sensate-resale'"));
        return offering;
    }

    /** The partner itself sends one event. */
    private static void use(int messages) {
        as("marketplace-admin")
                .contentType("application/json")
                .body(ADAPTER)
                .put("/hub/v1/adapters/catalogue-usage")
                .then()
                .statusCode(anyOf(is(200), is(201)));
        as("partner-sensate")
                .contentType("application/octet-stream")
                .body(("{\"id\":\"cat-1\",\"customer\":\"cat-1\",\"sku\":\"CAT-MSG\",\"qty\":" + messages
                                + ",\"unit\":\"message\",\"ts\":\"2026-09-20T10:00:00Z\"}\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/hub/v1/partners/sensate/documents?adapter=catalogue-usage")
                .then()
                .statusCode(anyOf(is(200), is(201)))
                .body("status", equalTo("ACCEPTED"));
    }

    private static String start() {
        return as("billing-operative")
                .contentType("application/json")
                .body("{\"cycle\":\"catalogue\",\"period\":\"2026-09-01\",\"beforeEnd\":true}")
                .post(RUNS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String state() {
        return HubFixture.get("billing-operative", RUNS + "/" + run)
                .path("state")
                .asText();
    }

    private static Map<String, String> nets(String bill) {
        Map<String, String> nets = new TreeMap<>();
        for (JsonNode line :
                HubFixture.get("finance", BILLS + "appliedCustomerBillingRate?sort=name&limit=100&bill.id=" + bill)) {
            String net = line.path("taxExcludedAmount")
                    .path("value")
                    .decimalValue()
                    .setScale(2)
                    .toPlainString();
            nets.merge(
                    line.path("name").asText(),
                    net,
                    (one, other) -> one.compareTo(other) < 0 ? one + " + " + other : other + " + " + one);
        }
        return nets;
    }
}
