package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.billrun.OwnCycle;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms on the pages of runs, in a cycle of the test's own, as a browser sends them but with a token for its session. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunFormsIT {

    private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");

    private String cycle;

    @TestHTTPResource
    URI hub;

    @BeforeEach
    void cycle() {
        DemoData.load();
        cycle = OwnCycle.make().key();
    }

    private static String page(String login, String path) {
        return Tmf.as(login)
                .accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String token(String login) {
        return token(login, "/runs");
    }

    private static String token(String login, String path) {
        Matcher token = TOKEN.matcher(page(login, path));
        return token.find() ? token.group(1) : "none";
    }

    private String origin() {
        return "http://" + hub.getAuthority();
    }

    private static ValidatableResponse send(
            String login, String path, String origin, String token, Map<String, ?> fields) {
        RequestSpecification form = Tmf.as(login)
                .redirects()
                .follow(false)
                .accept("text/html")
                .contentType("application/x-www-form-urlencoded")
                .urlEncodingEnabled(true)
                .formParams(fields);
        if (origin != null) {
            form.header("Origin", origin);
        }
        if (token != null) {
            form.formParam("form-token", token);
        }
        return form.post(path).then();
    }

    private ValidatableResponse send(String login, String path, Map<String, ?> fields) {
        return send(login, path, origin(), token(login.equals("auditor") ? "billing-manager" : login), fields);
    }

    private Map<String, String> start() {
        return Map.of("cycle", cycle, "period", "2026-10-01", "starts-at", "2037-01-01T06:00", "key", cycle);
    }

    private String started(String login) {
        String location =
                send(login, "/runs", start()).statusCode(303).extract().header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static ValidatableResponse run(String id) {
        return Tmf.get("auditor", "/hub/v1/bill-runs/" + id).statusCode(200);
    }

    @Test
    void aRunIsStartedOncePutOffPausedResumedAndCancelled() {
        String id = started("billing-operative");
        assertThat(started("billing-operative")).as("the same form sent again").isEqualTo(id);
        run(id).body("startsAt", equalTo("2037-01-01T04:00:00Z")).body("startedBy", equalTo("billing-operative"));
        String form = "/runs/" + id;
        assertThat(page("billing-operative", form))
                .contains(form + "/pause\"", form + "/reschedule\"", form + "/cancel\"")
                .doesNotContain(form + "/stop-waiting", form + "/resume", form + "/approve");
        assertThat(page("billing-manager", form)).contains(form + "/stop-waiting");
        assertThat(page("auditor", form)).doesNotContain("<form");

        send("billing-operative", form + "/reschedule", Map.of("starts-at", "2037-02-01T06:00"))
                .statusCode(303);
        run(id).body("startsAt", equalTo("2037-02-01T04:00:00Z"));
        send("billing-operative", form + "/reschedule", Map.of("starts-at", "2026-11-01T06:00"))
                .statusCode(422)
                .body(allOf(containsString("role=\"alert\""), containsString("which has passed")));
        send("billing-operative", form + "/reschedule", Map.of("starts-at", "soon"))
                .statusCode(400)
                .body(containsString("Begin: must be a day and a time"));
        send("billing-operative", form + "/pause", Map.of()).statusCode(303);
        run(id).body("pausedBy", equalTo("billing-operative"));
        send("billing-operative", form + "/pause", Map.of())
                .statusCode(409)
                .body(containsString("can&#39;t be paused"));
        send("billing-operative", form + "/resume", Map.of()).statusCode(303);
        run(id).body("pausedBy", nullValue());
        send("billing-manager", form + "/stop-waiting", Map.of()).statusCode(303);
        run(id).body("stoppedWaitingBy", equalTo("billing-manager"));
        send("billing-manager", form + "/approve", Map.of()).statusCode(409);
        send("billing-operative", form + "/cancel", Map.of()).statusCode(303);
        run(id).body("state", equalTo("CANCELLED"));
    }

    @Test
    void whatIsRefusedIsSaidOnThePageWithWhatWasEntered() {
        send("billing-operative", "/runs", Map.of("cycle", "<b>none</b>", "period", "2026-10-02", "kind", "TRIAL"))
                .statusCode(422)
                .body(allOf(
                        containsString("No such bill cycle"),
                        containsString("&lt;b&gt;none&lt;/b&gt;"),
                        containsString("value=\"2026-10-02\"")));
        send("billing-operative", "/runs", Map.of("cycle", cycle, "period", "october"))
                .statusCode(400)
                .body(containsString("Period: must be a day"));
        send("billing-operative", "/runs/00000000-0000-4000-8000-000000000000/pause", Map.of())
                .statusCode(404)
                .contentType("text/html");
    }

    @Test
    void aScheduleIsMadeChangedAndSkipped() {
        Map<String, String> form =
                Map.of("key", cycle, "name", "Month <end>", "cycle", cycle, "schedule", "0 6 2 1 *", "enabled", "yes");
        send("billing-operative", "/run-templates", form).statusCode(403);
        send("billing-manager", "/run-templates", form).statusCode(303);
        send("billing-manager", "/run-templates", form).statusCode(428).body(containsString("role=\"alert\""));
        assertThat(page("auditor", "/run-templates"))
                .contains("Month &lt;end&gt;", "0 6 2 1 *")
                .doesNotContain("<form");
        send("billing-operative", "/run-templates/" + cycle + "/skip", Map.of()).statusCode(303);
        send(
                        "billing-manager",
                        "/run-templates",
                        Map.of("key", cycle, "name", "By hand", "cycle", cycle, "version", "1", "mail-to", "olga"))
                .statusCode(400)
                .body(containsString("is no mail address"), containsString("value=\"olga\""));
        send(
                        "billing-manager",
                        "/run-templates",
                        Map.of(
                                "key",
                                cycle,
                                "name",
                                "By hand",
                                "cycle",
                                cycle,
                                "version",
                                "1",
                                "mail-to",
                                "olga@host.example, maria@host.example",
                                "mail-on",
                                "FAILED"))
                .statusCode(303);
        assertThat(page("billing-manager", "/run-templates"))
                .contains("olga@host.example, maria@host.example", "value=\"FAILED\" checked");
        Tmf.get("auditor", "/hub/v1/bill-run-templates/" + cycle)
                .body("name", equalTo("By hand"))
                .body("mailTo", contains("olga@host.example", "maria@host.example"))
                .body("mailOn", contains("FAILED"))
                .body("enabled", equalTo(false))
                .body("schedule", nullValue());
        send("billing-operative", "/run-templates/" + cycle + "/skip", Map.of()).statusCode(409);
    }

    @Test
    void whatWasLookedAtIsNotedAndStays() {
        String id = started("billing-operative");
        send(
                        "finance",
                        "/runs/" + id + "/notes",
                        origin(),
                        token("finance", "/runs/" + id + "/review"),
                        Map.of("note", " 12 % <more> is the new tariff "))
                .statusCode(303);
        send("billing-manager", "/runs/" + id + "/notes", Map.of("note", " ")).statusCode(422);
        send("billing-manager", "/runs/" + id + "/notes", Map.of("note", "x".repeat(2001)))
                .statusCode(422)
                .body(containsString("up to 2000 characters, not 2001"));
        send("auditor", "/runs/" + id + "/notes", Map.of("note", "no")).statusCode(403);
        assertThat(page("auditor", "/runs/" + id + "/review"))
                .contains("<strong>finance</strong>", "12 % &lt;more&gt; is the new tariff")
                .doesNotContain("name=\"note\"");
        String key = UUID.randomUUID().toString();
        for (int time = 0; time < 2; time++) {
            Tmf.as("billing-manager")
                    .header("Idempotency-Key", key)
                    .contentType("application/json")
                    .body("{\"note\": \"agreed\"}")
                    .post("/hub/v1/bill-runs/" + id + "/notes")
                    .then()
                    .statusCode(201)
                    .body("writtenBy", equalTo("billing-manager"));
        }
        Tmf.get("auditor", "/hub/v1/bill-runs/" + id + "/notes")
                .body("items.note", contains("12 % <more> is the new tariff", "agreed"));
    }

    @ParameterizedTest
    @CsvSource({
        // Origin,             whose token,        status
        "own,                  billing-operative,  409",
        "own,                  billing-manager,    403",
        "own,                  none,               403",
        "own,                  ,                   403",
        "http://evil.example,  billing-operative,  403",
        "null,                 billing-operative,  403",
        ",                     billing-operative,  403",
    })
    void aFormThatIsNotOfThisSessionsPageDoesNothing(String origin, String whose, int status) {
        String id = started("billing-operative");
        send("billing-operative", "/runs/" + id + "/pause", Map.of()).statusCode(303);
        String token = whose == null || whose.equals("none") ? whose : token(whose);
        send(
                        "billing-operative",
                        "/runs/" + id + "/" + (status == 409 ? "pause" : "cancel"),
                        "own".equals(origin) ? origin() : origin,
                        token,
                        Map.of())
                .statusCode(status);
        run(id).body("state", equalTo("SCHEDULED"));
    }

    @Test
    void whoMayOnlyLookSendsNothing() {
        String id = started("billing-operative");
        send("auditor", "/runs/" + id + "/cancel", Map.of())
                .statusCode(403)
                .contentType("text/html")
                .body(containsString("lacks the role"));
        send("billing-operative", "/runs/" + id + "/approve", Map.of()).statusCode(403);
        send("billing-operative", "/runs/" + id + "/stop-waiting", Map.of()).statusCode(403);
        run(id).body("state", equalTo("SCHEDULED"));
    }

    @Test
    void aFormWhoseSessionHasEndedIsNotLedToTheLogin() {
        RestAssured.given()
                .redirects()
                .follow(false)
                .accept("text/html")
                .header("Origin", origin())
                .formParam("form-token", "x")
                .post("/runs")
                .then()
                .statusCode(401)
                .body(containsString("Your session has ended"));
    }
}
