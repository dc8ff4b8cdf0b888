package io.billinghub.api.accountterms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terms are kept, tried and ended over HTTP, and accounts bring coupons and points; an account and terms of their own for each test. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AccountTermsRoutesIT {
    private static final String TERMS = "/hub/v1/account-terms";

    private final String admin = TestTokens.of("marketplace-admin", "nordlys", null, null);
    private final String operative = TestTokens.of("billing-operative", "nordlys", null, null);
    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String number = "TERMS-" + unique;
    private final String key = "terms-" + unique;
    private final String code = "CODE-" + unique;
    private final String account = "/hub/v1/accounts/" + number;

    @BeforeEach
    void account() {
        DemoData.load();
        Wire.hub().send("POST", "/hub/v1/imports", admin, """
                        {"cycles": [{"key": "terms", "name": "Terms", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                                     "paymentDays": 14, "openFrom": "2026-09-01"}],
                         "accounts": [{"number": "%s", "name": "With terms", "party": "aino-lehtovaara", "cycle": "terms", "currency": "EUR"}]}
                        """.formatted(number)).expect(200);
    }

    /** Terms for the one account of the test, with its coupon. */
    private String terms(String from) {
        return """
                {"key": "%s", "name": "Terms", "validFrom": "%s", "audience": {"accounts": ["%s"]},
                 "discounts": [{"key": "ten", "name": "Ten off", "reduction": {"type": "percentOff", "percent": "10"},
                                "coupon": {"code": "%s"}}]}
                """.formatted(key, from, number, code);
    }

    private Wire.Answer put(String body, String ifMatch) {
        Map<String, String> headers = ifMatch == null
                ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "If-Match", ifMatch);
        return Wire.hub().send("PUT", TERMS + "/" + key, admin, headers, body);
    }

    @Test
    void aChangeNeedsTheTagOfWhatWasRead() {
        Wire.Answer made = put(terms("2026-01-01"), null);
        made.expect(201);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(put(terms("2037-01-01"), null).expect(428).path("code").asText())
                .isEqualTo("IF_MATCH_REQUIRED");
        assertThat(put(terms("2037-01-01"), "\"9\"").status()).isEqualTo(412);
        JsonNode both = put(terms("2037-01-01"), "\"1\"").expect(200);
        assertThat(both.at("/versions/0/validTo").asText()).isEqualTo("2037-01-01");
        assertThat(both.at("/versions/1/terms/discounts/0/key").asText()).isEqualTo("ten");
        assertThat(put(terms("2026-01-01"), "\"2\"").expect(409).path("code").asText())
                .isEqualTo("TERMS_BEGUN");

        JsonNode listed = Wire.hub()
                .get(TERMS + "?key=" + key + "&on=2037-06-01", operative)
                .expect(200)
                .path("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("version").asInt()).isEqualTo(2);
        JsonNode page =
                Wire.hub().get(TERMS + "?key=" + key + "&limit=1", operative).expect(200);
        assertThat(Wire.hub()
                        .get(
                                TERMS + "?key=" + key + "&limit=1&cursor="
                                        + page.path("next").asText(),
                                operative)
                        .expect(200)
                        .at("/items/0/version")
                        .asInt())
                .isEqualTo(2);

        Wire.Answer ended = Wire.hub()
                .send(
                        "POST",
                        TERMS + "/" + key + "/end",
                        admin,
                        Map.of("Content-Type", "application/json", "If-Match", "\"2\"", "Idempotency-Key", unique),
                        "{\"validTo\": \"2036-01-01\"}");
        assertThat(ended.expect(200).at("/versions/0/validTo").asText()).isEqualTo("2036-01-01");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select string_agg(action, ' ' order by id) from audit_event where subject = 'account-terms/"
                                + key + "'"))
                .isEqualTo("account-terms.create account-terms.change account-terms.end");
    }

    @Test
    void aRefusalPointsAtThePlace() {
        assertThat(put(terms("2026-01-01").replace("percentOff", "halfOff"), null)
                        .expect(422)
                        .path("detail")
                        .asText())
                .startsWith("$.discounts[0].reduction.type: 'halfOff' is no type of reduction");
        assertThat(put(terms("2026-01-01").replace(number, "NOBODY"), null)
                        .expect(422)
                        .path("detail")
                        .asText())
                .isEqualTo("$.audience.accounts[0]: there is no account 'NOBODY'.");
        assertThat(put(terms("2026-01-01").replace(key, "other"), null)
                        .expect(422)
                        .path("detail")
                        .asText())
                .startsWith("$.key: must be '" + key + "'");
        assertThat(put("{\"key\": ", null).expect(422).path("detail").asText()).startsWith("$: not well-formed JSON");
    }

    @Test
    void anAccountBringsSegmentGroupsCouponsAndPoints() {
        put(terms("2026-01-01"), null).expect(201);
        String membership = "{\"segment\": \"business\", \"groups\": [\"staff\", \"friends\"]}";
        Wire.Answer set = Wire.hub().send("PUT", account + "/membership", operative, membership);
        assertThat(set.expect(200).path("groups").get(0).asText()).isEqualTo("friends");
        assertThat(Wire.hub()
                        .send("PUT", account + "/membership", operative, membership)
                        .status())
                .isEqualTo(428);
        assertThat(Wire.hub().get(account + "/membership", operative).header("ETag"))
                .isEqualTo("\"1\"");

        String coupon = "{\"code\": \"" + code + "\"}";
        String id = Wire.hub()
                .send("POST", account + "/coupons", operative, coupon)
                .expect(201)
                .path("id")
                .asText();
        assertThat(Wire.hub()
                        .send("POST", account + "/coupons", operative, coupon)
                        .expect(409)
                        .path("code")
                        .asText())
                .isEqualTo("COUPON_THERE");
        assertThat(Wire.hub()
                        .send("POST", account + "/coupons", operative, "{\"code\": \"NONE\"}")
                        .expect(422)
                        .path("code")
                        .asText())
                .isEqualTo("COUPON_REFUSED");
        Wire.hub().send("DELETE", account + "/coupons/" + id, operative, null).expect(204);
        assertThat(Wire.hub()
                        .get(account + "/coupons", operative)
                        .expect(200)
                        .at("/items/0")
                        .has("withdrawnOn"))
                .isTrue();

        JsonNode points = Wire.hub().get(account + "/points", operative).expect(200);
        assertThat(points.path("points").decimalValue()).isZero();
        assertThat(points.path("lots")).isEmpty();
        assertThat(points.has("run")).isFalse();
        Wire.hub().get("/hub/v1/accounts/NOBODY/points", operative).expect(404);

        JsonNode asked = Wire.hub()
                .send("POST", account + "/points-requests", operative, "{\"points\": 100}")
                .expect(201);
        assertThat(asked.path("day").asText()).isEqualTo("2026-09-01");
        Wire.hub()
                .send("DELETE", account + "/points-requests/" + asked.path("id").asText(), operative, null)
                .expect(204);
        assertThat(Wire.hub()
                        .get(account + "/points-requests", operative)
                        .expect(200)
                        .at("/items/0/withdrawn")
                        .asBoolean())
                .isTrue();
        assertThat(Wire.hub()
                        .send("POST", account + "/points-requests", operative, "{\"points\": 1.5}")
                        .status())
                .isEqualTo(400);
    }

    /** 100.00 less 10 % of each line are 90.00; the state that this leaves lets the coupon give nothing more. */
    @Test
    void aPreviewTellsEachStepAndItsStateGoesOn() {
        String request = """
                {"currency": "EUR", "period": {"from": "2037-01-01", "to": "2037-02-01"},
                 "customer": {"account": "X", "coupons": ["ONCE"]},
                 "lines": [{"product": "a", "partner": "p", "kind": "USAGE", "amount": "40"},
                           {"product": "b", "partner": "q", "kind": "RECURRING", "amount": "60"}],
                 "terms": [{"key": "t", "name": "T", "validFrom": "2037-01-01", "discounts": [
                    {"key": "once", "name": "Once", "reduction": {"type": "percentOff", "percent": "10"},
                     "coupon": {"code": "ONCE", "timesPerAccount": 1}}]}]%s}
                """;
        JsonNode first = preview(request.formatted("")).expect(200);
        assertThat(new BigDecimal(first.path("amount").asText())).isEqualByComparingTo("90");
        assertThat(first.path("explanation").path(0).asText()).isEqualTo("Once, 10 % = -10.00 EUR");
        assertThat(StreamSupport.stream(first.path("lines").spliterator(), false)
                        .map(line -> line.at("/adjustments/0/bearer").asText()))
                .containsExactly("p", "q");
        JsonNode second = preview(request.formatted(", \"state\": " + first.path("state")))
                .expect(200);
        assertThat(new BigDecimal(second.path("amount").asText())).isEqualByComparingTo("100");
        assertThat(preview(request.formatted(", \"line\": 1"))
                        .expect(400)
                        .path("detail")
                        .asText())
                .startsWith("$.line: this property is unknown");
        assertThat(preview(request.formatted(", \"state\": {\"version\": 7}"))
                        .expect(400)
                        .path("detail")
                        .asText())
                .startsWith("$.state: ");
    }

    private Wire.Answer preview(String body) {
        return Wire.hub().send("POST", TERMS + "/preview", operative, body);
    }
}
