package io.billinghub.adapters.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.Hub;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that the hub fetches itself, with a real PostgreSQL and a real HTTP server. */
class PullIT {

    private static final String CSV =
            "BilledCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,SubAccountId,ServiceName,InvoiceId\n"
                    + "%s,USD,2026-10-01,2026-11-01,acc-1,VM,%s\n";

    private static Hub hub;
    private static final List<CamelContext> CAMELS = new ArrayList<>();
    private static HttpServer partner;
    private static Path inbox;

    @BeforeAll
    static void start() throws IOException {
        inbox = Files.createTempDirectory("inbox");
        hub = new Hub("adapters_pull", inbox);
        partner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        partner.createContext("/bill", exchange -> {
            boolean known = "Bearer s3cret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = CSV.formatted("4.5", "H-1").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
            if (known) {
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
        CAMELS.forEach(CamelContext::stop);
        hub.close();
    }

    private static PullAdapter puller(String secret, String... egress) {
        CamelContext camel = new DefaultCamelContext();
        camel.start();
        CAMELS.add(camel);
        return new PullAdapter(
                hub.descriptors,
                hub.intake,
                new WorkerBridge(hub.vertx().getDelegate()),
                Clock.systemUTC(),
                camel,
                hub.settings,
                key -> Optional.ofNullable(secret).filter(set -> key.equals("hub.secrets.\"nordlys\".cirrus-key")),
                List.of(egress));
    }

    private static List<IntakeOutcome> pull(PullAdapter puller) {
        return puller.pullNow(hub.tenant, "cirrus").await().atMost(Duration.ofSeconds(60));
    }

    private static void http(String path) {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"http\", \"url\": \"http://127.0.0.1:"
                        + partner.getAddress().getPort() + path + "\", \"credential\": \"secret:cirrus-key\"}",
                "{\"type\": \"focus\"}",
                "");
    }

    @Test
    void filesOfTheFolderAreTakenInAndMovedAndLinksAreNot() throws IOException {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"folder\", \"path\": \"cirrus\", \"include\": \".*\\\\.csv\"}",
                "{\"type\": \"focus\"}",
                "");
        Path folder = Files.createDirectories(inbox.resolve("nordlys/cirrus"));
        Files.writeString(folder.resolve("a.csv"), CSV.formatted("1", "P-1"));
        Files.writeString(folder.resolve("b.csv"), CSV.formatted("2", "P-2"));
        Files.writeString(folder.resolve("notes.txt"), "not for the hub");
        Path secret = Files.writeString(Files.createTempFile("outside", ".csv"), CSV.formatted("3", "P-3"));
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
        hub.adapter("cirrus", "BILL", "{\"type\": \"folder\", \"path\": \"away\"}", "{\"type\": \"focus\"}", "");
        Files.createDirectories(inbox.resolve("nordlys"));
        Files.createSymbolicLink(inbox.resolve("nordlys/away"), Files.createTempDirectory("outside"));

        assertThatThrownBy(() -> pull(puller(null)))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.FOLDER_REFUSED));
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
            assertThatThrownBy(() -> pull(puller((String) wanted[1], (String[]) wanted[2])))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.code()).isEqualTo(wanted[3]));
        }
    }

    @Test
    void onlyAProcessWithTheRoleFollowsSchedules() throws Exception {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"folder\", \"path\": \"none\", \"schedule\": \"PT1H\"}",
                "{\"type\": \"focus\"}",
                "");
        CamelContext without = new DefaultCamelContext();
        CamelContext with = new DefaultCamelContext();
        for (CamelContext camel : List.of(without, with)) {
            camel.start();
            CAMELS.add(camel);
        }

        schedules(without).start(new StartupEvent(), null, new Roles(List.of("api", "billing", "settlement")));
        PullSchedules pulling = schedules(with);
        pulling.start(new StartupEvent(), null, new Roles(List.of("adapters")));
        pulling.refresh();

        assertThat(without.getRoutes()).isEmpty();
        assertThat(with.getRoutes())
                .extracting(org.apache.camel.Route::getRouteId)
                .contains("adapters-refresh", "pull-" + hub.tenant.tenantId() + "-cirrus-3600000");
    }

    private static PullSchedules schedules(CamelContext camel) {
        return new PullSchedules(
                camel,
                puller(null),
                hub.descriptors,
                hub.intake,
                new Tenants(hub.pool()),
                new WorkerBridge(hub.vertx().getDelegate()),
                hub.settings);
    }

    @Test
    void anAnswerThatIsCutOffIsNoDocument() {
        http("/cut");

        assertThatThrownBy(() -> pull(puller("s3cret", "loopback"))).hasMessageContaining("/cut");
        assertThat(hub.queries
                        .documents(hub.tenant, null, null, java.util.OptionalLong.empty(), 100)
                        .await()
                        .indefinitely()
                        .items())
                .noneSatisfy(document -> assertThat(document.fileName()).isEqualTo("cut"));
    }
}
