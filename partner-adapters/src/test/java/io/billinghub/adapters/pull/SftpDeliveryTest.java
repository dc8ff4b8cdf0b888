package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.sftp.SftpDelivery;
import io.billinghub.core.archive.infrastructure.DocumentFiles;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.DeliveryPreference;
import io.billinghub.core.delivery.model.Parcel;
import io.billinghub.core.delivery.model.Proof;
import io.billinghub.core.egress.EgressRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents lie whole on the customer's server, or the delivery has failed and says why. */
class SftpDeliveryTest {

    private static final byte[] BYTES = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);

    private static SftpTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new SftpTestServer();
        Files.createDirectories(server.root().resolve("in"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    private static SftpDelivery delivery(String... allowed) {
        Map<String, String> secrets = Map.of(
                "hub.secrets.\"nordlys\".password", "right",
                "hub.secrets.\"nordlys\".wrong", "wrong",
                "hub.secrets.\"nordlys\".key", server.privateKey());
        return new SftpDelivery(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                new EgressSockets(new EgressRule(List.of(allowed))),
                key -> Optional.ofNullable(secrets.get(key)));
    }

    private static Proof send(SftpDelivery delivery, String folder, String hostKey, String secret) {
        KeptDocument document = new KeptDocument(
                1,
                DocumentForm.BILL_PDF,
                Optional.empty(),
                "nordlys/2026-10-01/RF18.pdf",
                BYTES.length,
                DocumentFiles.sha256(BYTES),
                Instant.EPOCH,
                LocalDate.EPOCH,
                Optional.empty());
        Parcel parcel = new Parcel(
                UUID.randomUUID(),
                "nordlys",
                "Nordlys",
                UUID.randomUUID(),
                "RF18",
                "NL-1001",
                "EUR 1.00",
                Optional.of(LocalDate.EPOCH),
                new DeliveryPreference(
                        UUID.randomUUID(),
                        Channel.SFTP,
                        "sftp://hub@127.0.0.1:" + server.port() + folder,
                        List.of(hostKey),
                        Optional.of("secret:" + secret),
                        1),
                List.of(new KeptDocument.Content(document, BYTES)));
        return delivery.send(parcel).await().atMost(Duration.ofSeconds(60));
    }

    @Test
    void aDocumentLiesInTheFolderWholeAndASecondTimeAgain() throws IOException {
        for (String secret : List.of("password", "key", "password")) {
            Proof proof = send(delivery("loopback"), "/in", server.fingerprint(), secret);
            assertThat(proof.answer()).contains("/in/RF18.pdf (8 bytes)");
            try (var files = Files.list(server.root().resolve("in"))) {
                assertThat(files).containsExactly(server.root().resolve("in/RF18.pdf"));
            }
            assertThat(server.root().resolve("in/RF18.pdf")).hasBinaryContent(BYTES);
        }
    }

    @Test
    void whatCanNotBeStoredSaysWhy() {
        String other = "SHA256:" + "A".repeat(43);
        assertThatThrownBy(() -> send(delivery("loopback"), "/in", other, "password"))
                .hasMessageContaining(server.fingerprint());
        assertThatThrownBy(() -> send(delivery("loopback"), "/in", server.fingerprint(), "wrong"))
                .hasMessageContaining("Auth");
        assertThatThrownBy(() -> send(delivery("loopback"), "/nowhere", server.fingerprint(), "password"))
                .hasMessageContaining("/nowhere/RF18.pdf");
        assertThatThrownBy(() -> send(delivery(), "/in", server.fingerprint(), "password"))
                .hasMessageContaining("127.0.0.1");
    }
}
