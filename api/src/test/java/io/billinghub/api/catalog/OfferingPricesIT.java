package io.billinghub.api.catalog;

import static io.billinghub.api.catalog.CatalogCalls.CATALOG;
import static io.billinghub.api.catalog.CatalogCalls.created;
import static io.billinghub.api.catalog.CatalogCalls.delete;
import static io.billinghub.api.catalog.CatalogCalls.get;
import static io.billinghub.api.catalog.CatalogCalls.patch;
import static io.billinghub.api.catalog.CatalogCalls.post;
import static io.billinghub.api.catalog.CatalogCalls.shown;
import static io.billinghub.api.catalog.CatalogCalls.withPrices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TMF620: the prices of an offering are those that the hub bills, one for each thing on a day. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OfferingPricesIT {

    private static final String OFFERING = CATALOG + "productOffering";
    private static final String PRICE = CATALOG + "productOfferingPrice";

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void aPriceBelongsToOneOffering() {
        ObjectNode price = created(PRICE, CatalogSamples.productOfferingPrice());
        ObjectNode first = created(OFFERING, withPrices(CatalogSamples.productOffering(), price));
        post(OFFERING, withPrices(CatalogSamples.productOffering(), price))
                .statusCode(409)
                .body("code", equalTo("PRICE_TAKEN"));
        delete(first.path("href").textValue()).statusCode(204);
        ObjectNode second = created(OFFERING, withPrices(CatalogSamples.productOffering(), price));
        delete(second.path("href").textValue()).statusCode(204);
        delete(price.path("href").textValue()).statusCode(204);
    }

    @Test
    void twoPricesForTheSameThingOnTheSameDayAreRefused() {
        ObjectNode monthly = created(PRICE, CatalogSamples.productOfferingPrice());
        ObjectNode dearer = created(PRICE, CatalogSamples.productOfferingPrice());
        ObjectNode installation = created(PRICE, CatalogSamples.oneTimePrice());
        post(OFFERING, withPrices(CatalogSamples.productOffering(), monthly, dearer))
                .statusCode(422)
                .body("code", equalTo("PRICES_OVERLAP"));
        ObjectNode offering = created(OFFERING, withPrices(CatalogSamples.productOffering(), monthly, installation));
        // the dearer one from the day on which the first ends
        patch(monthly.path("href").textValue(), "{\"validFor\":{\"endDateTime\":\"2027-01-01T00:00:00Z\"}}")
                .statusCode(200);
        patch(dearer.path("href").textValue(), "{\"validFor\":{\"startDateTime\":\"2027-01-01T00:00:00Z\"}}")
                .statusCode(200);
        patch(
                        offering.path("href").textValue(),
                        withPrices(offering.objectNode(), monthly, installation, dearer)
                                .toString())
                .statusCode(200)
                .body("productOfferingPrice", hasSize(3));
        patch(dearer.path("href").textValue(), "{\"validFor\":{\"startDateTime\":\"2026-12-31T00:00:00Z\"}}")
                .statusCode(422);
        for (ObjectNode gone : new ObjectNode[] {offering, monthly, dearer, installation}) {
            delete(gone.path("href").textValue()).statusCode(204);
        }
    }

    @Test
    void aPriceThatTheHubCanNotBillIsKeptAndSaysSo() {
        ObjectNode price = CatalogSamples.productOfferingPrice().put("recurringChargePeriodType", "week");
        ObjectNode kept = created(PRICE, price);
        assertThat(kept.path("isBillable").booleanValue()).isFalse();
        assertThat(kept.path("notBillableReason").textValue()).contains("each month");
        assertThat(kept.path("price").path("value").decimalValue()).isEqualByComparingTo("39.90");
        post(OFFERING, withPrices(CatalogSamples.productOffering(), kept))
                .statusCode(422)
                .body("code", equalTo("NOT_BILLABLE"))
                .body("message", containsString("/productOfferingPrice/0"));
        patch(kept.path("href").textValue(), "{\"recurringChargePeriodType\":\"month\"}")
                .statusCode(200)
                .body("isBillable", equalTo(true))
                .body("$", not(hasKey("notBillableReason")));
        patch(kept.path("href").textValue(), "{\"percentage\":10}")
                .statusCode(200)
                .body("isBillable", equalTo(false));
        delete(kept.path("href").textValue()).statusCode(204);
        ObjectNode nameAlone = created(PRICE, price.objectNode().put("name", "Not decided yet"));
        assertThat(nameAlone.path("isBillable").booleanValue()).isFalse();
        delete(nameAlone.path("href").textValue()).statusCode(204);
    }

    @Test
    void aPriceThatBillsMayHaveUsedGetsANewVersion() {
        String fibre = HubFixture.value("nordlys", "select uuid from price_plan where key = 'nl-fibre-100'");
        patch(PRICE + "/" + fibre, "{\"price\":{\"value\":1}}")
                .statusCode(422)
                .body("code", equalTo("IMMUTABLE"))
                .body("message", containsString("new version"));
        delete(PRICE + "/" + fibre).statusCode(409).body("code", equalTo("IN_USE"));
        ObjectNode second = created(
                PRICE,
                CatalogSamples.productOfferingPrice()
                        .put("key", "nl-fibre-100")
                        .put("version", "2.0")
                        .set(
                                "validFor",
                                shown(PRICE + "/" + fibre).objectNode().put("startDateTime", "2030-01-01T00:00:00Z")));
        get("auditor", PRICE + "/" + fibre).body("validFor.endDateTime", equalTo("2030-01-01T00:00:00Z"));
        get(
                        "auditor",
                        OFFERING + "?productOfferingPrice.id="
                                + second.path("id").textValue())
                .body("key", contains("nl-fibre-100"))
                .body(
                        "[0].productOfferingPrice.id",
                        contains(fibre, second.path("id").textValue()));
        post(
                        PRICE,
                        CatalogSamples.productOfferingPrice()
                                .put("key", "nl-fibre-100")
                                .put("version", "2"))
                .statusCode(409);
    }
}
