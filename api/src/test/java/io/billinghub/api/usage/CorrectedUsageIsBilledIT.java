package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Usage of a period that is not open any more, from the event to the bill. The run is cancelled at its review, so that it leaves no bill. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CorrectedUsageIsBilledIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String OPERATIVE = "billing-operative";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String BILLS = "/tmf-api/customerBillManagement/v4/customerBill";

    /**
     * 1,000 messages cost EUR 0.90 up to 50,000, with a flat fee of 4.50, then 0.60. October has 10,000: 9.00 + 4.50 = 13.50. The 60,000 of
     * September came late and counted with October, were corrected to 50,000, which are September's: 45.00 + 4.50 = 49.50. Together 63.00.
     */
    @Test
    void aCorrectionIsPricedInThePeriodInWhichTheUsageHappened() {
        DemoData.load();
        String mark = UUID.randomUUID().toString();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "October", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-10-01T00:00:00Z"}
                """.formatted(mark)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", mark.substring(0, 30));
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        String account = Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(mark, mark.substring(0, 30))))
                .statusCode(200);

        send(event(mark, "late", "2026-09-10", "60000") + event(mark, "own", "2026-10-05", "10000"));
        send(event(mark, "corrected", "2026-09-10", "50000").replace("}", ", \"corrects\": \"" + mark + "-late\"}"));

        String run = Tmf.post(OPERATIVE, RUNS, json("{\"cycle\": \"%s\", \"period\": \"2026-10-01\"}".formatted(mark)))
                .statusCode(201)
                .extract()
                .path("id");
        try {
            Patience.until(
                    "the run is in review",
                    Duration.ofMinutes(2),
                    () -> HubFixture.get(OPERATIVE, RUNS + "/" + run)
                            .path("state")
                            .asText()
                            .equals("IN_REVIEW"));
            JsonNode bills = HubFixture.get(OPERATIVE, BILLS + "?billingAccount.id=" + account);
            assertThat(bills).hasSize(1);
            assertThat(bills.at("/0/taxExcludedAmount/value").decimalValue()).isEqualByComparingTo("63.00");
        } finally {
            Tmf.as(OPERATIVE).post(RUNS + "/" + run + "/cancel").then().statusCode(200);
        }
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

    private static String event(String mark, String id, String day, String quantity) {
        return "{\"id\": \"" + mark + "-" + id + "\", \"account\": \"" + mark
                + "\", \"product\": \"SNS-MSG\", \"at\": \"" + day + "T12:00:00Z\", \"quantity\": " + quantity
                + ", \"unit\": \"message\"}\n";
    }
}
