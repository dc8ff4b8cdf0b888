package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.Tenants;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that the hub fetches itself, with a real PostgreSQL and a real HTTP server: when, by whom, and what is told of it. */
class PullIT {

    private static Pulling pulling;
    private static HttpServer partner;
    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static final AtomicReference<Runnable> WHILE_ANSWERING = new AtomicReference<>(() -> {});

    @BeforeAll
    static void start() throws IOException {
        pulling = new Pulling("adapters_pull");
        partner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        partner.createContext("/bill", exchange -> {
            boolean known = "Bearer s3cret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = Pulling.bill("H-1", 1).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        partner.createContext("/moody", exchange -> {
            WHILE_ANSWERING.get().run();
            byte[] body = Pulling.bill("M-1", 1).getBytes(StandardCharsets.UTF_8);
            int status = STATUS.get();
            exchange.getResponseHeaders().set("Retry-After", "600");
            exchange.sendResponseHeaders(status, status == 200 ? body.length : -1);
            if (status == 200) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        partner.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        partner.createContext("/cut", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        partner.start();
    }

    @AfterAll
    static void stop() {
        partner.stop(0);
        pulling.close();
    }

    private static PullAdapter puller(String secret, String... egress) {
        return pulling.process(secret == null ? Map.of() : Map.of("cirrus-key", secret), egress);
    }

    private static List<IntakeOutcome> pull(PullAdapter puller) {
        return pulling.pull(puller);
    }

    private static void http(String path) {
        http(path, "");
    }

    private static void http(String path, String options) {
        pulling.adapter("{\"type\": \"http\", \"url\": \"http://127.0.0.1:"
                + partner.getAddress().getPort() + path + "\", \"credential\": \"secret:cirrus-key\"" + options + "}");
    }

    @Test
    void filesOfTheFolderAreTakenInAndMovedAndLinksAreNot() throws IOException {
        pulling.adapter("{\"type\": \"folder\", \"path\": \"cirrus\", \"include\": \".*\\\\.csv\"}");
        Path folder = Files.createDirectories(pulling.inbox.resolve("nordlys/cirrus"));
        Files.writeString(folder.resolve("a.csv"), Pulling.bill("P-1", 1));
        Files.writeString(folder.resolve("b.csv"), Pulling.bill("P-2", 1));
        Files.writeString(folder.resolve("notes.txt"), "not for the hub");
        Path secret = Files.writeString(Files.createTempFile("outside", ".csv"), Pulling.bill("P-3", 1));
        Files.createSymbolicLink(folder.resolve("link.csv"), secret);

        List<IntakeOutcome> outcomes = pull(puller(null));

        assertThat(outcomes).extracting(outcome -> outcome.document().number()).containsExactly("P-1", "P-2");
        assertThat(folder.resolve(".done/a.csv")).exists();
        assertThat(folder.resolve("a.csv")).doesNotExist();
        assertThat(folder.resolve("notes.txt")).exists();
        assertThat(folder.resolve("link.csv")).exists();
    }

    @Test
    void aFolderThatIsALinkOutOfTheInboxIsRefused() throws IOException {
        pulling.adapter("{\"type\": \"folder\", \"path\": \"away\"}");
        Files.createDirectories(pulling.inbox.resolve("nordlys"));
        Files.createSymbolicLink(pulling.inbox.resolve("nordlys/away"), Files.createTempDirectory("outside"));

        assertThat(pulling.refusal(puller(null))).isEqualTo(AdapterError.FOLDER_REFUSED);
    }

    @Test
    void aDocumentIsFetchedOnceHoweverOftenItIsAskedFor() {
        http("/bill");
        PullAdapter puller = puller("s3cret", "loopback");

        assertThat(pull(puller))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.document().number()).isEqualTo("H-1"));
        assertThat(pull(puller))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
    }

    @Test
    void internalAddressesWrongCredentialsAndBrokenAnswersAreToldApart() {
        Object[][] cases = {
            {"/bill", "s3cret", new String[0], AdapterError.TARGET_REFUSED},
            {"/bill", "wrong", new String[] {"loopback"}, AdapterError.PARTNER_REFUSED},
            {"/bill", null, new String[] {"loopback"}, AdapterError.CREDENTIAL_MISSING},
            {"/broken", "s3cret", new String[] {"loopback"}, AdapterError.PARTNER_UNAVAILABLE},
        };
        for (Object[] wanted : cases) {
            http((String) wanted[0]);
            assertThat(pulling.refusal(puller((String) wanted[1], (String[]) wanted[2])))
                    .isEqualTo(wanted[3]);
        }
    }

    @Test
    void onlyAProcessWithTheRoleFollowsSchedules() throws Exception {
        CamelContext without = pulling.camel();
        CamelContext with = pulling.camel();

        schedules(without, puller(null)).start(new StartupEvent(), null, new Roles(List.of("api", "billing")));
        schedules(with, puller(null)).start(new StartupEvent(), null, new Roles(List.of("adapters")));

        assertThat(without.getRoutes()).isEmpty();
        assertThat(with.getRoutes())
                .extracting(org.apache.camel.Route::getRouteId)
                .containsExactlyInAnyOrder("adapters-refresh", "adapters-pulls");
    }

    private static PullSchedules schedules(CamelContext camel, PullAdapter puller) {
        return new PullSchedules(
                camel,
                puller,
                pulling.table,
                pulling.hub.intake,
                new Tenants(pulling.hub.pool()),
                pulling.bridge(),
                pulling.hub.settings,
                Pulling.Settings.SHORT);
    }

    private static List<String> due() {
        return pulling.table.due(pulling.hub.tenant, 10).await().indefinitely();
    }

    private static List<IntakeOutcome> scheduled(PullAdapter puller) {
        return puller.pull(pulling.hub.tenant, "cirrus", false);
    }

    @Test
    void aScheduledAdapterIsDueAtOnceThenByItsScheduleAndAtOnceAgainWhenItChanges() {
        STATUS.set(200);
        http("/moody", ", \"schedule\": \"PT1H\"");
        assertThat(due()).containsExactly("cirrus");

        PullAdapter puller = puller("s3cret", "loopback");
        assertThat(scheduled(puller)).hasSize(1);
        assertThat(due()).isEmpty();
        assertThat(scheduled(puller)).isEmpty();
        PullState state = pulling.state();
        assertThat(Duration.between(
                        state.startedAt().orElseThrow(), state.nextAt().orElseThrow()))
                .isEqualTo(Duration.ofHours(1));

        http("/moody", ", \"schedule\": \"PT2H\"");
        assertThat(due()).containsExactly("cirrus");
        http("/moody");
        assertThat(due()).isEmpty();
    }

    @Test
    void anAdapterThatIsSwitchedOffIsNotPulledAndGoesOnWhenItIsSwitchedOn() {
        STATUS.set(200);
        http("/moody", ", \"schedule\": \"PT1H\"");
        enabled(false);
        assertThat(due()).isEmpty();
        assertThat(pulling.refusal(puller("s3cret", "loopback"))).isEqualTo(AdapterError.ADAPTER_DISABLED);

        enabled(true);
        assertThat(due()).containsExactly("cirrus");
    }

    private static void enabled(boolean enabled) {
        pulling.hub
                .descriptors
                .enable(pulling.hub.tenant, "cirrus", enabled)
                .await()
                .indefinitely();
    }

    @Test
    void afterFailuresAnAdapterIsLeftAloneAsLongAsThePartnerAsksAndThenPulledAgain() {
        http("/moody", ", \"schedule\": \"PT1H\"");
        STATUS.set(503);
        PullAdapter puller = puller("s3cret", "loopback");
        assertThatThrownBy(() -> scheduled(puller)).isInstanceOf(HubException.class);

        PullState failed = pulling.state();
        assertThat(failed.failures()).isOne();
        assertThat(failed.errorCode()).contains("PARTNER_UNAVAILABLE");
        assertThat(failed.nextAt().orElseThrow()).isAfter(Instant.now().plusSeconds(500));
        assertThat(due()).isEmpty();

        STATUS.set(200);
        pulling.hub.execute("update adapter_pull set next_at = now()");
        assertThat(scheduled(puller)).hasSize(1);
        assertThat(pulling.state().failures()).isZero();
    }

    @Test
    void ofTwoProcessesAtOnceOneAsksThePartner() {
        http("/moody", ", \"schedule\": \"PT1H\"");
        STATUS.set(200);
        PullAdapter other = puller("s3cret", "loopback");
        AtomicInteger asked = new AtomicInteger();
        WHILE_ANSWERING.set(() -> {
            asked.incrementAndGet();
            assertThat(scheduled(other)).isEmpty();
            assertThat(pulling.refusal(other)).isEqualTo(AdapterError.PULL_RUNNING);
        });
        try {
            assertThat(scheduled(puller("s3cret", "loopback"))).hasSize(1);
        } finally {
            WHILE_ANSWERING.set(() -> {});
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aLookAtWhatIsDuePullsIt() {
        http("/moody", ", \"schedule\": \"PT1H\"");
        STATUS.set(200);
        PullSchedules schedules = schedules(pulling.camel(), puller("s3cret", "loopback"));

        schedules.pullDue();
        schedules.finish();

        assertThat(pulling.state().state()).isEqualTo("DONE");
        assertThat(pulling.table
                        .log(pulling.hub.tenant, "cirrus", Optional.empty(), 1)
                        .await()
                        .indefinitely())
                .singleElement()
                .satisfies(past -> {
                    assertThat(past.onDemand()).isFalse();
                    assertThat(past.documents()).isOne();
                });
    }

    @Test
    void anAnswerThatIsCutOffIsNoDocument() {
        http("/cut");

        assertThat(pulling.refusal(puller("s3cret", "loopback"))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        assertThat(pulling.state().detail().orElseThrow()).contains("/cut");
        assertThat(pulling.stored("cut")).isZero();
    }
}
