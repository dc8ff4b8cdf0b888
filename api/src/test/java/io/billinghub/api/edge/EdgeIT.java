package io.billinghub.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outermost layer: headers, origins, sizes. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class EdgeIT {

    private static final String CUSTOMER_BILLS = "/tmf-api/customerBillManagement/v4/customerBill";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @ParameterizedTest
    @CsvSource({
        // path,                                            user,    status
        "/hub/v1/bills,                                     auditor, 200",
        "/hub/v1/bills,                                     partner, 403",
        "/hub/v1/bills,                                     ,        401",
        "/hub/v1/bills?limit=0,                             auditor, 400",
        "/hub/v1/bills?acount=NL-1001,                      auditor, 400",
        "/hub/v1/nothing,                                   auditor, 404",
        "/hub/v1/imports,                                   auditor, 405",
        CUSTOMER_BILLS + ",                                 auditor, 200",
        CUSTOMER_BILLS + "?surprise=1,                      auditor, 400",
        "/q/health,                                         ,        200",
        "/q/openapi,                                        ,        200",
        "/console/console.css,                              ,        200",
        "/,                                                 ,        302",
    })
    void everyAnswerCarriesTheHeaders(String path, String user, int status) {
        Wire.Answer answer = Wire.hub().get(path, user == null ? null : HubFixture.token(user));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Strict-Transport-Security")).isEmpty(); // plain HTTP: it would mean nothing
        if (path.startsWith("/hub/") || path.startsWith("/tmf-api/")) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    /** The policy allows no scripts and styles in the page, so there are none: only files of our own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "layout.html",
                "ConsolePage/bills.html",
                "ErrorPage/refused.html",
                "RunViews/runs.html",
                "RunViews/run.html",
                "RunViews/progress.html",
                "RunReviewPage/review.html",
                "PastRunsPage/charts.html",
                "RunTemplatePages/list.html",
                "RunTemplatePages/form.html",
                "tags/notice.html",
                "tags/token.html"
            })
    void thePageNeedsNothingThatItsPolicyForbids(String template) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/templates/" + template)) {
            String html = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(html)
                    .doesNotContainPattern("<script(?! src=\"/[a-z])")
                    .doesNotContainIgnoringCase("<style")
                    .doesNotContainIgnoringCase("style=")
                    .doesNotContainIgnoringCase("javascript:")
                    .doesNotContainPattern(Pattern.compile("\\son[a-z]+=", Pattern.CASE_INSENSITIVE))
                    .doesNotContainPattern("(src|href)=\"(https?:)?//");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /hub/v1/bills", "OPTIONS, /hub/v1/bills", "GET, /q/openapi", "POST, /hub/v1/imports"})
    void aPageOfAnotherOriginReadsNothing(String method, String path) {
        Wire.Answer answer = Wire.hub()
                .send(
                        method,
                        path,
                        HubFixture.token("auditor"),
                        Map.of("Origin", "https://evil.example", "Access-Control-Request-Method", "GET"),
                        null);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase().contains("allow-origin"));
        assertThat(answer.status()).isNotEqualTo(200);
    }

    @Test
    void anAddressThatIsTooLongIsRefused() {
        Wire.Answer answer = Wire.hub().get("/hub/v1/bills?account=" + "x".repeat(9_000), HubFixture.token("auditor"));
        assertThat(answer.status()).isEqualTo(414);
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        Wire.Answer answer = Wire.hub()
                .send("GET", "/hub/v1/bills", HubFixture.token("auditor"), Map.of("X-Long", "x".repeat(30_000)), null);
        assertThat(answer.status()).isEqualTo(431);
    }

    /** The length that a client announces is judged, not what it sends: nothing of 1 GB is ever read. */
    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        URI hub = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /hub/v1/imports HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + HubFixture.token("hub-admin")
                            + "\r\nContent-Length: 1000000000\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
            assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }
}
