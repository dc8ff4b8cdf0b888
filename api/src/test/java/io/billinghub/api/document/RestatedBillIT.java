package io.billinghub.api.document;

import static io.billinghub.api.account.AccountSamples.json;
import static io.billinghub.api.account.Tmf.ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partner sends a bill anew, before and behind the customer's bill, over REST. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RestatedBillIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String OPERATIVE = "billing-operative";
    private static final String PARTNER = "partner-kinobox";
    private static final String RUNS = "/hub/v1/bill-runs";

    private final String mark = UUID.randomUUID().toString();
    private final String number = mark.substring(0, 30);

    /** An account in a cycle of its own that is open from October, and an adapter whose bills say what they replace. */
    @BeforeEach
    void account() {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "October", "key": "%s", "billingDateShift": 0, "paymentDueDateOffset": 21, "openFrom": "2026-10-01T00:00:00Z"}
                """.formatted(mark)));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", number);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "kinobox", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(mark, number))).statusCode(200);
        Tmf.as(ADMIN)
                .contentType("application/json")
                .body("""
                        {"key": "r-%1$s", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL", "transport": {"type": "push"},
                         "format": {"type": "csv"},
                         "mapping": {"columns": {"number": "number", "replaces": "replaces", "account": "account", "group": "service",
                                                 "description": "service", "net": "net", "from": "from"},
                                     "constants": {"currency": "EUR", "product": "KBX-PLUS", "unit": "piece", "taxCategory": "S", "taxRate": "25.5"}}}
                        """.formatted(number))
                .put("/hub/v1/adapters/r-" + number)
                .then()
                .statusCode(200);
    }

    /** @param rows service, net */
    private String push(String bill, String replaces, String... rows) {
        StringBuilder text = new StringBuilder("number,replaces,account,service,net,from\n");
        for (String row : rows) {
            text.append("%1$s-%2$s,%3$s,%2$s,%4$s,2026-10-05%n"
                    .formatted(bill, mark, replaces.isEmpty() ? "" : replaces + "-" + mark, row));
        }
        return Tmf.as(PARTNER)
                .contentType("text/csv")
                .body(text.toString().getBytes(StandardCharsets.UTF_8))
                .post("/hub/v1/partners/kinobox/documents?adapter=r-" + number)
                .then()
                .statusCode(201)
                .body("status", equalTo("ACCEPTED"))
                .extract()
                .path("id");
    }

    /**
     * 10.00 for the first service and 4.00 and 2.50 for the others; before October is billed the first one is corrected to 11.00. Then the partner
     * says 15.00, and that the third one was none: November has 4.00 more and 2.50 less, and nothing of the second.
     */
    @Test
    void theNextBillHasTheDifference() {
        String wrong = push("A", "", "first,10.00", "second,4.00", "third,2.50");
        String right = push("A", "A", "first,11.00", "second,4.00", "third,2.50");
        Tmf.get(PARTNER, "/hub/v1/documents/" + wrong)
                .body("status", equalTo("REPLACED"))
                .body("replacedBy.document", equalTo(right));
        String october = run("2026-10-01");
        assertThat(nets()).isEqualTo("2026-10-01 first 11.00, 2026-10-01 second 4.00, 2026-10-01 third 2.50");
        Tmf.as("billing-manager").post(RUNS + "/" + october + "/approve").then().statusCode(202);
        await(october, "CLOSED");

        String last = push("B", "A", "first,15.00", "second,4.00");
        Tmf.get(OPERATIVE, "/hub/v1/documents/" + right)
                .body("status", equalTo("REPLACED"))
                .body("replacedBy.number", equalTo("B-" + mark))
                .body("replacedBy.givenBackNet", equalTo(17.5f));
        Tmf.get(OPERATIVE, "/hub/v1/documents?partner=kinobox&status=REPLACED").body("items.id", hasItem(right));

        String november = run("2026-11-01");
        try {
            assertThat(nets())
                    .isEqualTo("2026-10-01 first 11.00, 2026-10-01 second 4.00, 2026-10-01 third 2.50,"
                            + " 2026-11-01 first 4.00, 2026-11-01 third -2.50");
            JsonNode row =
                    HubFixture.get(OPERATIVE, RUNS + "/" + november + "/report").at("/reconciliation/0");
            assertThat(row.path("number").asText()).isEqualTo("B-" + mark);
            assertThat(row.path("accepted").asText() + " " + row.path("charged").asText())
                    .isEqualTo("19 1.5");
            assertThat(row.path("reconciled").asBoolean()).isTrue();
            // the line of the difference tells of both documents' rows
            assertThat(HubFixture.get(OPERATIVE, "/hub/v1/trace/" + last).toString())
                    .contains("given back: row 2");
        } finally {
            Tmf.as(OPERATIVE).post(RUNS + "/" + november + "/cancel").then().statusCode(200);
        }
    }

    private String run(String period) {
        String id = Tmf.post(
                        OPERATIVE,
                        RUNS,
                        json("{\"cycle\": \"%s\", \"period\": \"%s\", \"beforeEnd\": true}".formatted(mark, period)))
                .statusCode(201)
                .extract()
                .path("id");
        await(id, "IN_REVIEW");
        return id;
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

    private String nets() {
        return HubFixture.value(
                "nordlys",
                "select string_agg(l.bill_period || ' ' || c.description || ' ' || l.net, ', ' order by l.bill_period, c.description)"
                        + " from bill_line l join charge c on c.id = l.charge_id join billing_account a on a.id = c.account_id"
                        + " where a.number = '" + number + "'");
    }
}
