package io.billinghub.api.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
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
    void theReviewShowsTotalsAndSaysThatThereIsNothingToCompareWith() {
        page("auditor", "/runs/" + run + "/review")
                .statusCode(200)
                .body(allOf(
                        containsString("To think about"),
                        containsString("There is no run of the period before."),
                        not(containsString("<form"))));
        page("it-operative", "/runs/" + run + "/review").statusCode(403);
    }

    @Test
    void pastRunsAreChartsWithATable() {
        page("finance", "/past-runs?cycle=monthly")
                .statusCode(200)
                .body(allOf(
                        containsString("<title>Net billed, EUR</title>"),
                        containsString("Oct 26"),
                        containsString("/runs/" + run)));
        page("it-operative", "/past-runs").statusCode(403);
    }

    @Test
    void billsAreFoundByAccountAndState() {
        page("finance", "/?account=NL-1001&state=sent")
                .statusCode(200)
                .body(allOf(containsString("RF75NL1001261001"), not(containsString("RF25NL1002261001"))));
        page("finance", "/?account=%3Cb%3E").statusCode(200).body(containsString("There is no such bill."));
        page("finance", "/?state=lost").statusCode(400).body(containsString("partiallyPaid"));
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
    void theProgressAsksForTheWholePageWhereTheStageHasChanged() {
        page("it-operative", "/runs/" + run + "/progress?at=RATING")
                .statusCode(200)
                .header("HX-Refresh", equalTo("true"));
        String state = Tmf.get("auditor", "/hub/v1/bill-runs/" + run).extract().path("state");
        page("it-operative", "/runs/" + run + "/progress?at=" + state)
                .statusCode(200)
                .header("HX-Refresh", nullValue());
        page("partner", "/runs/" + run + "/progress?at=RATING").statusCode(403);
    }

    /** Their versions stand in the page and in the build. */
    @Test
    void theScriptsOfThePagesAreServedFromTheHubItself() throws IOException {
        try (InputStream page = getClass().getResourceAsStream("/templates/RunViews/run.html")) {
            List<String> scripts = Pattern.compile("<script src=\"([^\"]+)\"")
                    .matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(scripts).hasSize(2);
            scripts.forEach(script -> given().get(script)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("javascript"))
                    .header("Content-Security-Policy", containsString("script-src 'self'")));
        }
    }

    @Test
    void whatWasAskedForIsShownAsText() {
        page("auditor", "/runs/%3Cscript%3Ealert(1)")
                .statusCode(404)
                .body(allOf(containsString("&lt;script&gt;"), not(containsString("<script"))));
    }
}
