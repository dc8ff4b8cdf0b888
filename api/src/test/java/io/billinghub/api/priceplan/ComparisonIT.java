package io.billinghub.api.priceplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison rates the demo's month by another plan: the firmware of Sensate, by MB at 0.012 below 500 MB. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ComparisonIT {

    private static final String PLANS = "/hub/v1/price-plans";
    private static final String OFFERING = "sensate-firmware";

    /** 200 MB at 0.009, the rest at 0.016: who uses less than 350 MB pays less. */
    private static final String TIERS = """
        {"key": "firmware-tiers", "version": 1, "name": "Firmware", "currency": "EUR", "unit": "MB",
         "model": {"type": "graduated", "tiers": [{"upTo": "200", "unitPrice": "0.009"}, {"unitPrice": "0.016"}]}}\
        """;

    @BeforeEach
    void demo() {
        DemoData.load();
    }

    @Test
    void sumsAreThoseOfTheAccountsWorkedOutByHand() {
        Map<String, BigDecimal> quantities = expected("quantity");
        Map<String, BigDecimal> nets = expected("net");
        BigDecimal candidate =
                sum(quantities.values().stream().map(ComparisonIT::tiers).toList());
        JsonNode answer = answered("{\"plan\": " + TIERS + ", \"day\": \"2026-10-15\", \"top\": 100}");
        assertThat(answer.path("offering").asText()).isEqualTo(OFFERING);
        assertThat(answer.path("plan").asText()).isEqualTo("firmware-tiers");
        assertThat(answer.at("/periods/0/from").asText()).isEqualTo("2026-10-01");
        assertThat(answer.path("accounts").asInt()).isEqualTo(quantities.size()).isGreaterThan(5);
        assertThat(number(answer, "/billed")).isEqualByComparingTo(sum(nets.values()));
        assertThat(number(answer, "/current")).isEqualByComparingTo(sum(nets.values()));
        assertThat(number(answer, "/candidate")).isEqualByComparingTo(candidate);
        assertThat(number(answer, "/change")).isEqualByComparingTo(candidate.subtract(sum(nets.values())));
        assertThat(answer.at("/notRated/accounts").asInt()).isZero();
        Map<String, BigDecimal> changes = new TreeMap<>();
        for (String side : new String[] {"winners", "losers"}) {
            answer.path(side)
                    .path("top")
                    .forEach(account -> changes.put(
                            account.path("account").asText(),
                            account.path("change").decimalValue()));
        }
        quantities.forEach((account, quantity) -> {
            BigDecimal change = tiers(quantity).subtract(nets.get(account));
            if (change.signum() == 0) {
                assertThat(changes).doesNotContainKey(account);
            } else {
                assertThat(changes.get(account)).as(account).isEqualByComparingTo(change);
            }
        });
        assertThat(answer.path("winners").path("accounts").asInt()
                        + answer.path("losers").path("accounts").asInt()
                        + answer.path("unchanged").asInt())
                .isEqualTo(quantities.size());
        assertThat(answer.path("percentiles")).hasSize(5);
    }

    @Test
    void someAccountsCanBeMeantAlone() {
        compare("{\"plan\": " + TIERS
                        + ", \"day\": \"2026-10-01\", \"accounts\": [\"NL-1022\", \"NL-1032\"], \"top\": 1}")
                .statusCode(200)
                .body("accounts", equalTo(2))
                // 242.697 MB: 200 x 0.009 + 42.697 x 0.016 = 2.48; 34.539 x 0.009 = 0.31
                .body("candidate", equalTo(2.79f))
                .body("current", equalTo(3.32f))
                .body("winners.accounts", equalTo(2))
                .body("winners.top.account", contains("NL-1022"))
                .body("winners.top[0].candidate", equalTo(2.48f))
                .body("winners.top[0].percent", equalTo(-14.78f))
                .body("losers.top", empty());
    }

    @Test
    void aStoredPlanIsComparedByItsId() {
        String key = "c" + System.nanoTime();
        String id = Tmf.as("marketplace-admin")
                .contentType("application/json")
                .body(TIERS.replace("firmware-tiers", key)
                        .replace("\"unit\"", "\"validFrom\": \"2037-01-01\", \"unit\""))
                .post(PLANS)
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        BigDecimal byDocument = number(answered("{\"plan\": " + TIERS + ", \"day\": \"2026-10-15\"}"), "/candidate");
        assertThat(number(answered("{\"planId\": \"" + id + "\", \"day\": \"2026-10-15\"}"), "/candidate"))
                .isEqualByComparingTo(byDocument);
        // the plan of the path itself, which belongs to no offering
        Tmf.as("finance")
                .contentType("application/json")
                .body("{\"day\": \"2026-10-15\"}")
                .post(PLANS + "/" + id + "/compare")
                .then()
                .statusCode(400)
                .body("detail", containsString("/offering: is missing"));
        Tmf.as("finance")
                .contentType("application/json")
                .body("{\"day\": \"2026-10-15\", \"offering\": \"" + OFFERING + "\"}")
                .post(PLANS + "/" + id + "/compare")
                .then()
                .statusCode(200)
                .body("candidate", equalTo(byDocument.floatValue()));
    }

    @Test
    void thePlanThatHoldsChangesNothingAndTheLastClosedPeriodIsTaken() {
        compare("{}")
                .statusCode(200)
                .body("plan", equalTo(OFFERING))
                .body("winners.accounts", equalTo(0))
                .body("losers.accounts", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // body | status | code | what is told
                "[]                                    | 400 | INVALID_BODY    | must be a JSON object",
                "{\"price\": 1}                        | 400 | INVALID_BODY    | /price: is not known",
                "{\"plan\": PLAN, \"planId\": \"x\"}   | 400 | INVALID_BODY    | /planId: stands beside plan",
                "{\"planId\": \"x\"}                   | 400 | INVALID_BODY    | /planId: must be the id",
                "{\"planId\": \"00000000-0000-4000-8000-000000000000\"} | 400 | INVALID_REQUEST | /planId: there is no"
                        + " price plan",
                "{\"plan\": {\"key\": \"k\"}}          | 400 | INVALID_BODY    | /plan: $",
                "{\"day\": \"October\"}                | 400 | INVALID_BODY    | /day: must be a day",
                "{\"day\": \"9999-10-01\"}             | 400 | INVALID_BODY    | /day: must be in a year",
                "{\"offering\": \"no-such\"}           | 400 | INVALID_REQUEST | /offering: there is no offering"
                        + " 'no-such'",
                "{\"accounts\": []}                    | 400 | INVALID_BODY    | /accounts: must be a list of 1 to 10000",
                "{\"accounts\": [1]}                   | 400 | INVALID_BODY    | /accounts/0: must be the number",
                "{\"accounts\": [\"no-such\"]}         | 422 | UNKNOWN_ACCOUNT | /accounts: there is no account"
                        + " 'no-such'",
                "{\"top\": 101}                        | 400 | INVALID_BODY    | /top: must be a whole number from 0 to 100",
                "{\"plan\": USD, \"day\": \"2026-10-15\"} | 422 | NOT_COMPARABLE | is in USD, but usage of"
                        + " sensate-firmware was priced in EUR",
                "{\"plan\": GB, \"day\": \"2026-10-15\"}  | 422 | NOT_COMPARABLE | measures GB, but usage of"
                        + " sensate-firmware counts MB",
                "{\"plan\": FEE}                       | 422 | NOT_COMPARABLE  | is a fee, which no usage changes",
            })
    void aQuestionWithoutAnAnswerIsRefused(String body, int status, String code, String told) {
        String fee = "{\"key\": \"k\", \"version\": 1, \"name\": \"K\", \"currency\": \"EUR\", \"unit\": \"MB\","
                + " \"model\": {\"type\": \"flat\", \"timing\": \"ONE_TIME\", \"fee\": 1}}";
        compare(body.replace("PLAN", TIERS)
                        .replace("USD,", TIERS.replace("EUR", "USD") + ",")
                        .replace("GB,", TIERS.replace("MB", "GB") + ",")
                        .replace("FEE", fee))
                .statusCode(status)
                .body("code", equalTo(code))
                .body("detail", containsString(told));
    }

    private static BigDecimal tiers(BigDecimal quantity) {
        BigDecimal first = quantity.min(BigDecimal.valueOf(200));
        return first.multiply(new BigDecimal("0.009"))
                .add(quantity.subtract(first).multiply(new BigDecimal("0.016")))
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static Map<String, BigDecimal> expected(String figure) {
        Map<String, BigDecimal> figures = new TreeMap<>();
        DemoData.expected().path("usage").forEach(usage -> {
            if (usage.path("offering").asText().equals(OFFERING)) {
                figures.put(
                        usage.path("account").asText(),
                        new BigDecimal(usage.path(figure).asText()));
            }
        });
        return figures;
    }

    private static BigDecimal sum(Iterable<BigDecimal> amounts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal amount : amounts) {
            sum = sum.add(amount);
        }
        return sum;
    }

    private static BigDecimal number(JsonNode answer, String pointer) {
        return answer.at(pointer).decimalValue();
    }

    private static JsonNode answered(String body) {
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(compare(body).statusCode(200).extract().asString());
        } catch (JsonProcessingException e) {
            throw new AssertionError("the answer is no JSON", e);
        }
    }

    private static ValidatableResponse compare(String body) {
        String id = Tmf.get("finance", PLANS + "?key=" + OFFERING).extract().path("items[0].id");
        return Tmf.as("finance")
                .contentType("application/json")
                .body(body)
                .post(PLANS + "/" + id + "/compare")
                .then();
    }
}
