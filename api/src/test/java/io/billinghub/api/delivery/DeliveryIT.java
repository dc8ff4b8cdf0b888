package io.billinghub.api.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An account says how it wants its documents; they get there, what fails is seen and tried again. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DeliveryIT {

    private static final String ACCOUNT = "NL-1038";
    private static final String PREFERENCE = "/hub/v1/accounts/" + ACCOUNT + "/delivery";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @AfterEach
    void nothingIsSentAnyMore() {
        HubFixture.execute("nordlys", "delete from account_delivery");
    }

    private static Wire.Answer send(String method, String path, String ifMatch, String body) {
        return Wire.hub()
                .send(
                        method,
                        path,
                        HubFixture.token("billing-manager"),
                        ifMatch == null
                                ? Map.of("Content-Type", "application/json")
                                : Map.of("Content-Type", "application/json", "If-Match", ifMatch),
                        body);
    }

    private static String bill() {
        return HubFixture.get("billing-operative", "/hub/v1/bills?account=" + ACCOUNT)
                .at("/items/0/id")
                .asText();
    }

    private static JsonNode delivery() {
        return HubFixture.get("auditor", "/hub/v1/bills/" + bill() + "/deliveries")
                .at("/items/0");
    }

    @Test
    void documentsReachAWebhookAndWhatFailedIsTriedAgain() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/bills", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            Wire.Answer put = send(
                    "PUT",
                    PREFERENCE,
                    null,
                    "{\"channel\": \"WEBHOOK\", \"target\": \"http://127.0.0.1:"
                            + server.getAddress().getPort() + "/bills\"}");
            assertThat(put.status()).as(put.text()).isEqualTo(200);
            assertThat(put.json().path("secret").asText()).startsWith("whsec_");
            assertThat(HubFixture.get("auditor", PREFERENCE).has("secret")).isFalse();
            HubFixture.execute("nordlys", """
                    insert into document_delivery (tenant_id, bill_id, account_id, channel, target, queued_at, due_since, next_attempt)
                    select b.tenant_id, b.id, b.account_id, 'WEBHOOK', '', now() - interval '4 days', now() - interval '4 days', now()
                      from customer_bill b where b.uuid = '%s'
                    """.formatted(bill()));
            Patience.until(
                    "the delivery is given up",
                    Duration.ofSeconds(30),
                    () -> delivery().path("state").asText().equals("FAILED"));
            assertThat(delivery().path("failure").asText()).contains("500");
            assertThat(HubFixture.get("billing-operative", "/hub/v1/deliveries?state=FAILED")
                            .path("items")
                            .findValuesAsText("id"))
                    .contains(delivery().path("id").asText());

            String retry = "/hub/v1/deliveries/" + delivery().path("id").asText() + "/retry";
            assertThat(send("POST", retry, null, null).status()).isEqualTo(200);
            Patience.until(
                    "the documents are delivered",
                    Duration.ofSeconds(30),
                    () -> delivery().path("state").asText().equals("DELIVERED"));
            assertThat(send("POST", retry, null, null).status()).isEqualTo(409);
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(2);
        assertThat(delivery().path("answer").asText()).isEqualTo("204");
        assertThat(delivery().path("documents").findValuesAsText("sha256"))
                .isEqualTo(HubFixture.get("auditor", "/hub/v1/bills/" + bill() + "/documents")
                        .path("items")
                        .findValuesAsText("sha256"));
    }

    @Test
    void aPreferenceIsChangedByWhoHasSeenIt() {
        String mail = "{\"channel\": \"EMAIL\", \"target\": \"bills@acme.example\"}";
        assertThat(HubFixture.status("auditor", PREFERENCE)).isEqualTo(404);
        Wire.Answer put = send("PUT", PREFERENCE, null, mail);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.header("ETag")).isEqualTo("\"1\"");
        assertThat(send("PUT", PREFERENCE, null, mail).status()).isEqualTo(428);
        assertThat(send("PUT", PREFERENCE, "\"7\"", mail).status()).isEqualTo(412);
        assertThat(send("PUT", PREFERENCE, "\"1\"", mail).header("ETag")).isEqualTo("\"2\"");
        assertThat(send("DELETE", PREFERENCE, "\"2\"", null).status()).isEqualTo(204);
        assertThat(HubFixture.status("auditor", PREFERENCE)).isEqualTo(404);
        assertThat(send("PUT", "/hub/v1/accounts/NL-NONE/delivery", null, mail).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PIGEON  | x                                  | /channel",
                "EMAIL   | not an address                     | /target",
                "WEBHOOK | ftp://files.acme.example           | callback",
                "SFTP    | sftp://u:password@files.acme.example | /target",
                "SFTP    | sftp://u@files.acme.example/in     | /hostKeys",
            })
    void whatCanNotBeSentToIsRefused(String channel, String target, String detail) {
        Wire.Answer refused =
                send("PUT", PREFERENCE, null, "{\"channel\": \"" + channel + "\", \"target\": \"" + target + "\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(detail);
    }
}
