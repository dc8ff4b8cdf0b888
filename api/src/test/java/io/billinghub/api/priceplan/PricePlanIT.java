package io.billinghub.api.priceplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Price plans are read, taken in and given out, as JSON and as rate cards; all of a request or nothing of it. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PricePlanIT {

    private static final String PLANS = "/hub/v1/price-plans";
    private static final String WRITER = "marketplace-admin";

    /** So that no two tests write the same plan. */
    private final String key = "p" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void aPlanIsTakenInOnceHoweverOftenItComes() {
        take(plan(1, "2037-01-01"))
                .statusCode(200)
                .body("created", equalTo(1))
                .body("items.key", contains(key))
                .body("items[0].offering", nullValue());
        String id = take(plan(1, "2037-01-01"))
                .statusCode(200)
                .body("created", equalTo(0))
                .body("unchanged", equalTo(1))
                .extract()
                .path("items[0].id");
        Tmf.get("finance", PLANS + "/" + id)
                .statusCode(200)
                .body("plan.key", equalTo(key))
                .body("plan.model.tiers[0].unitPrice", equalTo("0.50"))
                .body("validFrom", equalTo("2037-01-01"))
                .body("validTo", nullValue());
        assertThat(HubFixture.value(
                        "nordlys",
                        "select actor from audit_event where action = 'master-data.import' order by"
                                + " occurred_at desc, id desc limit 1"))
                .isEqualTo(WRITER);
    }

    @Test
    void aNewVersionEndsTheOneBeforeAndBelongsToItsOffering() {
        String offering = offering();
        take("{\"offering\": \"" + offering + "\", \"plan\": " + plan(1, "2037-01-01") + "}")
                .statusCode(200)
                .body("items[0].offering", equalTo(offering));
        take(plan(2, "2037-02-01")).statusCode(200).body("items[0].offering", equalTo(offering));
        Tmf.get("auditor", PLANS + "?offering=" + offering)
                .statusCode(200)
                .body("items.plan.version", contains(1, 2))
                .body("items.validTo", contains("2037-02-01", null));
        Tmf.get("auditor", PLANS + "?on=2037-01-31&key=" + key).statusCode(200).body("items.plan.version", contains(1));
    }

    @Test
    void whatTheListGivesIsTakenInAgainAndChangesNothing() {
        take("[" + plan(1, "2037-01-01") + "," + plan(2, "2037-02-01") + "]")
                .statusCode(200)
                .body("created", equalTo(2));
        List<Object> items = Tmf.get(WRITER, PLANS + "?key=" + key).extract().path("items");
        Tmf.as(WRITER)
                .contentType("application/json")
                .body(items)
                .post(PLANS)
                .then()
                .statusCode(200)
                .body("unchanged", equalTo(2));
    }

    @Test
    void pagesFollowEachOther() {
        take("[" + plan(1, "2037-01-01") + "," + plan(2, "2037-02-01") + "," + plan(3, "2037-03-01") + "]")
                .statusCode(200);
        String next = Tmf.get("auditor", PLANS + "?limit=2&key=" + key)
                .statusCode(200)
                .body("items.plan.version", contains(1, 2))
                .extract()
                .path("next");
        Tmf.get("auditor", PLANS + "?limit=2&key=" + key + "&cursor=" + next)
                .statusCode(200)
                .body("items.plan.version", contains(3))
                .body("next", nullValue());
    }

    @Test
    void oneWrongPlanKeepsAllOfThemOutAndIsNamed() {
        take("[" + plan(1, "2037-01-01") + "," + plan(2, "2037-02-01").replace("\"0.50\"", "\"much\"") + "]")
                .statusCode(422)
                .body("code", equalTo("INVALID_PRICE_PLAN"))
                .body("findings.pointer", contains("/1/model/tiers/0/unitPrice"));
        Tmf.get("auditor", PLANS + "?key=" + key).body("items", hasSize(0));
    }

    @Test
    void whatIsStoredIsNotChanged() {
        take(plan(1, "2037-01-01")).statusCode(200);
        take(plan(1, "2037-01-01").replace("0.50", "0.60"))
                .statusCode(422)
                .body("code", equalTo("IMMUTABLE"))
                .body("findings.pointer", contains(""));
        take("{\"plan\": " + plan(2, "2036-12-01") + "}")
                .statusCode(422)
                .body("code", equalTo("VERSION_ORDER"))
                .body("findings.pointer", contains("/plan/validFrom"));
    }

    /** By the same rule as TMF620. */
    @Test
    void ofTwoPlansForTheSameThingOneHasToEndFirst() {
        String offering = offering();
        take("{\"offering\": \"" + offering + "\", \"plan\": " + plan(1, "2037-01-01") + "}")
                .statusCode(200);
        String other = "{\"offering\": \"" + offering + "\", \"plan\": "
                + plan(1, "2037-02-01").replace(key, key + "-too") + "}";
        take(other)
                .statusCode(422)
                .body("code", equalTo("PRICES_OVERLAP"))
                .body("findings.pointer", contains("/plan"))
                .body(
                        "findings[0].message",
                        containsString("both a price for usage in GB, from 2037-02-01; the hub bills one alone"));
        Tmf.get("auditor", PLANS + "?offering=" + offering).body("items", hasSize(1));
        String ended = plan(1, "2037-01-01").replaceFirst("}$", ", \"validTo\": \"2037-02-01\"}");
        take("[" + ended + ", " + other + "]").statusCode(200).body("created", equalTo(1));
    }

    @Test
    void whatIsNoPlanIsRefusedWithItsPlace() {
        refused(
                "{\"offering\": \"no-such\", \"plan\": " + plan(1, "2037-01-01") + "}",
                422,
                "UNKNOWN_REFERENCE",
                "/offering");
        refused("[{\"plan\": " + plan(1, "2037-01-01") + ", \"price\": 1}]", 422, "SCHEMA", "/0/price");
        refused("[{\"offering\": 7, \"plan\": " + plan(1, "2037-01-01") + "}]", 422, "SCHEMA", "/0/offering");
        refused("[1]", 422, "SCHEMA", "/0");
        refused("[]", 422, "SCHEMA", "");
        refused("{", 400, "NOT_JSON", "");
        refused("{\"key\": \"a\", \"key\": \"b\"}", 400, "NOT_JSON", "");
        refused(plan(1, "2037-01-01").replace(", \"validFrom\": \"2037-01-01\"", ""), 422, "SCHEMA", "");
    }

    @Test
    void theSameRequestWithItsKeyIsAnsweredAlike() {
        String idempotencyKey = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            Tmf.as(WRITER)
                    .header("Idempotency-Key", idempotencyKey)
                    .contentType("application/json")
                    .body(plan(1, "2037-01-01"))
                    .post(PLANS)
                    .then()
                    .statusCode(200)
                    .body("created", equalTo(1));
        }
    }

    @Test
    void aRateCardIsTakenInAndGivenOutAsItCame() {
        String offering = offering();
        String card = "plan,version,name,product,currency,unit,validFrom,model,from,upTo,unitPrice\r\n"
                + key + ",1,'=calls," + offering + ",EUR,GB,2037-01-01,graduated,0,100,0.0190\r\n"
                + key + ",1,,,,,,,100,,0.0250\r\n";
        String id = rows(card)
                .statusCode(200)
                .body("created", equalTo(1))
                .body("items[0].offering", equalTo(offering))
                .extract()
                .path("items[0].id");
        assertThat(csv("billing-manager", PLANS + "/" + id)).isEqualTo(card);
        assertThat(csv("billing-manager", PLANS + "/rate-card?offering=" + offering))
                .isEqualTo(card);
        Tmf.get("billing-manager", PLANS + "/" + id).body("plan.name", equalTo("=calls"));
        rows(card).statusCode(200).body("unchanged", equalTo(1));
    }

    @Test
    void whatIsWrongWithARateCardIsToldByRowAndColumn() {
        rows("plan,version,name,currency,unit,validFrom,model,unitPrice\n" + key
                        + ",1,P,EUR,GB,2037-01-01,perUnit,\"0,5\"\n")
                .statusCode(422)
                .body("code", equalTo("INVALID_RATE_CARD"))
                .body("detail", containsString("row 2, column unitPrice"))
                .body("findings[0].row", equalTo(2))
                .body("findings[0].column", equalTo("unitPrice"))
                .body("findings[0].pointer", nullValue());
        // what only the rules of master data know is told by row and column, too
        rows("plan,version,name,currency,unit,product,validFrom,model,unitPrice\n" + key
                        + ",1,P,EUR,GB,no-such,2037-01-01,perUnit,0.5\n")
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_REFERENCE"))
                .body("findings[0].column", equalTo("product"));
        rows("plan,version,name,currency,unit,model,unitPrice\n" + key + ",1,P,EUR,GB,perUnit,0.5\n")
                .statusCode(422)
                .body("code", equalTo("SCHEMA"))
                .body("findings[0].row", equalTo(2))
                .body("findings[0].message", containsString("validFrom"));
    }

    @Test
    void aPartnerSeesThePricesOfItsOwnOfferingsAlone() {
        Tmf.get("partner-sensate", PLANS)
                .statusCode(200)
                .body("items.offering", hasItem("sensate-message"))
                .body("items.offering", not(hasItem("nl-static-ip")))
                .body("items.offering", not(hasItem(containsString("mobilia"))));
        String id = Tmf.get("auditor", PLANS + "?offering=sensate-message")
                .extract()
                .path("items[0].id");
        Tmf.get("partner-sensate", PLANS + "/" + id).statusCode(200);
        Tmf.get("partner-cirrus", PLANS + "/" + id).statusCode(404);
        assertThat(csv("partner-sensate", PLANS + "/rate-card"))
                .contains("sensate-geo")
                .doesNotContain("nl-static-ip");
        Tmf.get("auditor", PLANS).body("items.offering", hasItem("nl-static-ip"));
        Tmf.get("partner-cirrus", PLANS).body("items.offering", not(hasItem("sensate-message")));
    }

    @Test
    void parametersThatAreNoneAreRefused() {
        Tmf.get("auditor", PLANS + "?on=October").statusCode(400).body("detail", containsString("'on'"));
        Tmf.get("auditor", PLANS + "?cursor=cHJpY2UtcGxhbnM6eA")
                .statusCode(400)
                .body("detail", containsString("'cursor'"));
        Tmf.get("auditor", PLANS + "/no-uuid").statusCode(404);
    }

    private void refused(String body, int status, String code, String pointer) {
        take(body).statusCode(status).body("code", equalTo(code)).body("findings[0].pointer", equalTo(pointer));
    }

    private ValidatableResponse take(String body) {
        return Tmf.as(WRITER)
                .contentType("application/json")
                .body(body)
                .post(PLANS)
                .then();
    }

    private ValidatableResponse rows(String card) {
        return Tmf.as(WRITER).contentType("text/csv").body(card).post(PLANS).then();
    }

    private static String csv(String user, String path) {
        return Tmf.as(user)
                .accept("text/csv")
                .get(path)
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .extract()
                .asString();
    }

    /** One of its own, without prices. */
    private String offering() {
        String offering = "o-" + key;
        Tmf.as(WRITER)
                .contentType("application/json")
                .body("{\"offerings\": [{\"key\": \"" + offering
                        + "\", \"name\": \"Rates\", \"unit\": \"GB\", \"taxClass\": \"standard\"}]}")
                .post("/hub/v1/imports")
                .then()
                .statusCode(200);
        return offering;
    }

    private String plan(int version, String from) {
        return """
            {"key": "%s", "version": %d, "name": "Rates", "currency": "EUR", "unit": "GB",
             "model": {"type": "graduated", "tiers": [{"upTo": "100", "unitPrice": "0.50"}, {"unitPrice": "0.40"}]}, "validFrom": "%s"}
            """.formatted(key, version, from).strip();
    }
}
