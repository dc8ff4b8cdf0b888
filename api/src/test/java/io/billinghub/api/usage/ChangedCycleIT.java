package io.billinghub.api.usage;

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

/**
 * A customer goes from the cycle of the 1st to that of the 15th on 10 October, in the middle of a period of both: an account that follows the
 * first one, whose products end and whose number with the partner goes over. A month costs 93.00, by the day; units 0.10 up to 100, then 0.05.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ChangedCycleIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String RUNS = "/hub/v1/bill-runs";

    private final String mark = UUID.randomUUID().toString().substring(0, 24);
    private final String before = mark + "-1";
    private final String behind = mark + "-15";

    @BeforeEach
    void changed() {
        DemoData.load();
        account(before, 0, "2026-10-01");
        imported("""
                {"offerings": [{"key": "%1$s-fee", "name": "Access", "agreement": "sensate-resale", "unit": "month", "taxClass": "standard",
                                "pricePlans": [%2$s]},
                               {"key": "%1$s-units", "name": "Units", "agreement": "sensate-resale", "unit": "unit", "taxClass": "standard",
                                "partnerProducts": ["%1$s"], "pricePlans": [%3$s]}],
                 "accountLinks": [{"partner": "sensate", "partnerAccount": "%1$s", "account": "%4$s"}],
                 "products": [{"key": "%4$s", "account": "%4$s", "offering": "%1$s-fee", "startedOn": "2026-10-01"}]}
                """.formatted(
                        mark,
                        plan(
                                "fee",
                                "month",
                                "{\"type\": \"flat\", \"timing\": \"IN_ARREARS\", \"fee\": \"93.00\", \"proration\": \"END_DAY_EXCLUDED\"}"),
                        plan(
                                "units",
                                "unit",
                                "{\"type\": \"graduated\", \"tiers\": [{\"upTo\": \"100\", \"unitPrice\": \"0.10\"}, {\"unitPrice\": \"0.05\"}]}"),
                        before));
        account(behind, 14, "2026-09-15");
        imported("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%1$s", "account": "%2$s", "validTo": "2026-10-10"},
                                  {"partner": "sensate", "partnerAccount": "%1$s", "account": "%3$s", "validFrom": "2026-10-10"}],
                 "products": [{"key": "%2$s", "account": "%2$s", "offering": "%1$s-fee", "startedOn": "2026-10-01", "endedOn": "2026-10-10"},
                              {"key": "%3$s", "account": "%3$s", "offering": "%1$s-fee", "startedOn": "2026-10-10"}]}
                """.formatted(mark, before, behind));
    }

    /**
     * To the last moment of the 9th by the first account: 9 of 31 days, 93.00 × 9 / 31 = 27.00; 150 units, 100 × 0.10 + 50 × 0.05 = 12.50. From the
     * first moment of the 10th by the other one: 5 of the 30 days from 15 September, 93.00 × 5 / 30 = 15.50, and 40 × 0.10 = 4.00; then a whole
     * month, 93.00, and 110 × 0.10, but above 100 at 0.05: 10.50. When the 150 units are
     * corrected to 160, the first account has 10 × 0.05 = 0.50 more for its own October, since it was above 100 already.
     */
    @Test
    void bothCyclesBillTheirOwnDays() {
        send(event("a", "2026-10-09T23:59:59+03:00", "150") + event("b", "2026-10-10T00:00:00+03:00", "40"));
        bill(behind, "2026-09-15");
        bill(before, "2026-10-01");
        assertThat(lines(before)).containsExactly("2026-10-01 2026-10-10 27.00", "2026-10-01 2026-11-01 12.50");
        assertThat(lines(behind)).containsExactly("2026-09-15 2026-10-15 4.00", "2026-10-10 2026-10-15 15.50");

        send(event("c", "2026-10-09T23:59:59+03:00", "160").replace("}", ", \"corrects\": \"" + mark + "-a\"}")
                + event("d", "2026-10-20T12:00:00+03:00", "110"));
        bill(behind, "2026-10-15");
        bill(before, "2026-11-01");
        assertThat(lines(before))
                .containsExactly(
                        "2026-10-01 2026-10-10 27.00", "2026-10-01 2026-11-01 12.50", "2026-10-01 2026-11-01 0.50");
        assertThat(lines(behind))
                .containsExactly(
                        "2026-09-15 2026-10-15 4.00",
                        "2026-10-10 2026-10-15 15.50",
                        "2026-10-15 2026-11-15 93.00",
                        "2026-10-15 2026-11-15 10.50");
    }

    /** Makes a cycle and an account in it, both of this name. */
    private static void account(String name, int shift, String openFrom) {
        String cycle =
                Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "%1$s", "key": "%1$s", "billingDateShift": %2$d, "paymentDueDateOffset": 21, "openFrom": "%3$sT00:00:00Z"}
                """.formatted(name, shift, openFrom)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", name);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
    }

    private static void imported(String document) {
        Tmf.post(ADMIN, "/hub/v1/imports", json(document)).statusCode(200);
    }

    private String plan(String kind, String unit, String model) {
        return """
                {"key": "%1$s-%2$s", "version": 1, "name": "%2$s", "currency": "EUR", "unit": "%3$s", "validFrom": "2026-01-01", "model": %4$s}
                """.formatted(mark, kind, unit, model);
    }

    private static void bill(String cycle, String period) {
        String run = Tmf.post(
                        "billing-operative",
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"%s\", \"beforeEnd\": true}".formatted(cycle, period)))
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

    /** Days of service and net amounts of all that the account was billed, in the order of the bills. */
    private static List<String> lines(String account) {
        return HubFixture.values(
                "nordlys",
                "select c.service_from || ' ' || c.service_to || ' ' || l.net from bill_line l join charge c on c.id = l.charge_id"
                        + " join billing_account a on a.id = c.account_id where a.number = '" + account
                        + "' order by l.bill_period, c.service_from, c.source");
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

    private String event(String id, String at, String quantity) {
        return """
                {"id": "%1$s-%2$s", "account": "%1$s", "product": "%1$s", "at": "%3$s", "quantity": "%4$s", "unit": "unit"}
                """.formatted(mark, id, at, quantity);
    }
}
