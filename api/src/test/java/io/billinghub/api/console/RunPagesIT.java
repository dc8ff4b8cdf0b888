package io.billinghub.api.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of bill runs: who sees what of the demo's run. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunPagesIT {

    /** The end of the gross sum of the host's own invoices, behind the space that groups its digits. */
    private static final String GROSS = "992.38";

    private String run;

    @BeforeEach
    void demo() {
        DemoData.load();
        run = Tmf.get("auditor", "/hub/v1/bill-runs?limit=500")
                .statusCode(200)
                .extract()
                .path("items.find { it.kind == 'CYCLE' && it.cycle == 'monthly' && it.periodFrom == '2026-10-01'"
                        + " && it.state != 'CANCELLED' }.id");
    }

    private static ValidatableResponse page(String login, String path) {
        return Tmf.as(login).accept("text/html").get(path).then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-operative", "billing-manager", "finance", "auditor"})
    void theRunShowsStagesAndTotals(String login) {
        page(login, "/runs/" + run)
                .statusCode(200)
                .contentType("text/html")
                .body(allOf(
                        containsString("Consolidating"),
                        containsString("Nordlys Telecom Oy"),
                        containsString(GROSS),
                        containsString("Taxes")));
    }

    @Test
    void whoeverKeepsTheHubRunningSeesStatesAndTimesAndNoAmounts() {
        page("it-operative", "/runs").statusCode(200).body(containsString("href=\"/runs/"));
        page("it-operative", "/runs/" + run)
                .statusCode(200)
                .body(allOf(
                        containsString("Consolidating"),
                        not(containsString(GROSS)),
                        not(containsString("Nordlys Telecom Oy")),
                        not(containsString("Taxes"))));
        page("it-operative", "/").statusCode(200).body(containsString("href=\"/runs\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner", "customer", "marketplace-admin", "hub-admin"})
    void othersAreRefused(String login) {
        page(login, "/runs").statusCode(403);
        page(login, "/runs/" + run).statusCode(403);
    }

    @Test
    void whoIsNotLoggedInIsLedToTheLogin() {
        given().redirects().follow(false).get("/runs/" + run).then().statusCode(302);
    }

    @Test
    void whatWasAskedForIsShownAsText() {
        page("auditor", "/runs/%3Cscript%3Ealert(1)")
                .statusCode(404)
                .body(allOf(containsString("&lt;script&gt;"), not(containsString("<script"))));
    }
}
