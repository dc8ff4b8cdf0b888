package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage of a period that is not open any more, from the event to the bill. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CorrectedUsageIsBilledIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String OPERATIVE = "billing-operative";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String BILLS = "/tmf-api/customerBillManagement/v4/customerBill";

    private final String mark = UUID.randomUUID().toString();

    private String account;

    /** An account in a cycle of its own that is open from October. */
    @BeforeEach
    void account() {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "October", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-10-01T00:00:00Z"}
                """.formatted(mark)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", mark.substring(0, 30));
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        account = Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(mark, mark.substring(0, 30))))
                .statusCode(200);
    }

    /**
     * 1,000 messages cost EUR 0.90 up to 50,000, with a flat fee of 4.50, then 0.60. October has 10,000 of its own, and 60,000 of September that
     * came late and were corrected to 50,000: 50 × 0.90 + 4.50 + 10 × 0.60 = 55.50.
     */
    @Test
    void aCorrectionIsPricedInThePeriodInWhichTheUsageCounted() {
        send(event("late", "2026-09-10", "60000") + event("own", "2026-10-05", "10000"));
        send(correction("corrected", "2026-09-10", "50000", "late"));

        String run = start("2026-10-01");
        try {
            await(run, "IN_REVIEW");
            assertThat(net("new")).containsExactly(new BigDecimal("55.50"));
        } finally {
            cancel(run);
        }
    }

    /**
     * October has 10,000: 9.00 + 4.50 = 13.50, and its bill goes out. Then they are corrected to 12,000, which is 10.80 + 4.50 = 15.30: the bill of
     * November has 1.80 more for October, beside its own 1,000: 0.90 + 4.50 = 5.40.
     */
    @Test
    void whatIsCorrectedAfterTheBillIsADifferenceOnTheNextOne() {
        send(event("own", "2026-10-05", "10000"));
        String october = start("2026-10-01");
        await(october, "IN_REVIEW");
        Tmf.as("billing-manager").post(RUNS + "/" + october + "/approve").then().statusCode(202);
        await(october, "CLOSED");
        assertThat(net("sent")).containsExactly(new BigDecimal("13.50"));

        send(correction("corrected", "2026-10-05", "12000", "own") + event("next", "2026-11-05", "1000"));

        String november = start("2026-11-01");
        try {
            await(november, "IN_REVIEW");
            assertThat(net("sent")).containsExactly(new BigDecimal("13.50"));
            assertThat(net("new")).containsExactly(new BigDecimal("7.20"));
            assertThat(HubFixture.values(
                            "nordlys",
                            "select c.service_from || ' ' || c.service_to || ' ' || trim_scale(c.quantity) || ' ' || l.net from bill_line l"
                                    + " join charge c on c.id = l.charge_id join billing_account a on a.id = c.account_id"
                                    + " where a.number = '" + mark.substring(0, 30)
                                    + "' order by l.bill_period, c.service_from"))
                    .containsExactly(
                            "2026-10-01 2026-11-01 10000 13.50",
                            "2026-10-01 2026-11-01 2000 1.80",
                            "2026-11-01 2026-12-01 1000 5.40");
        } finally {
            cancel(november);
        }
    }

    /**
     * October has 10,000: 13.50. Its first run is given up, but has closed the period: 1,000 of October that come then count in November,
     * as it is agreed for late usage, with 0.90 + 4.50 = 5.40. October is billed again without them.
     */
    @Test
    void usageThatComesAfterARunWasGivenUpIsLateAndOnTheNextBill() {
        send(event("own", "2026-10-05", "10000"));
        String givenUp = start("2026-10-01");
        await(givenUp, "IN_REVIEW");
        cancel(givenUp);

        send(event("after", "2026-10-06", "1000"));
        String october = start("2026-10-01");
        await(october, "IN_REVIEW");
        assertThat(net("new")).containsExactly(new BigDecimal("13.50"));
        Tmf.as("billing-manager").post(RUNS + "/" + october + "/approve").then().statusCode(202);
        await(october, "CLOSED");

        String november = start("2026-11-01");
        try {
            await(november, "IN_REVIEW");
            assertThat(net("new")).containsExactly(new BigDecimal("5.40"));
        } finally {
            cancel(november);
        }
    }

    @Test
    void aPeriodThatHasNotBegunIsNotBilledWhateverTheRequestSays() {
        Tmf.post(
                        OPERATIVE,
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"2150-01-31\", \"beforeEnd\": true}".formatted(mark)))
                .statusCode(409)
                .body("code", equalTo("PERIOD_NOT_BEGUN"))
                .body("detail", containsString("from 2150-01-01 to 2150-01-31, which has not begun"))
                .body("whatToDo", containsString("is not billed, whatever \"beforeEnd\" says"));
        assertThat(HubFixture.value("nordlys", "select open_from from bill_cycle where key = '" + mark + "'"))
                .isEqualTo("2026-10-01");
    }

    private String start(String period) {
        return Tmf.post(
                        OPERATIVE,
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"%s\", \"beforeEnd\": true}".formatted(mark, period)))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void await(String run, String state) {
        Patience.until(
                "the run is " + state,
                Duration.ofMinutes(2),
                () -> HubFixture.get(OPERATIVE, RUNS + "/" + run)
                        .path("state")
                        .asText()
                        .equals(state));
    }

    private static void cancel(String run) {
        Tmf.as(OPERATIVE).post(RUNS + "/" + run + "/cancel").then().statusCode(200);
    }

    /** What the account's bills of a state amount to. */
    private List<BigDecimal> net(String state) {
        List<BigDecimal> amounts = new ArrayList<>();
        for (JsonNode bill : HubFixture.get(OPERATIVE, BILLS + "?billingAccount.id=" + account)) {
            if (bill.path("state").asText().equals(state)) {
                amounts.add(bill.at("/taxExcludedAmount/value").decimalValue().setScale(2, RoundingMode.UNNECESSARY));
            }
        }
        return amounts;
    }

    private static void send(String batch) {
        Tmf.as("partner-sensate")
                .contentType("application/x-ndjson")
                .body(batch.getBytes(StandardCharsets.UTF_8))
                .post("/hub/v1/partners/sensate/usage-events")
                .then()
                .statusCode(200)
                .body("refused", equalTo(0))
                .body("duplicates", equalTo(0));
    }

    private String event(String id, String day, String quantity) {
        return "{\"id\": \"" + mark + "-" + id + "\", \"account\": \"" + mark
                + "\", \"product\": \"SNS-MSG\", \"at\": \"" + day + "T12:00:00Z\", \"quantity\": " + quantity
                + ", \"unit\": \"message\"}\n";
    }

    private String correction(String id, String day, String quantity, String original) {
        return event(id, day, quantity).replace("}", ", \"corrects\": \"" + mark + "-" + original + "\"}");
    }
}
