package io.billinghub.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * A hub that pulls a folder and a partner's address is killed with -9 while it stores documents, twice. Each document is there once. A lock
 * that the test holds stops the hub in the midst of storing, so that each kill hits. A signed call whose answer is lost is sent again.
 */
class PullCrashIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int DOCUMENTS = 30;
    /** Of the folder and of the address, and the one of the call. */
    private static final int ALL = 2 * DOCUMENTS + 1;

    private static final String STORED = "select count(*) from received_document";

    private static final String SECRET = "whsec-of-the-test";

    private static final Map<String, String> SETTINGS = Map.of(
            "HUB_PULLS_LEASE", "PT2S",
            "HUB_PULLS_POLL", "PT0.2S",
            "HUB_ADAPTERS_REFRESH", "PT1S",
            "HUB_SECRETS__NORDLYS__HOOK", SECRET);

    @Test
    void eachPulledDocumentIsThereOnceWheneverTheHubIsKilled() throws Exception {
        HttpServer partner = partner();
        try (PackagedHub hub = new PackagedHub("pull_crash_it", SETTINGS).start()) {
            HubCalls calls = hub.calls();
            calls.post(
                            "hub-admin",
                            "/hub/v1/imports",
                            Files.readString(hub.root().resolve("demo/master-data.json")))
                    .expect(200);
            Path folder = Files.createDirectories(hub.inbox().resolve("nordlys").resolve("crash"));
            for (int number = 0; number < DOCUMENTS; number++) {
                Files.writeString(folder.resolve("F-" + number + ".csv"), bill("F-" + number));
            }
            adapter(calls, "crash-folder", "{\"type\": \"folder\", \"path\": \"crash\", \"schedule\": \"PT1S\"}");
            adapter(
                    calls,
                    "crash-http",
                    "{\"type\": \"http\", \"url\": \"http://127.0.0.1:"
                            + partner.getAddress().getPort()
                            + "/list\", \"documents\": {\"links\": \"\"}, \"schedule\": \"PT1S\"}");
            try (Books books = new Books(hub.database())) {
                adapter(calls, "crash-hook", "{\"type\": \"webhook\", \"secrets\": [\"secret:hook\"]}");
                killAfter(hub, books, 5);
                hub.start();
                assertThat(call(hub, "W-1", SECRET)).isEqualTo(201);
                assertThat(call(hub, "W-1", "another")).isEqualTo(403);
                killAfter(hub, books, DOCUMENTS);
                long before = books.number(STORED);
                hub.start();
                assertThat(call(hub, "W-1", SECRET)).as("sent again").isEqualTo(200);
                Patience.until(
                        "all documents are processed",
                        LONG,
                        () -> books.number(STORED + " where status <> 'RECEIVED'") == ALL);
                Patience.until(
                        "both pulls end well",
                        LONG,
                        () -> books.number("select count(*) from adapter_pull where state = 'DONE'") == 2);
                assertThat(before).as("stored at the second kill").isLessThan(ALL);
                assertThat(books.number(STORED)).isEqualTo(ALL);
                assertThat(books.number("select count(distinct number) from partner_bill"))
                        .isEqualTo(ALL);
                assertThat(books.number("select count(*) from partner_bill")).isEqualTo(ALL);
                assertThat(books.number("select count(*) from adapter_pull_log where outcome = 'LOST'"))
                        .as("pulls that were taken over")
                        .isGreaterThanOrEqualTo(2);
            }
            try (var left = Files.list(folder)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        } finally {
            partner.stop(0);
        }
    }

    private static void killAfter(PackagedHub hub, Books books, int documents) throws Exception {
        Patience.until(documents + " documents are stored", LONG, () -> books.number(STORED) >= documents);
        try (Books.Hold bytes = books.holdTable("document_chunk")) {
            Patience.until("a document waits", LONG, () -> books.waitingFor(bytes.table()) > 0);
            hub.kill();
        }
    }

    /** Signs the bill and sends it without a token. */
    private static int call(PackagedHub hub, String number, String secret) throws Exception {
        String bill = bill(number);
        String seconds = String.valueOf(System.currentTimeMillis() / 1000);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature =
                HexFormat.of().formatHex(mac.doFinal((seconds + "." + bill).getBytes(StandardCharsets.UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(hub.url() + "/hub/v1/signed-documents/nordlys/crash-hook"))
                .header("Hub-Signature", "t=" + seconds + ",v1=" + signature)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(bill))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void adapter(HubCalls calls, String key, String transport) throws IOException {
        calls.put("marketplace-admin", "/hub/v1/adapters/" + key, new ObjectMapper().readTree("""
                {"key": "%s", "partner": "cirrus", "agreement": "cirrus-resale", "kind": "BILL", "transport": %s,
                 "format": {"type": "focus"}}
                """.formatted(
                                        key, transport)))
                .expect(200, 201);
    }

    private static HttpServer partner() throws IOException {
        HttpServer partner = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        String list = IntStream.range(0, DOCUMENTS)
                .mapToObj(number -> "\"/H-" + number + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        partner.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = (path.equals("/list") ? list : bill(path.substring(1))).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        partner.start();
        return partner;
    }

    /** Amounts differ, since bills of the same lines under another number are held. */
    private static String bill(String number) {
        String cents = "FHW".indexOf(number.charAt(0)) + "%02d".formatted(Integer.parseInt(number.substring(2)));
        return """
                BilledCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,SubAccountId,ServiceName,InvoiceId
                1.%s,USD,2026-10-01,2026-11-01,acc-1,VM,%s
                """.formatted(cents, number);
    }
}
