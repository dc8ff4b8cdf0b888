package io.billinghub.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/**
 * A bill run from its start to the customer's PDF, as a billing operative and a billing manager do it in a browser, with the login of the
 * real Keycloak. Pictures of the pages are in {@code target/pages}. Skipped where there is no Chromium.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunJourneyIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String KEY = "journey";
    private static final String ACCOUNT = "J-1";

    /** Of the tenant vestby, whose bills nobody counts; the second number is the review's surprise. */
    private static final String SUBSCRIBED = """
            {"parties": [{"key": "walker", "kind": "ORGANIZATION", "name": "Walker AB", "street": "Gatan 5", "city": "Vestby",
                          "postcode": "111 25", "country": "SE"}],
             "roles": [{"party": "walker", "role": "CUSTOMER", "key": "walker"}],
             "cycles": [{"key": "journey", "name": "Journey", "dayOfMonth": 1, "timeZone": "Europe/Stockholm", "paymentDays": 14,
                         "openFrom": "2026-10-01"}],
             "accounts": [{"number": "J-1", "name": "Walker", "party": "walker", "cycle": "journey", "currency": "SEK"}],
             "offerings": [{"key": "number", "name": "Number", "unit": "month", "taxClass": "standard",
                            "pricePlans": [{"key": "number", "version": 1, "name": "Number", "currency": "SEK", "unit": "month",
                                            "validFrom": "2026-01-01",
                                            "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "99.00", "proration": "NONE"}}]}],
             "products": [{"key": "first", "account": "J-1", "offering": "number", "startedOn": "2026-09-01"}%s]}
            """;

    private static final String SECOND_LINE = """
            , {"key": "second", "account": "J-1", "offering": "number", "startedOn": "2026-10-01"}
            """;

    private static final Path PICTURES = Path.of("target", "pages");
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    @TestHTTPResource
    URI hub;

    @Test
    void aRunGoesFromItsStartToTheCustomersBill() throws IOException {
        assumeTrue(
                Files.isExecutable(CHROMIUM), "skipped: there is no Chromium at " + CHROMIUM + " (package chromium)");
        take(SUBSCRIBED.formatted(""));
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(options())) {
            Page operative = login(browser, "vestby-admin", "/runs");
            aPlannedRunShowsWhatOthersDoWithIt(operative);
            start(operative, true);
            awaitState(operative, "Closed");
            take(SUBSCRIBED.formatted(SECOND_LINE));
            start(operative, false);
            awaitState(operative, "In review");
            picture(operative, "run-in-review");
            assertThat(operative.getByText("Review and approve")).isHidden();

            Page manager =
                    login(browser, "vestby-manager", URI.create(operative.url()).getPath());
            manager.getByText("Review and approve").click();
            assertThat(manager.getByText("Other quantity").first()).isVisible();
            manager.getByLabel("What was looked at").fill("One number more since October, as ordered");
            manager.getByText("Note", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(manager.getByText("One number more since October, as ordered"))
                    .isVisible();
            picture(manager, "review");
            manager.getByText("Approve the run").click();
            awaitState(manager, "Closed");
            picture(manager, "run-closed");
            theBillIsOpened(manager);
            aScheduleSendsMails(manager);
        }
        assertThat(complaints).isEmpty();
    }

    /** Takes master data in, with the host of the tenant's other tests. */
    private static void take(String subscribed) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream samples = RunJourneyIT.class.getResourceAsStream("/samples/master-data.json")) {
            JsonNode host = json.readTree(samples);
            ObjectNode data = (ObjectNode) json.readTree(subscribed);
            data.set("tenant", host.get("tenant"));
            data.withArray("parties").insert(0, host.get("parties").get(0));
            data.withArray("roles").insert(0, host.get("roles").get(0));
            data.putArray("taxRegistrations").add(host.get("taxRegistrations").get(0));
            data.set("taxRates", host.get("taxRates"));
            Tmf.post("vestby-admin", "/hub/v1/imports", data).statusCode(200);
        }
    }

    /** The page follows by itself: nobody loads it anew. */
    private void aPlannedRunShowsWhatOthersDoWithIt(Page page) {
        picture(page, "runs");
        openForm(page);
        page.getByLabel("Begin").fill("2037-01-01T06:00");
        picture(page, "start");
        page.getByText("Start the run").click();
        assertThat(state(page, "Scheduled")).isVisible();
        assertThat(page.getByText("It waits to begin.")).isVisible();
        String id = page.url().substring(page.url().lastIndexOf('/') + 1);
        Tmf.as("vestby-manager")
                .post("/hub/v1/bill-runs/" + id + "/pause")
                .then()
                .statusCode(202);
        assertThat(page.getByText("Paused by vestby-manager.")).isVisible(PATIENTLY);
        page.getByText("Cancel the run…").click();
        picture(page, "run-paused");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel the run"))
                .click();
        assertThat(state(page, "Cancelled")).isVisible();
    }

    private static void openForm(Page page) {
        page.getByText("Start a run").click();
        page.getByLabel("Bill cycle").selectOption(KEY);
        page.getByLabel("A day of the period").fill("2026-10-01");
    }

    private void start(Page page, boolean trial) {
        page.navigate(hub.resolve("/runs").toString());
        openForm(page);
        if (trial) {
            page.getByLabel("Trial").check();
        }
        page.getByText("Start the run").click();
        assertThat(page.locator("h1")).containsText(KEY);
    }

    private void theBillIsOpened(Page page) {
        page.navigate(hub.resolve("/past-runs?cycle=" + KEY).toString());
        picture(page, "past-runs");
        page.navigate(hub.resolve("/").toString());
        page.getByLabel("Account").fill(ACCOUNT);
        page.getByText("Search").click();
        Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText(ACCOUNT));
        assertThat(row).containsText("Sent");
        picture(page, "bills");
        String pdf = row.getByText("PDF").getAttribute("href");
        APIResponse answer = page.context().request().get(hub.resolve(pdf).toString());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    private void aScheduleSendsMails(Page page) {
        page.navigate(hub.resolve("/run-templates").toString());
        page.getByText("New schedule").click();
        Locator form = page.locator("form[action='/run-templates']").first();
        form.getByLabel("Key").fill(KEY);
        form.getByLabel("Name").fill("Month end of the journey");
        form.getByLabel("Bill cycle").selectOption(KEY);
        form.getByLabel("Mails to").fill("olga@vestby.example, maria@vestby.example");
        form.getByLabel("Cancelled").uncheck();
        picture(page, "schedule");
        form.getByText("Store", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByText("Month end of the journey")).isVisible();
        Tmf.get("vestby-manager", "/hub/v1/bill-run-templates/" + KEY)
                .body("mailOn", equalTo(List.of("IN_REVIEW", "CLOSED", "FAILED", "TASK_FAILED")));
        page.navigate(hub.resolve("/run-templates").toString());
        picture(page, "schedules");
    }

    /** Where the page does not get there, tells what the run itself says: whether it is late, or the page. */
    private static void awaitState(Page page, String words) {
        try {
            assertThat(state(page, words)).isVisible(PATIENTLY);
        } catch (AssertionFailedError late) {
            picture(page, "late");
            String run = "/hub/v1/bill-runs" + page.url().substring(page.url().lastIndexOf('/'));
            throw new AssertionError(
                    "the page of " + page.url() + " says "
                            + page.locator("main").innerText() + "; the run says "
                            + Tmf.as("vestby-manager").get(run).asString() + " and "
                            + Tmf.as("vestby-manager").get(run + "/progress").asString(),
                    late);
        }
    }

    private static Locator state(Page page, String words) {
        return page.locator("h1 .state", new Page.LocatorOptions().setHasText(words));
    }

    private Page login(Browser browser, String user, String path) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.navigate(hub.resolve(path).toString());
        page.locator("#username").fill(user);
        page.locator("#password").fill("demo-" + user);
        page.locator("#kc-login").click();
        assertThat(page.locator(".who")).containsText(user);
        return page;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
    }
}
