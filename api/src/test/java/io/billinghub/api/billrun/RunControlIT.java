package io.billinghub.api.billrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules of runs and runs that wait, as operators have them; in a cycle of the test's own, whose runs nothing is billed by. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunControlIT {

    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String TEMPLATES = "/hub/v1/bill-run-templates/";
    private OwnCycle own;
    private String mark;

    @BeforeEach
    void cycle() {
        DemoData.load();
        own = OwnCycle.make();
        mark = own.key();
    }

    private ValidatableResponse put(String login, String ifMatch, String body) {
        var request = Tmf.as(login).contentType("application/json").body(body.formatted(mark));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .put(TEMPLATES + mark)
                .then();
    }

    private ValidatableResponse post(String login, String path, String body) {
        var request = Tmf.as(login).header("Idempotency-Key", UUID.randomUUID().toString());
        return (body == null ? request : request.contentType("application/json").body(body.formatted(mark)))
                .post(path)
                .then();
    }

    @Test
    void aTemplateIsStoredChangedAndSkipped() {
        String body = "{\"name\": \"Month end\", \"cycle\": \"%s\", \"schedule\": \"0 6 2 1 *\"}";
        put("billing-operative", null, body).statusCode(403);
        put("billing-manager", null, body)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("nextAt", notNullValue())
                .body("enabled", equalTo(true))
                .body("changedBy", equalTo("billing-manager"));
        put("billing-manager", null, body).statusCode(428);
        put("billing-manager", "\"2\"", body).statusCode(412);
        put("billing-manager", "\"1\"", "{\"name\": \"By hand\", \"cycle\": \"%s\", \"enabled\": true}")
                .statusCode(200)
                .body("version", equalTo(2))
                .body("schedule", nullValue())
                .body("nextAt", nullValue());
        post("billing-operative", TEMPLATES + mark + "/skip", null)
                .statusCode(409)
                .body("code", equalTo("NO_SCHEDULE"));
        put("billing-manager", "\"2\"", body).statusCode(200);

        String first = Tmf.get("it-operative", TEMPLATES + mark)
                .statusCode(200)
                .header("ETag", "\"3\"")
                .extract()
                .path("nextAt");
        String second = post("billing-operative", TEMPLATES + mark + "/skip", null)
                .statusCode(200)
                .extract()
                .path("nextAt");
        assertThat(Integer.parseInt(second.substring(0, 4))).isEqualTo(Integer.parseInt(first.substring(0, 4)) + 1);
        Tmf.get("auditor", TEMPLATES + "?limit=200").statusCode(200).body("items.key", hasItem(mark));
        Tmf.get("partner", TEMPLATES + mark).statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cycle\": \"%s\"}                                                | 400 | /name: is missing.",
                "{\"name\": \"x\"}                                                  | 400 | /cycle: is missing.",
                "{\"name\": \"x\", \"cycle\": \"no-such\"}                          | 422 | there is no bill cycle with the key \"no-such\"",
                "{\"name\": \"x\", \"cycle\": \"%s\", \"schedule\": \"0 6 40 * *\"} | 422 | \"0 6 40 * *\": ",
                "{\"name\": \"x\", \"cycle\": \"%s\", \"schedule\": 6}              | 400 | /schedule",
                "{\"name\": \"x\", \"cycle\": \"%s\", \"enabled\": \"yes\"}         | 400 | /enabled: must be true or false.",
                "{\"name\": \"x\", \"cycle\": \"%s\", \"cron\": \"0 6 2 * *\"}      | 400 | /cron: is not known",
            })
    void aTemplateThatIsNoneIsRefusedWithItsPlace(String body, int status, String detail) {
        put("billing-manager", null, body).statusCode(status).body("detail", containsString(detail));
    }

    @Test
    void aRunThatIsPlannedIsPutOffPausedResumedAndCancelled() {
        String id = post(
                        "billing-operative",
                        RUNS,
                        "{\"cycle\": \"%s\", \"period\": \"2026-10-01\", \"startsAt\": \"2037-01-01T06:00:00Z\"}")
                .statusCode(201)
                .body("state", equalTo("SCHEDULED"))
                .body("startsAt", equalTo("2037-01-01T06:00:00Z"))
                .extract()
                .path("id");
        post("billing-operative", RUNS + "/" + id + "/reschedule", "{\"startsAt\": \"2037-02-01T06:00:00+02:00\"}")
                .statusCode(200)
                .body("startsAt", equalTo("2037-02-01T04:00:00Z"));
        post("billing-operative", RUNS + "/" + id + "/reschedule", "{\"startsAt\": \"2026-11-01T00:00:00Z\"}")
                .statusCode(422)
                .body("code", equalTo("TIME_PASSED"));
        post("billing-operative", RUNS + "/" + id + "/reschedule", "{}").statusCode(400);
        post("auditor", RUNS + "/" + id + "/pause", null).statusCode(403);
        post("billing-operative", RUNS + "/" + id + "/pause", null)
                .statusCode(202)
                .body("pausedBy", equalTo("billing-operative"));
        post("billing-operative", RUNS + "/" + id + "/pause", null)
                .statusCode(409)
                .body("code", equalTo("RUN_STATE"));
        post("billing-manager", RUNS + "/" + id + "/resume", null)
                .statusCode(202)
                .body("pausedBy", nullValue());
        post("billing-operative", RUNS + "/" + id + "/cancel", null).statusCode(200);
    }

    /** 100 units at 0.10 in the first trial, 200 more in the second: 10.00 and 30.00. */
    @Test
    void trialsAreMadeComparedAndCancelled() {
        own.withAccount();
        own.use("2026-10-05", 100);
        String first = trial();
        own.use("2026-10-20", 200);
        String second = trial();

        Tmf.get("it-operative", RUNS + "/" + second + "/progress")
                .statusCode(200)
                .body("state", equalTo("CLOSED"))
                .body("accounts", equalTo(1))
                .body("accountsDone", equalTo(1))
                .body("accountsPerSecond", nullValue());
        assertThat(Tmf.get("it-operative", RUNS + "/" + second + "/progress-events")
                        .statusCode(200)
                        .contentType("text/event-stream")
                        .extract()
                        .asString())
                .as("one event, and the end: the run is over")
                .containsOnlyOnce("data:")
                .contains("\"state\":\"CLOSED\"");

        String path = RUNS + "/" + second + "/difference";
        Tmf.get("finance", path + "?against=trial")
                .statusCode(200)
                .body("before.run", equalTo(first))
                .body("after.run", equalTo(second))
                .body("totals[0].before", equalTo("10.00"))
                .body("totals[0].after", equalTo("30.00"))
                .body("reasons.reason", equalTo(List.of("QUANTITY")))
                .body("partners[0].partner", equalTo("sensate"))
                .body("movers[0].difference", equalTo("20.00"))
                .body("movers[0].lines[0].reason", equalTo("QUANTITY"));
        Tmf.get("auditor", path + "?against=" + first + "&account=" + own.number())
                .statusCode(200)
                .body("lines.size()", equalTo(1))
                .body("lines[0].quantityAfter", equalTo("300"));
        Tmf.get("finance", path + "?against=" + second).statusCode(200).body("movers.size()", equalTo(0));
        Tmf.get("finance", path).statusCode(422).body("code", equalTo("NOTHING_TO_COMPARE"));
        Tmf.get("finance", path + "?against=yesterday").statusCode(400).body("code", equalTo("INVALID_PARAMETER"));
        Tmf.get("it-operative", path).statusCode(403);
        Tmf.get("auditor", RUNS + "/" + second + "/report")
                .statusCode(200)
                .body("run.kind", equalTo("TRIAL"))
                .body("bills.count", equalTo(1))
                .body("bills.totals[0].net", equalTo("30.00"));
        HubFixture.execute("nordlys", """
                insert into trial_bill (tenant_id, run_id, root_id, currency, net, tax, line_count)
                select r.tenant_id, r.id, a.id, 'EUR', -5, -1.25, 1 from bill_run r, billing_account a
                where r.uuid = '%s' and a.number = 'NL-1001'
                """.formatted(second));
        Tmf.get("auditor", RUNS + "/" + second + "/report")
                .body("zeroOrNegativeBills.count", equalTo(1))
                .body("zeroOrNegativeBills.bills[0].account", equalTo("NL-1001"))
                .body("zeroOrNegativeBills.bills[0].amountDue", equalTo("-6.25"));
        Tmf.as("auditor")
                .accept("text/html")
                .get("/runs/" + second + "/review")
                .then()
                .statusCode(200)
                .body(containsString("\u22126.25"))
                .body(containsString("Other quantity"));
        String seen = Tmf.get("it-operative", RUNS + "/" + second + "/report")
                .statusCode(200)
                .body("bills.count", equalTo(2))
                .body("stages.stage", hasItem("RATING"))
                .extract()
                .asString();
        assertThat(seen).as("no amount").doesNotContain("30.00", "\"taxes\"", "\"sellers\"", "\"ledger");
        Tmf.get("it-operative", RUNS + "/" + second + "/report?part=stages&part=taxes")
                .statusCode(200)
                .body("keySet()", equalTo(Set.of("run", "stages")));
        Tmf.get("auditor", RUNS + "/" + second + "/report?part=taxes")
                .statusCode(200)
                .body("keySet()", equalTo(Set.of("run", "taxes")));
        Tmf.get("auditor", RUNS + "/" + second + "/report?part=profit")
                .statusCode(400)
                .body("code", equalTo("INVALID_PARAMETER"))
                .body("detail", containsString("'profit' is no part of a report; the parts are run, stages, accounts"));
        post("billing-manager", RUNS + "/" + second + "/approve", null)
                .statusCode(409)
                .body("code", equalTo("RUN_STATE"));
        post("billing-operative", RUNS + "/" + second + "/cancel", null).statusCode(200);
    }

    private String trial() {
        String id = post("billing-operative", RUNS, "{\"cycle\": \"%s\", \"period\": \"2026-10-01\", \"trial\": true}")
                .statusCode(201)
                .body("kind", equalTo("TRIAL"))
                .extract()
                .path("id");
        Patience.until(
                "the trial is complete",
                Duration.ofMinutes(2),
                () -> HubFixture.get("billing-operative", RUNS + "/" + id)
                        .path("state")
                        .asText()
                        .equals("CLOSED"));
        return id;
    }
}
