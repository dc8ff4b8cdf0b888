package io.billinghub.api.inventory;

import static io.billinghub.api.catalog.CatalogCalls.CATALOG;
import static io.billinghub.api.catalog.CatalogCalls.PRODUCT;
import static io.billinghub.api.catalog.CatalogCalls.created;
import static io.billinghub.api.catalog.CatalogCalls.delete;
import static io.billinghub.api.catalog.CatalogCalls.get;
import static io.billinghub.api.catalog.CatalogCalls.patch;
import static io.billinghub.api.catalog.CatalogCalls.post;
import static io.billinghub.api.catalog.CatalogCalls.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.CatalogCalls;
import io.billinghub.api.catalog.CatalogSamples;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TMF637: products are the hub's subscriptions, billed from their start to their termination. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ProductIT {

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void whatAClientSaysComesBack() {
        ObjectNode body = CatalogSamples.product();
        ObjectNode created = created(PRODUCT, body);
        ObjectNode shown = shown(created.path("href").textValue());
        assertThat(shown).isEqualTo(created);
        body.remove(java.util.Set.of("billingAccount", "productOffering", "quantity"));
        body.fields()
                .forEachRemaining(member -> assertThat(shown.path(member.getKey()))
                        .as(member.getKey())
                        .isEqualTo(member.getValue()));
        assertThat(shown.path("quantity").decimalValue()).isEqualByComparingTo("2");
        assertThat(shown.path("productOffering").path("name").textValue()).isEqualTo("Static IPv4 address");
        assertThat(shown.has("startDate")).isFalse();
        delete(created.path("href").textValue()).statusCode(204);
        get("auditor", created.path("href").textValue()).statusCode(404);
    }

    @Test
    void anImportedProductIsShownWithItsDays() {
        get("auditor", PRODUCT + "?key=nl-1003-mobile-s")
                .body("startDate", contains("2025-08-01T00:00:00Z"))
                .body("terminationDate", contains("2026-10-20T00:00:00Z"))
                .body("status", contains("terminated"))
                .body("productOffering.name", contains("Nordlys Mobile S, 20 GB"));
        get("auditor", PRODUCT + "?key=nl-1001-mobile-s")
                .body("status", contains("active"))
                .body("[0]", not(hasKey("terminationDate")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key=nl-1003-mobile-s&status=terminated             | 1",
                "key=nl-1003-mobile-s&status=active                 | 0",
                "key=nl-1001-mobile-s&startDate=2026-10-16          | 1",
                "key=nl-1001-mobile-s&startDate.gt=2026-10-16       | 0",
                "key=nl-1001-mobile-s&quantity=1                    | 1",
                "key=nl-1001-mobile-s&quantity.gt=1                 | 0",
                "key=nl-1003-mobile-s&terminationDate.lt=2026-11-01 | 1",
                "key=nl-1003-mobile-s&productOffering.name=other    | 0",
                "billingAccount.name=nobody                         | 0",
            })
    void filtersReallyFilter(String query, String total) {
        get("auditor", PRODUCT + "?" + query).statusCode(200).header("X-Total-Count", total);
    }

    @Test
    void aProductIsDeliveredSuspendedAndTerminated() {
        String href = created(PRODUCT, CatalogSamples.product()).path("href").textValue();
        patch(href, "{\"status\":\"suspended\"}").statusCode(409);
        patch(href, "{\"startDate\":\"2030-01-15T08:00:00+02:00\"}")
                .statusCode(200)
                .body("startDate", equalTo("2030-01-15T08:00:00+02:00"));
        patch(href, "{\"status\":\"active\"}").statusCode(200).body("startDate", equalTo("2030-01-15T08:00:00+02:00"));
        patch(href, "{\"startDate\":\"2030-02-01\"}").statusCode(422).body("code", equalTo("IMMUTABLE"));
        patch(href, "{\"status\":\"suspended\",\"colour\":null}")
                .statusCode(200)
                .body("status", equalTo("suspended"))
                .body("$", not(hasKey("colour")));
        patch(href, "{\"quantity\":3,\"terminationDate\":\"2030-03-01T00:00:00Z\"}")
                .statusCode(200)
                .body("quantity", equalTo(3))
                .body("terminationDate", equalTo("2030-03-01T00:00:00Z"))
                .body("status", equalTo("suspended"));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select started_on || ' ' || ended_on || ' ' || quantity from product where uuid = '"
                                + href.substring(href.lastIndexOf('/') + 1) + "'"))
                .isEqualTo("2030-01-15 2030-03-01 3");
        patch(href, "{\"status\":\"terminated\"}").statusCode(422); // it has not begun
        delete(href).statusCode(204);
    }

    @Test
    void whatIsTerminatedRunsNoLongerWhateverWasAgreed() {
        String href = created(
                        PRODUCT,
                        CatalogSamples.product()
                                .put("status", "active")
                                .put("startDate", "2026-11-01T00:00:00Z")
                                .put("terminationDate", "2030-03-01T00:00:00Z"))
                .path("href")
                .textValue();
        patch(href, "{\"status\":\"terminated\"}").statusCode(200);
        assertThat(HubFixture.value(
                        "nordlys",
                        "select ended_on between current_date - 1 and current_date + 1 from product where uuid = '"
                                + href.substring(href.lastIndexOf('/') + 1) + "'"))
                .isEqualTo("t");
        patch(href, "{\"terminationDate\":null}").statusCode(409);
        patch(href, "{\"status\":\"active\"}").statusCode(409);
        delete(href).statusCode(204);
    }

    @Test
    void whoIsActiveWithoutAStartStartsToday() {
        ObjectNode product = created(PRODUCT, CatalogSamples.product().put("status", "active"));
        get("auditor", product.path("href").textValue()).body("startDate", notNullValue());
        delete(product.path("href").textValue()).statusCode(204);
    }

    @Test
    void whatIsNotSoldIsNotSubscribed() {
        ObjectNode offering = created(
                CATALOG + "productOffering", CatalogSamples.productOffering().put("lifecycleStatus", "Retired"));
        String account = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1012'");
        post(PRODUCT, CatalogSamples.product(account, offering.path("id").textValue()))
                .statusCode(422)
                .body("code", equalTo("NOT_FOR_SALE"));
        delete(offering.path("href").textValue()).statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'x'}                                                             | 400 | /status: is missing",
                "{'status':'lost'}                                                        | 400 | /status",
                "{'status':'active'}                                                      | 422 | /billingAccount/id: is missing",
                "{'status':'active','billingAccount':{'id':'ACCOUNT'}}                    | 422 | /productOffering/id: is missing",
                "{'status':'active','billingAccount':{'id':'ID'},'productOffering':{'id':'OFFERING'}} | 422 | /billingAccount/id",
                "{'status':'active','billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'ID'}} | 422 | /productOffering/id",
                "{'status':'active','quantity':0,'billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'OFFERING'}} | 400 | /quantity",
                "{'status':'active','startDate':'2026-13-01','billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'OFFERING'}} | 400 | /startDate",
                "{'status':'active','startDate':'99999-01-01T00:00:00Z','billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'OFFERING'}} | 400 | /startDate",
                "{'status':'active','startDate':'2027-01-01','terminationDate':'2026-01-01','billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'OFFERING'}} | 422 | /terminationDate",
                "{'status':'active','key':'nl-1001-mobile-s','billingAccount':{'id':'ACCOUNT'},'productOffering':{'id':'OFFERING'}} | 409 | nl-1001-mobile-s",
            })
    void whatCanNotBeDoneIsToldSo(String body, int status, String message) {
        ObjectNode references = CatalogSamples.product();
        String json = body.replace('\'', '"')
                .replace("ACCOUNT", references.path("billingAccount").path("id").textValue())
                .replace(
                        "OFFERING",
                        references.path("productOffering").path("id").textValue())
                .replace("ID", UUID.randomUUID().toString());
        CatalogCalls.as(CatalogCalls.ADMIN)
                .contentType("application/json")
                .body(json)
                .post(PRODUCT)
                .then()
                .statusCode(status)
                .body("message", containsString(message));
    }

    @Test
    void aCustomerSeesItsOwnProductsAndChangesNone() {
        String own = HubFixture.value(
                "nordlys",
                "select count(*) from product p join billing_account a on a.id = p.account_id where a.number = 'NL-1001'");
        get("customer", PRODUCT)
                .statusCode(200)
                .header("X-Total-Count", own)
                .body("billingAccount.name", everyItem(equalTo("Aino Lehtovaara")))
                .body("productOffering.name", everyItem(notNullValue()));
        String others = HubFixture.value("nordlys", "select uuid from product where key = 'nl-1002-mobile-5g'");
        get("customer", PRODUCT + "/" + others).statusCode(404);
        CatalogCalls.as("customer")
                .contentType("application/json")
                .body("{\"status\":\"terminated\"}")
                .patch(PRODUCT + "/" + others)
                .then()
                .statusCode(403);
    }

    @Test
    void aProductThatWasBilledIsNotDeleted() {
        String billed = HubFixture.value("nordlys", "select uuid from product where key = 'nl-1002-mobile-5g'");
        delete(PRODUCT + "/" + billed).statusCode(409).body("message", containsString("has been billed"));
    }

    /** October 2026 is billed, and open again from 1 November. */
    @Test
    void whatIsBilledIsNotMovedAnyMore() {
        String billed =
                PRODUCT + "/" + HubFixture.value("nordlys", "select uuid from product where key = 'nl-1002-mobile-5g'");
        patch(billed, "{\"terminationDate\":\"2026-10-15T00:00:00Z\"}")
                .statusCode(409)
                .body("code", equalTo("BILLED_PERIOD"))
                .body("message", containsString("/terminationDate: product nl-1002-mobile-5g would end on 2026-10-15"))
                .body("message", containsString("let it end on 2026-11-01 or later"));
        String account = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1002'");
        String offering = HubFixture.value("nordlys", "select uuid from product_offering where key = 'nl-static-ip'");
        ObjectNode late = CatalogSamples.product(account, offering)
                .put("status", "active")
                .put("startDate", "2026-10-31T00:00:00Z");
        post(PRODUCT, late)
                .statusCode(409)
                .body("code", equalTo("BILLED_PERIOD"))
                .body("message", containsString("/startDate: "));
        String planned =
                created(PRODUCT, late.put("status", "created")).path("href").textValue();
        patch(planned, "{\"status\":\"active\"}").statusCode(409).body("code", equalTo("BILLED_PERIOD"));
        patch(planned, "{\"status\":\"active\",\"startDate\":\"2026-11-01\"}").statusCode(200);
        delete(planned).statusCode(204);
    }

    /** 4.90 for each address in a month of 30 days: 2 × 10 days = 3.27, 5 × 10 days = 8.17, then a pause. */
    @Test
    void aChangeCountsFromTheDayThatIsSaid() {
        String href = addresses();
        patch(href, "{\"quantity\":9,\"changeDate\":\"2026-11-11T00:00:00Z\"}").statusCode(200);
        patch(href, "{\"quantity\":5,\"changeDate\":\"2026-11-11T00:00:00Z\"}")
                .statusCode(200)
                .body("$", not(hasKey("changeDate")));
        patch(href, "{\"status\":\"suspended\",\"changeDate\":\"2026-11-21T00:00:00Z\"}")
                .statusCode(200)
                .body(
                        "productChange.changeDate",
                        equalTo(Arrays.asList(
                                null, "2026-11-11T00:00:00Z", "2026-11-11T00:00:00Z", "2026-11-21T00:00:00Z")))
                .body("productChange.quantity", equalTo(Arrays.asList(2, 9, 5, null)))
                .body("productChange.paused", equalTo(Arrays.asList(false, null, null, true)));
        get("auditor", "/hub/v1/accounts/NL-1012/estimate?date=2026-11-15")
                .statusCode(200)
                .body(
                        "lines.explanation.flatten()",
                        hasItems(
                                "2026-11-01 – 2026-11-10, 2 address: recurring fee of 9.80 EUR for 10 of 30 days ≈ 3.26666667",
                                "2026-11-11 – 2026-11-20, 5 address: recurring fee of 24.50 EUR for 10 of 30 days ≈ 8.16666667",
                                "2026-11-21 – 2026-11-30, 5 address: paused, 0.00 EUR for 10 of 30 days = 0.00"));
        delete(href).statusCode(204);
    }

    /**
     * Five of them were told for 11 November, meant was the 15th, then the 6th: from each day told on, what was told before it for that day
     * and later ones does not hold. The pause is moved by itself. 4.90 for each: 2 × 5 days, 5 × 15 days of 30.
     */
    @Test
    void aChangeThatIsToldAgainHoldsFromTheDayToldLast() {
        String href = addresses();
        patch(href, "{\"quantity\":5,\"changeDate\":\"2026-11-11\"}").statusCode(200);
        patch(href, "{\"quantity\":5,\"changeDate\":\"2026-11-15\"}")
                .statusCode(200)
                .body(
                        "productChange.changeDate",
                        equalTo(Arrays.asList(
                                null, "2026-11-11T00:00:00Z", "2026-11-11T00:00:00Z", "2026-11-15T00:00:00Z")))
                .body("productChange.quantity", equalTo(Arrays.asList(2, 5, 2, 5)))
                .body("productChange.toldAt", everyItem(matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z")));
        patch(href, "{\"quantity\":5,\"changeDate\":\"2026-11-15\"}")
                .statusCode(200)
                .body("productChange", hasSize(4));
        String lines = "/hub/v1/accounts/NL-1012/estimate?date=2026-11-15";
        get("auditor", lines)
                .statusCode(200)
                .body("lines.explanation.flatten()", hasItem(startsWith("2026-11-15 – 2026-11-30, 5 address: ")));
        patch(href, "{\"status\":\"suspended\",\"changeDate\":\"2026-11-19\"}").statusCode(200);
        patch(href, "{\"status\":\"suspended\",\"changeDate\":\"2026-11-21\"}").statusCode(200);
        patch(href, "{\"quantity\":5,\"changeDate\":\"2026-11-06\"}")
                .statusCode(200)
                .body("productChange", hasSize(8));
        get("auditor", lines)
                .statusCode(200)
                .body(
                        "lines.explanation.flatten()",
                        hasItems(
                                "2026-11-01 – 2026-11-05, 2 address: recurring fee of 9.80 EUR for 5 of 30 days ≈ 1.63333333",
                                "2026-11-06 – 2026-11-20, 5 address: recurring fee of 24.50 EUR for 15 of 30 days = 12.25",
                                "2026-11-21 – 2026-11-30, 5 address: paused, 0.00 EUR for 10 of 30 days = 0.00"));
        delete(href).statusCode(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'quantity':3,'changeDate':'2026-10-31'}                  | 2026-10-31 is before the product begins, 2026-11-01",
                "{'quantity':3,'changeDate':'2999-01-01'}                  | 2999-01-01 is later than today",
                "{'quantity':2,'changeDate':'2026-11-11'}                  | neither changes",
                "{'status':'terminated','changeDate':'2026-11-11'}         | that of the end terminationDate",
                "{'quantity':3,'changeDate':'11.11.2026'}                  | /changeDate",
            })
    void aDayThatChangesNothingIsRefused(String change, String message) {
        String href = addresses();
        patch(href, change.replace('\'', '"')).statusCode(400).body("message", containsString(message));
        delete(href).statusCode(204);
        String waiting = created(PRODUCT, CatalogSamples.product().put("status", "pendingActive"))
                .path("href")
                .textValue();
        patch(waiting, "{\"quantity\":3,\"changeDate\":\"2026-11-11\"}")
                .statusCode(400)
                .body("message", containsString("the product has not begun"));
        patch(waiting, "{\"status\":\"active\",\"changeDate\":\"2026-11-11\"}")
                .statusCode(400)
                .body("message", containsString("the day of the beginning is startDate"));
        delete(waiting).statusCode(204);
        post(PRODUCT, CatalogSamples.product().put("changeDate", "2026-11-11"))
                .statusCode(400)
                .body("message", containsString("/changeDate: is said with a change"));
    }

    /** Two of NL-1012, at 4.90 each a month, from the first day that is not billed on. */
    private static String addresses() {
        return created(
                        PRODUCT,
                        CatalogSamples.product().put("status", "active").put("startDate", "2026-11-01T00:00:00Z"))
                .path("href")
                .textValue();
    }
}
