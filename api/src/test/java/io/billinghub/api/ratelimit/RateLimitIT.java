package io.billinghub.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged hub with narrow limits: a login's own, an address's for all that comes from it, none for its health. */
class RateLimitIT {

    private static final String BILLS = "/hub/v1/bills";
    private static final String CUSTOMER_BILLS = "/tmf-api/customerBillManagement/v4/customerBill";
    private static PackagedHub hub;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        hub = new PackagedHub(
                "rate_limit_it",
                Map.of(
                        "HUB_RATE_LIMIT_LOGIN_PER_SECOND", "1",
                        "HUB_RATE_LIMIT_LOGIN_BURST", "20",
                        "HUB_RATE_LIMIT_ADDRESS_PER_SECOND", "1",
                        "HUB_RATE_LIMIT_ADDRESS_BURST", "200",
                        "HUB_HTTP_BEHIND_PROXY", "true"));
        hub.start();
        wire = new Wire(hub.url());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** 60 requests at 20 at once and one per second: it would take 40 s to serve the rest. */
    @Test
    void aLoginThatAsksTooMuchWaitsAndAnotherDoesNot() throws InterruptedException {
        String finance = hub.tokens().token("finance");
        List<Wire.Answer> answers = from("192.0.2.1", CUSTOMER_BILLS, finance, 60);
        assertThat(count(answers, 429)).isBetween(1L, 40L);
        Wire.Answer refused = answers.stream()
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(refused.json().path("reason").asText()).isEqualTo("Too many requests");
        assertThat(count(from("192.0.2.1", BILLS, hub.tokens().token("auditor"), 5), 429))
                .isZero();
        Wire.Answer asProblem = from("192.0.2.1", BILLS, finance, 30).stream()
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(asProblem.header("Content-Type")).startsWith("application/problem+json");
        assertThat(asProblem.json().path("retryable").asBoolean()).isTrue();
    }

    @Test
    void anAddressWithoutALoginIsHeldUpBeforeItIsAskedForOneAndItsHealthIsNot() {
        List<Wire.Answer> answers = from("192.0.2.2", BILLS, null, 400);
        assertThat(count(answers, 401)).isGreaterThanOrEqualTo(200);
        assertThat(count(answers, 429)).isPositive().isEqualTo(400 - count(answers, 401));
        assertThat(count(from("192.0.2.2", "/q/health/live", null, 300), 200)).isEqualTo(300);
        assertThat(count(from("192.0.2.3", BILLS, null, 1), 401)).isEqualTo(1);
    }

    @Test
    void aRefusalCarriesTheHeadersOfEveryAnswer() {
        Wire.Answer refused = from("192.0.2.4", BILLS, null, 400).stream()
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(refused.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void behindAProxyWithTlsBrowsersAreToldToComeByTls() {
        Map<String, String> proxied = Map.of("X-Forwarded-For", "192.0.2.5", "X-Forwarded-Proto", "https");
        assertThat(wire.send("GET", "/q/health/live", null, proxied, null).header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000; includeSubDomains");
        Map<String, String> plain = Map.of("X-Forwarded-For", "192.0.2.5");
        assertThat(wire.send("GET", "/q/health/live", null, plain, null).header("Strict-Transport-Security"))
                .isEmpty();
    }

    private static List<Wire.Answer> from(String address, String path, String token, int requests) {
        List<Wire.Answer> answers = new ArrayList<>();
        IntStream.range(0, requests)
                .forEach(request ->
                        answers.add(wire.send("GET", path, token, Map.of("X-Forwarded-For", address), null)));
        return answers;
    }

    private static long count(List<Wire.Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }
}
