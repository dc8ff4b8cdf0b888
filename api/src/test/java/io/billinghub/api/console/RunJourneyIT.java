package io.billinghub.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import io.billinghub.api.billrun.OwnCycle;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * A bill run from its start to the customer's PDF, as a billing operative and a billing manager do it in a browser, with the login of the
 * real Keycloak. Pictures of the pages are in {@code target/pages}. Skipped where there is no Chromium.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RunJourneyIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "pages");
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(90_000);

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    @TestHTTPResource
    URI hub;

    @Test
    void aRunGoesFromItsStartToTheCustomersBill() {
        assumeTrue(
                Files.isExecutable(CHROMIUM), "skipped: there is no Chromium at " + CHROMIUM + " (package chromium)");
        DemoData.load();
        OwnCycle cycle = OwnCycle.make().withAccount();
        cycle.use("2026-10-05", 100);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(options())) {
            Page operative = login(browser, "billing-operative", "/runs");
            aPlannedRunShowsWhatOthersDoWithIt(operative, cycle);
            start(operative, cycle, true);
            assertThat(state(operative, "Closed")).isVisible(PATIENTLY);
            cycle.use("2026-10-20", 200);
            start(operative, cycle, false);
            assertThat(state(operative, "In review")).isVisible(PATIENTLY);
            picture(operative, "run-in-review");
            assertThat(operative.getByText("Review and approve")).isHidden();

            Page manager = login(
                    browser, "billing-manager", URI.create(operative.url()).getPath());
            manager.getByText("Review and approve").click();
            assertThat(manager.getByText("Other quantity").first()).isVisible();
            picture(manager, "review");
            manager.getByText("Approve the run").click();
            assertThat(state(manager, "Closed")).isVisible(PATIENTLY);
            picture(manager, "run-closed");
            theBillIsOpened(manager, cycle);
        }
        assertThat(complaints).isEmpty();
    }

    /** The page follows by itself: nobody loads it anew. */
    private void aPlannedRunShowsWhatOthersDoWithIt(Page page, OwnCycle cycle) {
        picture(page, "runs");
        openForm(page, cycle);
        page.getByLabel("Begin").fill("2037-01-01T06:00");
        picture(page, "start");
        page.getByText("Start the run").click();
        assertThat(state(page, "Scheduled")).isVisible();
        assertThat(page.getByText("It waits to begin.")).isVisible();
        String id = page.url().substring(page.url().lastIndexOf('/') + 1);
        Tmf.as("billing-manager")
                .post("/hub/v1/bill-runs/" + id + "/pause")
                .then()
                .statusCode(202);
        assertThat(page.getByText("Paused by billing-manager.")).isVisible(PATIENTLY);
        page.getByText("Cancel the run…").click();
        picture(page, "run-paused");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel the run"))
                .click();
        assertThat(state(page, "Cancelled")).isVisible();
    }

    private static void openForm(Page page, OwnCycle cycle) {
        page.getByText("Start a run").click();
        page.getByLabel("Bill cycle").selectOption(cycle.key());
        page.getByLabel("A day of the period").fill("2026-10-01");
    }

    private void start(Page page, OwnCycle cycle, boolean trial) {
        page.navigate(hub.resolve("/runs").toString());
        openForm(page, cycle);
        if (trial) {
            page.getByLabel("Trial").check();
        }
        page.getByText("Start the run").click();
        assertThat(page.locator("h1")).containsText(cycle.key());
    }

    private void theBillIsOpened(Page page, OwnCycle cycle) {
        page.navigate(hub.resolve("/past-runs?cycle=monthly").toString());
        picture(page, "past-runs");
        page.navigate(hub.resolve("/").toString());
        page.getByLabel("Account").fill(cycle.number());
        page.getByText("Search").click();
        Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText(cycle.number()));
        assertThat(row).containsText("Sent");
        picture(page, "bills");
        String pdf = row.getByText("PDF").getAttribute("href");
        APIResponse answer = page.context().request().get(hub.resolve(pdf).toString());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
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
