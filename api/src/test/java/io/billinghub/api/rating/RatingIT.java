package io.billinghub.api.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A preview tells what a plan costs and why, and where a request is wrong; it stores nothing. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RatingIT {

    private static final String PREVIEW = "/hub/v1/rating/preview";

    /** The first 100 GB at 0.50, all above at 0.40. */
    private static final String TIERS = """
            {"key": "mobile-data", "version": 1, "name": "Mobile data", "currency": "EUR", "unit": "GB",
             "model": {"type": "graduated", "tiers": [{"upTo": "100", "unitPrice": "0.50"}, {"unitPrice": "0.40"}]}}""";

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void aQuantityIsRatedWithItsExplanation() {
        // 100 x 0.50 + 37.5 x 0.40 = 50 + 15
        preview("{\"quantity\": \"137.5\", \"plan\": " + TIERS + "}")
                .statusCode(200)
                .body("plan", equalTo("mobile-data"))
                .body("currency", equalTo("EUR"))
                .body("amount", equalTo(65.00f))
                .body("lines", hasSize(1))
                .body("lines[0].unit", equalTo("GB"))
                .body(
                        "lines[0].explanation",
                        equalTo(List.of("first 100 GB at 0.50 EUR = 50.00", "next 37.5 GB at 0.40 EUR = 15.00")));
    }

    @Test
    void eventsAreMeasuredInsideThePeriodOfTheZone() {
        // 2026-10-31T22:30Z is the first of November in Helsinki, 2026-11-30T22:00Z the first of December: 60 + 60 GB
        // 100 x 0.50 + 20 x 0.40 = 58
        preview("""
                {"plan": %s, "period": {"from": "2026-11-01", "to": "2026-12-01"}, "timeZone": "Europe/Helsinki", "events": [
                  {"at": "2026-10-31T22:30:00Z", "quantity": "60"}, {"at": "2026-11-15T12:00:00+02:00", "quantity": 60},
                  {"at": "2026-11-30T22:00:00Z", "quantity": 1000}]}
                """.formatted(TIERS))
                .statusCode(200)
                .body("amount", equalTo(58.00f))
                .body("lines[0].quantity", equalTo(120))
                .body("lines[0].events", equalTo(2));
    }

    @Test
    void aProratedFeeNeedsItsPeriods() {
        // 16 of 30 days of 30.00
        preview("""
                {"quantity": 1, "period": {"from": "2026-11-01", "to": "2026-12-01"}, "service": {"from": "2026-11-15", "to": "2026-12-01"},
                 "plan": {"key": "line", "version": 1, "name": "Line", "currency": "EUR", "unit": "line",
                  "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "30.00", "proration": "END_DAY_EXCLUDED"}}}
                """).statusCode(200).body("amount", equalTo(16.00f));
    }

    @Test
    void anArrayIsAnsweredByAnArray() {
        preview("[{\"quantity\": 1, \"plan\": " + TIERS + "}, {\"quantity\": 101, \"plan\": " + TIERS + "}]")
                .statusCode(200)
                .body("amount", equalTo(List.of(0.50f, 50.40f)));
        preview("[{\"quantity\": 1, \"plan\": " + TIERS + "}, {\"quantity\": 1}]")
                .statusCode(400)
                .body("detail", containsString("/1/plan: is missing"));
    }

    /** 10 GB free with roll-over, 2.00 per GB, half the price in the first two months, 5.00 at least. */
    private static final String MODIFIED = """
            {"key": "mobile-data", "version": 1, "name": "Mobile data", "currency": "EUR", "unit": "GB",
             "model": {"type": "perUnit", "unitPrice": "2.00"}, "modifiers": {
              "allowance": {"key": "data", "name": "Monthly data", "quantity": "10", "unit": "GB", "rollOver": {"periods": 1}},
              "promotions": [{"key": "welcome", "name": "Welcome", "reduction": {"type": "percentOff", "percent": "50"}, "toPeriod": 2}],
              "limit": {"key": "minimum", "name": "Monthly minimum", "minimum": "5.00"}}}""";

    @Test
    void modifiersStandAroundThePriceAndTheStateGoesOnToTheNextPeriod() {
        // October: 9 of 10 GB, nothing is charged but the minimum
        String state = preview("""
                {"quantity": "9", "period": {"from": "2026-10-01", "to": "2026-11-01"}, "plan": %s}""".formatted(MODIFIED))
                .statusCode(200)
                .body("amount", equalTo(5.00f))
                .body("lines[0].free", equalTo(9))
                .body("lines[0].amount", equalTo(0.00f))
                .body("added[0].kind", equalTo("TRUE_UP"))
                .body("added[0].modifier", equalTo("minimum"))
                .body("added[0].amount", equalTo(5.00f))
                .body("state.version", equalTo(1))
                .body("state.after.allowance.grants[0].left", equalTo("1"))
                .extract()
                .asString();
        String kept = state.substring(state.indexOf("\"state\":") + "\"state\":".length(), state.length() - 1);
        // November: 1 + 10 GB are free, 4 x 2.00 = 8.00, half of it 4.00, to 5.00 are missing 1.00
        String november = """
                {"events": [{"at": "2026-11-15T12:00:00Z", "quantity": "15"}], "period": {"from": "2026-11-01", "to": "2026-12-01"},
                 "periodNumber": 2, "plan": %s, "state": %s}""".formatted(MODIFIED, kept);
        preview(november)
                .statusCode(200)
                .body("amount", equalTo(5.00f))
                .body("lines[0].quantity", equalTo(15))
                .body("lines[0].free", equalTo(11))
                .body("lines[0].explanation", equalTo(List.of("4 GB at 2.00 EUR = 8.00")))
                .body("lines[0].adjustments[0].modifier", equalTo("welcome"))
                .body("lines[0].adjustments[0].words", equalTo("Welcome, 50 %"))
                .body("lines[0].amount", equalTo(4.00f))
                .body("added[0].amount", equalTo(1.00f))
                .body(
                        "modifiers",
                        equalTo(List.of(
                                "Monthly data: 11 GB of 11 GB used",
                                "Welcome, 50 % = -4.00 EUR",
                                "Monthly minimum: at least 5.00 EUR, charged 4.00 EUR = 1.00 EUR")))
                .body("state.run", equalTo("preview of 2026-11-01"));
        // an open period has no true-up; the third month has no promotion
        preview(november.replace("\"periodNumber\": 2", "\"periodNumber\": 3, \"closes\": false"))
                .statusCode(200)
                .body("amount", equalTo(8.00f))
                .body("$", not(hasKey("added")));
        preview("[" + november + "," + november + "]").statusCode(200).body("amount", equalTo(List.of(5.00f, 5.00f)));
    }

    @Test
    void aPlanWithoutModifiersIsAnsweredWithoutState() {
        preview("{\"quantity\": 1, \"plan\": " + TIERS + "}")
                .statusCode(200)
                .body("$", not(hasKey("state")))
                .body("$", not(hasKey("modifiers")))
                .body("lines[0]", not(hasKey("free")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"plan\": PLAN, \"quantity\": 1}`                        | 400 | /period: is missing",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"periodNumber\": 0}` | 400 | /periodNumber: must be a whole number, 1 or more",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"periodNumber\": \"2\"}` | 400 | /periodNumber: must be a whole number",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"closes\": 1}`  | 400 | /closes: must be true or false",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"state\": {}}`  | 400 | /state: $.version: must be a whole number",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"state\": {\"version\": 1, \"before\": {}, \"after\": {\"points\": 1}}}` | 400 | /state: $.after.points: this property is unknown",
                "`{\"plan\": PLAN, \"quantity\": 1, PERIOD, \"state\": {\"version\": 1, \"run\": \"r\", \"period\": \"2026-12-01\", \"before\": {}, \"after\": {}}}` | 422 | has already priced the later one from 2026-12-01",
                "`{\"plan\": SHARED, \"quantity\": 1, PERIOD}`             | 422 | is shared",
                "`{\"plan\": SHARED, \"quantity\": 1, PERIOD, \"pooled\": 2}` | 422 | cannot have covered 2 GB of 1 GB",
                "`{\"plan\": TIERS, \"quantity\": 1, \"state\": {}}`       | 400 | /state: is for plans with modifiers",
                "`{\"plan\": TIERS, \"quantity\": 1, \"ends\": true}`      | 400 | /ends: is for plans with modifiers",
                "`{\"plan\": MISFIT, \"quantity\": 1, PERIOD}`             | 400 | /plan: $.modifiers.allowance.unit: must be GB",
            })
    void whatIsWrongWithModifiersIsNamedWithItsPlace(String body, int status, String problem) {
        preview(body.replace("PLAN", MODIFIED)
                        .replace(
                                "SHARED",
                                MODIFIED.replace(
                                        "\"unit\": \"GB\", \"rollOver\"",
                                        "\"unit\": \"GB\", \"sharing\": \"SHARED\", \"rollOver\""))
                        .replace(
                                "MISFIT",
                                MODIFIED.replace("\"unit\": \"GB\", \"rollOver\"", "\"unit\": \"MB\", \"rollOver\""))
                        .replace("TIERS", TIERS)
                        .replace("PERIOD", "\"period\": {\"from\": \"2026-11-01\", \"to\": \"2026-12-01\"}"))
                .statusCode(status)
                .body("detail", containsString(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{}`                                                    | 400 | /plan: is missing",
                "`{\"plan\": PLAN}`                                      | 400 | needs either \"quantity\" or \"events\"",
                "`{\"plan\": PLAN, \"quantity\": 1, \"events\": []}`     | 400 | needs either \"quantity\" or \"events\"",
                "`{\"plan\": PLAN, \"quantity\": \"x\"}`                 | 400 | /quantity: \"x\" is no number",
                "`{\"plan\": PLAN, \"quantity\": 1, \"price\": 2}`       | 400 | /price: is not known; there are [closes, ends, events,",
                "`{\"plan\": PLAN, \"events\": []}`                      | 400 | /period: is missing",
                "`{\"plan\": PLAN, \"events\": {}, \"period\": P}`       | 400 | /events: must be an array",
                "`{\"plan\": PLAN, \"events\": [1], \"period\": P}`      | 400 | /events/0: must be an object",
                "`{\"plan\": PLAN, \"events\": [{\"at\": \"2026-11-02\"}], \"period\": P}` | 400 | /events/0/at: \"2026-11-02\" is no instant",
                "`{\"plan\": PLAN, \"events\": [], \"period\": P, \"timeZone\": \"Mars\"}` | 400 | /timeZone: \"Mars\" is no time zone",
                "`{\"plan\": PLAN, \"events\": [], \"period\": {\"from\": \"2026-12-01\", \"to\": \"2026-12-01\"}}` | 400 | /period: \"to\", the day after",
                "`{\"plan\": {\"key\": \"k\"}, \"quantity\": 1}`         | 400 | /plan: $",
                "`{\"plan\": PLAN, \"quantity\": \"LONG\"}`              | 400 | /quantity: must be a number of up to 64 characters",
                "`{\"plan\": PLAN, \"quantity\": LONG}`                  | 400 | /quantity: must be a number of up to 64 characters",
                "`{\"plan\": PLAN, \"quantity\": \"1e999999999\"}`       | 422 | ",
                "`{\"plan\": PLAN, \"events\": [], \"period\": {\"from\": \"-999999999-01-01\", \"to\": \"2026-12-01\"}}` | 400 | /period/from: must be in a year from 2000 to 2100",
                "`{\"plan\": PLAN, \"events\": [], \"period\": {\"from\": \"2026-12-01\", \"to\": \"+999999999-12-31\"}}` | 400 | /period/to: must be in a year from 2000 to 2100",
                "`{\"plan\": PLAN, \"events\": [], \"period\": {\"from\": \"2026-01-01\", \"to\": \"2027-02-06\"}}` | 400 | /period: must be a period of up to 400 days",
                "`{\"plan\": PLAN, \"events\": [{\"at\": \"+999999999-12-31T00:00:00Z\"}], \"period\": P}` | 400 | /events/0/at: must be in a year",
                "`{\"plan\": PLAN, \"events\": [{\"at\": \"+999999999-12-31T23:00:00-18:00\"}], \"period\": P}` | 400 | /events/0/at: \"+999999999",
                "`{\"plan\": PLAN, \"events\": [{\"at\": \"2026-11-02T00:00:00Z\", \"until\": \"2027-12-07T00:00:00Z\", \"quantity\": 1}], \"period\": P}` | 400 | /events/0/until: must be less than 400 days",
                "`[]`                                                    | 400 | 1 to 100 requests",
                "`{`                                                     | 400 | ",
            })
    void whatIsWrongIsNamedWithItsPlace(String body, int status, String problem) {
        String period = "{\"from\": \"2026-11-01\", \"to\": \"2026-12-01\"}";
        preview(body.replace("PLAN", TIERS).replace(": P", ": " + period).replace("LONG", "9".repeat(900)))
                .statusCode(status)
                .body("detail", containsString(problem == null ? "" : problem));
    }

    @Test
    void aBadPlanIsRefusedWithThePathInIt() {
        preview("{\"quantity\": 1, \"plan\": " + TIERS.replace("\"0.40\"", "\"cheap\"") + "}")
                .statusCode(400)
                .body("code", equalTo("INVALID_BODY"))
                .body("detail", containsString("/plan: $.model.tiers[1].unitPrice: 'cheap' is not a number"));
    }

    @Test
    void aBodyHasAMebibyteAtMost() {
        preview("[" + "{},".repeat(350_000) + "{}]").statusCode(413).body("code", equalTo("BODY_TOO_LARGE"));
        preview("{\"quantity\": \"" + "9".repeat(1_000_000) + "\", \"plan\": " + TIERS + "}")
                .statusCode(400)
                .body("detail", equalTo("/quantity: must be a number of up to 64 characters."));
    }

    /** 60 sessions of 399 days over 100 bands are 60 x 400 x 101 parts; one is rated. */
    @Test
    void sessionsAreDividedIntoSoManyParts() {
        StringBuilder bands = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            bands.append(i == 0 ? "" : ",")
                    .append(
                            "{\"name\": \"b%d\", \"from\": \"%02d:%02d\", \"to\": \"%02d:%02d\", \"model\": {\"type\": \"perUnit\", \"unitPrice\": 1}}"
                                    .formatted(i, i / 10, i % 10, i / 10, i % 10 + 1));
        }
        String request = """
                {"plan": {"key": "day", "version": 1, "name": "Day", "currency": "EUR", "unit": "GB", "model": {"type": "timeOfUse",
                  "zone": "UTC", "bands": [%s], "otherwise": {"type": "perUnit", "unitPrice": 1}}},
                 "period": {"from": "2026-01-01", "to": "2027-02-01"}, "events": [%s]}
                """;
        String session = "{\"at\": \"2026-01-01T00:00:00Z\", \"until\": \"2027-02-04T00:00:00Z\", \"quantity\": 5}";
        preview(request.formatted(bands, session)).statusCode(200).body("amount", equalTo(5.00f));
        preview(request.formatted(bands, String.join(",", Collections.nCopies(60, session))))
                .statusCode(422)
                .body("detail", containsString("fewer or shorter sessions"));
    }

    @Test
    void templatesCanBePreviewedAsTheyAre() {
        List<Map<String, Object>> templates = Tmf.as("partner-sensate")
                .get("/hub/v1/rating/templates")
                .then()
                .statusCode(200)
                .body("items.key", hasItem("mobile-data"))
                .extract()
                .path("items");
        assertThat(templates).hasSizeGreaterThanOrEqualTo(25);
        for (Map<String, Object> template : templates) {
            // no usage at all: each plan answers, whatever it measures
            Tmf.as("partner-sensate")
                    .contentType("application/json")
                    .body(Map.of(
                            "plan",
                            template.get("plan"),
                            "events",
                            List.of(),
                            "period",
                            Map.of("from", "2026-11-01", "to", "2026-12-01")))
                    .post(PREVIEW)
                    .then()
                    .statusCode(200)
                    .body("plan", equalTo(template.get("key")));
        }
    }

    @Test
    void theSchemaIsPublished() {
        Tmf.as("partner-sensate")
                .get("/hub/v1/rating/price-plan-schema")
                .then()
                .statusCode(200)
                .contentType("application/schema+json")
                .body("'$schema'", equalTo("https://json-schema.org/draft/2020-12/schema"));
        Tmf.as("customer").get("/hub/v1/rating/price-plan-schema").then().statusCode(403);
    }

    private static ValidatableResponse preview(String body) {
        return Tmf.as("billing-manager")
                .contentType("application/json")
                .body(body)
                .post(PREVIEW)
                .then();
    }
}
