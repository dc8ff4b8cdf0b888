package io.billinghub.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.openapi.OpenApiDocument;
import io.billinghub.api.openapi.Route;
import io.billinghub.api.testing.KeptTokens;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Wire;
import io.billinghub.embedded.demo.DemoRun;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to whatever route by whomever: no failure of the hub's own, no answer that takes too long, no stack trace and no
 * SQL in a body, and afterwards the books hold together. For {@code -Dhub.fuzz.seconds} with {@code -Dhub.fuzz.seed}.
 */
class FuzzIT {

    private static final Logger LOG = Logger.getLogger(FuzzIT.class);
    private static final long SECONDS = Long.getLong("hub.fuzz.seconds", 12);
    private static final long SEED = Long.getLong("hub.fuzz.seed", 42);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Pattern LEAK = Pattern.compile(
            "(?m)^\\s*at [a-z]+\\.|[a-z]+\\.[a-zA-Z.]+(Exception|Error)\\b|PgException|SQLSTATE"
                    + "|(?i:\\bselect\\b.{1,200}\\bfrom\\b.{1,200}\\bwhere\\b)|(?i:\\binsert into\\b)|violates .{1,40} constraint|relation \"");
    private static final List<String> USERS = List.of(
            "hub-admin",
            "marketplace-admin",
            "billing-manager",
            "billing-operative",
            "it-operative",
            "finance",
            "auditor",
            "partner",
            "partner-cirrus",
            "customer",
            "vestby-manager");

    private static PackagedHub hub;
    private static Wire wire;
    private static KeptTokens<String> tokens;

    private final Map<String, String> found = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @BeforeAll
    static void month() throws InterruptedException {
        hub = new PackagedHub("fuzz_it", Map.of("HUB_RATE_LIMIT_ENABLED", "false"));
        hub.start();
        new DemoRun(hub.url(), hub.tokens(), hub.root().resolve("demo"), hub.inbox()).run();
        wire = new Wire(hub.url());
        tokens = new KeptTokens<>(hub.tokens()::token);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void nothingThatIsSentBreaksTheHub() {
        OpenApiDocument api =
                new OpenApiDocument(wire.get("/q/openapi?format=json", null).expect(200));
        List<Route> routes = api.routes();
        OddRequests requests = new OddRequests(SEED, api.json());
        knowSomeObjects(requests, routes);
        LOG.infof("fuzzing %d routes for %d s with the seed %d", routes.size(), SECONDS, SEED);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        int sent = 0;
        for (; System.nanoTime() < end && found.size() < 20; sent++) {
            Route route = requests.oneOf(routes);
            String user = requests.oneOf(USERS);
            judge(route, user, requests.of(route), requests);
        }
        LOG.infof("%d requests, answers by status: %s", sent, statuses);
        assertThat(found.values()).as("with -Dhub.fuzz.seed=" + SEED).isEmpty();
        assertThat(sent).isGreaterThan(100);
        JsonNode books = wire.get("/hub/v1/coherence", tokens.of("auditor")).expect(200);
        assertThat(books.path("coherent").asBoolean()).as(books.toString()).isTrue();
        assertThat(wire.get("/q/health", null).status()).isEqualTo(200);
    }

    private static void knowSomeObjects(OddRequests requests, List<Route> routes) {
        for (Route route : routes) {
            if (route.reads() && !route.hasVariable()) {
                for (String user : List.of("auditor", "hub-admin")) {
                    requests.know(wire.get(route.template(), tokens.of(user)).json());
                }
            }
        }
    }

    /**
     * Once more where the connection was closed under the request: the hub closes one on which it was sent what is no HTTP, and
     * what a client sends on it meanwhile has no answer (RFC 9110, 9.2.2).
     */
    private static Wire.Answer answer(String user, OddRequests.Request request) {
        try {
            return send(user, request);
        } catch (UncheckedIOException closed) {
            return send(user, request);
        }
    }

    private static Wire.Answer send(String user, OddRequests.Request request) {
        return wire.send(request.method(), request.path(), tokens.of(user), request.headers(), request.body());
    }

    private void judge(Route route, String user, OddRequests.Request request, OddRequests requests) {
        long begin = System.nanoTime();
        String said;
        try {
            Wire.Answer answer = answer(user, request);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            statuses.merge(answer.status(), 1, Integer::sum);
            said = complaint(answer, took);
            if (answer.status() < 300) {
                requests.know(answer.json());
            }
        } catch (IllegalArgumentException noRequest) {
            return; // the client itself sends no such header or address
        } catch (UncheckedIOException none) {
            said = "no answer: " + none.getMessage();
        }
        if (said != null) {
            String text = request.toString();
            found.putIfAbsent(
                    route + " " + said.substring(0, Math.min(12, said.length())),
                    route + " as " + user + ": " + said + "\n  " + text.substring(0, Math.min(1_500, text.length())));
        }
    }

    private static String complaint(Wire.Answer answer, Duration took) {
        List<String> complaints = new ArrayList<>();
        String text = answer.bytes().length > 200_000 ? "" : answer.text();
        if (answer.status() >= 500 && !text.contains("<faultcode>soap:Client</faultcode>")) {
            complaints.add("answered " + answer.status() + " " + text);
        }
        if (took.compareTo(LONGEST) > 0) {
            complaints.add("took " + took.toSeconds() + " s");
        }
        if (answer.status() >= 400 && LEAK.matcher(text).find()) {
            complaints.add("shows its inside: " + text);
        }
        if (answer.status() >= 400 && answer.status() != 414 && answer.status() != 431 && noError(answer)) {
            complaints.add("no error body with " + answer.status() + ": " + text);
        }
        return complaints.isEmpty() ? null : String.join("; ", complaints);
    }

    private static boolean noError(Wire.Answer answer) {
        if (answer.header("Content-Type").contains("xml")) {
            return !answer.text().contains("<hub:code>");
        }
        JsonNode body = answer.json();
        return body == null || body.path("code").asText().isEmpty();
    }
}
