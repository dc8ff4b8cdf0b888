package io.billinghub.api.priceplan;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month was billed at a wrong price; the right one is told afterwards, from the price plan to the next bill. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BackDatedPriceIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String PLANS = "/hub/v1/price-plans";

    private final String mark = UUID.randomUUID().toString();

    /** October was billed: 100 units on the 5th and 200 on the 20th at 0.10, which is 30.00; 100 came in November. */
    @BeforeEach
    void octoberIsBilled() {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "October", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-10-01T00:00:00Z"}
                """.formatted(mark)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", mark.substring(0, 30));
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%1$s", "account": "%2$s"}],
                 "offerings": [{"key": "%1$s", "name": "Units", "agreement": "sensate-resale", "unit": "unit",
                                "taxClass": "standard", "partnerProducts": ["%1$s"], "pricePlans": [%3$s]}]}
                """.formatted(
                                mark, mark.substring(0, 30), plan(1, "0.10", "2026-01-01"))))
                .statusCode(200);
        send(event("2026-10-05", "100") + event("2026-10-20", "200"));
        bill("2026-10-01");
        assertThat(lines("2026-10-01")).containsExactly("300 30.00");
        send(event("2026-11-05", "100"));
    }

    /** From the 16th on it should have been 0.08: 100 × 0.10 + 200 × 0.08 = 26.00, so 4.00 are given back; November costs 8.00. */
    @Test
    void aPriceThatBeganInTheBilledMonthIsSettledOnTheNextBill() {
        Tmf.post(ADMIN, PLANS + "?backDated=true", json(plan(2, "0.08", "2026-10-16")))
                .statusCode(200)
                .body("created", equalTo(1));

        bill("2026-11-01");
        assertThat(HubFixture.value("nordlys", NET.formatted(mark.substring(0, 30), "2026-11-01")))
                .isEqualTo("4.00");
        assertThat(lines("2026-10-01")).containsExactly("300 30.00");
    }

    /**
     * It should have been 0.11 from the first day on: 300 × 0.11 = 33.00, so 3.00 are missing; November costs 11.00. The version that
     * was wrong holds on no day any more, and is still there to be read.
     */
    @Test
    void aVersionMayTakeThePlaceOfAWrongOne() {
        Tmf.post(ADMIN, PLANS, json(plan(2, "0.11", "2026-01-01")))
                .statusCode(422)
                .body("code", equalTo("VERSION_ORDER"));
        for (int created = 1; created >= 0; created--) { // the same again changes nothing
            Tmf.post(ADMIN, PLANS + "?backDated=true", json(plan(2, "0.11", "2026-01-01")))
                    .statusCode(200)
                    .body("created", equalTo(created));
        }
        Tmf.post(ADMIN, PLANS, json(plan(1, "0.10", "2026-01-01")))
                .statusCode(200)
                .body("unchanged", equalTo(1));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select string_agg(valid_to::text, ' ' order by version) from price_plan where key = '" + mark
                                + "'"))
                .isEqualTo("2026-01-01 infinity");

        bill("2026-11-01");
        assertThat(HubFixture.value("nordlys", NET.formatted(mark.substring(0, 30), "2026-11-01")))
                .isEqualTo("14.00");
    }

    @Test
    void theWordIsTrueOrFalse() {
        Tmf.post(ADMIN, PLANS + "?backDated=yes", json(plan(2, "0.11", "2026-10-16")))
                .statusCode(400)
                .body("code", equalTo("INVALID_PARAMETER"));
    }

    private static final String NET = "select sum(l.net) from bill_line l join charge c on c.id = l.charge_id"
            + " join billing_account a on a.id = c.account_id where a.number = '%s' and l.bill_period = '%s'";

    private String plan(int version, String price, String from) {
        return """
                {"key": "%s", "version": %d, "name": "Units", "currency": "EUR", "unit": "unit", "validFrom": "%s",
                 "model": {"type": "perUnit", "unitPrice": "%s"}}
                """.formatted(mark, version, from, price);
    }

    private List<String> lines(String period) {
        return HubFixture.values(
                "nordlys",
                "select trim_scale(c.quantity) || ' ' || l.net from bill_line l join charge c on c.id = l.charge_id"
                        + " join billing_account a on a.id = c.account_id where a.number = '" + mark.substring(0, 30)
                        + "' and l.bill_period = '" + period + "' order by c.id");
    }

    private void bill(String period) {
        String run = Tmf.post(
                        "billing-operative",
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"%s\", \"beforeEnd\": true}".formatted(mark, period)))
                .statusCode(201)
                .extract()
                .path("id");
        await(run, "IN_REVIEW");
        Tmf.as("billing-manager").post(RUNS + "/" + run + "/approve").then().statusCode(202);
        await(run, "CLOSED");
    }

    private static void await(String run, String state) {
        Patience.until(
                "the run is " + state,
                Duration.ofMinutes(2),
                () -> HubFixture.get("billing-operative", RUNS + "/" + run)
                        .path("state")
                        .asText()
                        .equals(state));
    }

    private static void send(String batch) {
        Tmf.as("partner-sensate")
                .contentType("application/x-ndjson")
                .body(batch.getBytes(StandardCharsets.UTF_8))
                .post("/hub/v1/partners/sensate/usage-events")
                .then()
                .statusCode(200)
                .body("refused", equalTo(0));
    }

    private String event(String day, String quantity) {
        return """
                {"id": "%1$s-%2$s", "account": "%1$s", "product": "%1$s", "at": "%2$sT12:00:00Z", "quantity": "%3$s", "unit": "unit"}
                """.formatted(mark, day, quantity);
    }
}
