package io.billinghub.core.delivery.application;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.archive.application.DocumentArchive.Rendered;
import io.billinghub.core.archive.application.DocumentsConfig;
import io.billinghub.core.archive.infrastructure.DocumentFiles;
import io.billinghub.core.archive.infrastructure.KeptDocumentSql;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.delivery.application.DeliveryPreferences.Wanted;
import io.billinghub.core.delivery.infrastructure.DeliveryPreferenceSql;
import io.billinghub.core.delivery.infrastructure.DocumentDeliverySql;
import io.billinghub.core.delivery.infrastructure.MailDelivery;
import io.billinghub.core.delivery.infrastructure.WebhookDelivery;
import io.billinghub.core.delivery.model.Channel;
import io.billinghub.core.delivery.model.Delivery;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.mail.MailConfig;
import io.billinghub.core.mail.MailSender;
import io.billinghub.core.notification.application.NotificationConfig;
import io.billinghub.core.notification.application.Secrets;
import io.billinghub.core.notification.application.SignedMessage;
import io.billinghub.core.notification.infrastructure.Targets;
import io.billinghub.core.notification.model.Signature;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents go to a real SMTP server and a real HTTP server, once, with the proof of it, and wait while nobody takes them. */
class DocumentDeliveriesIT {

    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final byte[] XML = "<Invoice/>".getBytes(StandardCharsets.US_ASCII);
    private static final UUID BILL = UUID.fromString("0193a000-0000-7000-8000-000000000002");
    private static final Settings CONFIG = new Settings();

    private static TestDatabase database;

    @TempDir
    static Path folder;

    private final GreenMail mails = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private TenantContext tenant;
    private MailClient client;
    private Instant now = NOW;
    private DocumentDeliveries deliveries;
    private DeliveryPreferences preferences;

    /** Defaults of the hub, with what the tests need. */
    private static final class Settings {
        final SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(MailConfig.class)
                .withMapping(DeliveryConfig.class)
                .withMapping(NotificationConfig.class)
                .withDefaultValues(Map.of(
                        "hub.mail.from", "billing@nordlys.example",
                        "hub.delivery.portal-url", "https://hub.nordlys.example",
                        "hub.notification.signing-key", "0123456789abcdef0123456789abcdef"))
                .build();

        <T> T of(Class<T> mapping) {
            return config.getConfigMapping(mapping);
        }
    }

    private record Documents(Path dir) implements DocumentsConfig {
        @Override
        public boolean write() {
            return true;
        }

        @Override
        public Period retention() {
            return Period.ofYears(10);
        }

        @Override
        public int checkAtOnce() {
            return 100;
        }
    }

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_deliveries");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void aBillWithDocuments() {
        tenant = database.tenant("delivery-" + UUID.randomUUID().toString().substring(0, 8));
        database.loadPublishedBill(tenant);
        database.execute(tenant, "update document_delivery set state = 'FAILED', ended_at = now(), bill_id = -bill_id");
        mails.start();
        client = MailClient.create(
                database.vertx(),
                new io.vertx.ext.mail.MailConfig("127.0.0.1", mails.getSmtp().getPort()));
        DocumentArchive archive = new DocumentArchive(
                database.transactions(), new DocumentFiles(), new KeptDocumentSql(), new Documents(folder), clock);
        UUID invoice = UUID.fromString(database.text(tenant, "select uuid from tax_invoice order by position limit 1"));
        String key = "t" + tenant.tenantId();
        await(archive.keep(
                tenant,
                key,
                new DocumentArchive.Bill(BILL, LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 2)),
                List.of(new Rendered(Optional.of(invoice), DocumentForm.UBL, "INV-2026-1", XML))));
        try {
            Path pdf = folder.resolve("fixture/2026-10-01/RF18.pdf");
            Files.createDirectories(pdf.getParent());
            Files.writeString(pdf, "document");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Targets targets = new Targets(
                database.vertx().getDelegate(), CONFIG.of(NotificationConfig.class), Optional.of(List.of("loopback")));
        Secrets secrets = new Secrets(CONFIG.of(NotificationConfig.class));
        deliveries = new DocumentDeliveries(
                database.transactions(),
                new Tenants(database.app()),
                new DocumentDeliverySql(),
                archive,
                List.of(
                        new MailDelivery(
                                new MailSender(client), CONFIG.of(MailConfig.class), CONFIG.of(DeliveryConfig.class)),
                        new WebhookDelivery(
                                targets, new SignedMessage(secrets), CONFIG.of(DeliveryConfig.class), clock)),
                CONFIG.of(DeliveryConfig.class),
                clock);
        preferences = new DeliveryPreferences(
                database.transactions(), new DeliveryPreferenceSql(), targets, new AuditLog(), UUID::randomUUID, clock);
    }

    @AfterEach
    void stop() {
        client.closeAndForget();
        mails.stop();
        database.execute(
                tenant, "update document_delivery set state = 'FAILED', ended_at = now() where state = 'PENDING'");
    }

    private void prefer(Channel channel, String target) {
        await(preferences.put(
                tenant, "NL-1001", new Wanted(channel, target, List.of(), Optional.empty()), there -> {}));
    }

    private Delivery retry() {
        UUID id = delivery().id();
        return database.inTenant(tenant, connection -> deliveries.retry(connection, id));
    }

    private void queue() {
        database.inTenant(
                tenant, connection -> new DocumentDeliverySql().queue(connection, tenant.tenantId() * 1000L, 1, now));
    }

    private Delivery delivery() {
        List<Delivery> found = await(deliveries.ofBill(tenant, BILL));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aBillIsMailedOnceHoweverManyProcessesSendAndTheProofIsKept() throws Exception {
        prefer(Channel.EMAIL, "bills@acme.example");
        queue();
        queue();
        await(Uni.join()
                .all(IntStream.range(0, 4).mapToObj(each -> deliveries.work()).toList())
                .andFailFast());
        await(deliveries.work());

        assertThat(mails.getReceivedMessages()).hasSize(1);
        MimeMessage mail = mails.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Nordlys Telecom Oy: bill RF18");
        assertThat(mail.getAllRecipients()[0]).hasToString("bills@acme.example");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        BodyPart xml = parts.getBodyPart(2);
        assertThat(xml.getFileName()).isEqualTo("INV-2026-1.xml");
        assertThat(xml.getInputStream().readAllBytes()).isEqualTo(XML);

        Delivery proof = delivery();
        assertThat(proof.state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(proof.endedAt()).contains(NOW);
        assertThat(proof.proof().orElseThrow().messageId()).contains(mail.getMessageID());
        assertThat(mail.getMessageID()).isEqualTo("<" + proof.id() + "@nordlys.example>");
        assertThat(proof.documents())
                .extracting(Delivery.Sent::sha256)
                .containsExactly(
                        DocumentFiles.sha256("document".getBytes(StandardCharsets.US_ASCII)),
                        DocumentFiles.sha256(XML));
    }

    @Test
    void whatNobodyTakesWaitsIsGivenUpAndIsTriedAgainByHand() {
        prefer(Channel.EMAIL, "bills@acme.example");
        queue();
        int port = mails.getSmtp().getPort();
        mails.stop();
        await(deliveries.work());
        assertThat(delivery().state()).isEqualTo(Delivery.State.PENDING);
        assertThat(delivery().failure().orElseThrow()).containsIgnoringCase("refused");
        assertThatThrownBy(this::retry)
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(CoreError.DELIVERY_NOT_FAILED));

        now = NOW.plus(Duration.ofDays(3));
        await(deliveries.work());
        assertThat(delivery().state()).isEqualTo(Delivery.State.FAILED);
        assertThat(await(deliveries.list(tenant, Optional.of(Delivery.State.FAILED), OptionalLong.empty(), 10)))
                .extracting(Delivery::id)
                .contains(delivery().id());

        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        try {
            prefer(Channel.PORTAL_LINK, "someone-else@acme.example");
            retry();
            await(deliveries.work());
            assertThat(delivery().state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(delivery().target()).isEqualTo("someone-else@acme.example");
            assertThat(delivery().documents()).isEmpty();
            assertThat(GreenMailUtil.getBody(back.getReceivedMessages()[0]))
                    .contains("https://hub.nordlys.example/?number=");
        } finally {
            back.stop();
        }
    }

    @Test
    void aDocumentThatIsNotWhatWasWrittenIsNotSent() throws IOException {
        prefer(Channel.EMAIL, "bills@acme.example");
        queue();
        Files.writeString(folder.resolve("t" + tenant.tenantId() + "/2026-10-01/INV-2026-1.xml"), "<Invoicf/>");
        await(deliveries.work());
        assertThat(mails.getReceivedMessages()).isEmpty();
        assertThat(delivery().failure().orElseThrow()).contains("INV-2026-1.xml", "SHA-256");
    }

    @Test
    void aWebhookIsCalledWithSignedDocumentsUntilItTakesThem() throws Exception {
        AtomicReference<String> body = new AtomicReference<>();
        AtomicReference<String> signature = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/in", exchange -> {
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signature.set(exchange.getRequestHeaders().getFirst("Hub-Timestamp") + " "
                    + exchange.getRequestHeaders().getFirst("Hub-Signature"));
            byte[] answer = "receipt 4711".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 503 : 202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            prefer(Channel.WEBHOOK, "http://127.0.0.1:" + server.getAddress().getPort() + "/in");
            queue();
            await(deliveries.work());
            assertThat(delivery().failure().orElseThrow()).contains("503", "receipt 4711");
            now = NOW.plus(Duration.ofMinutes(2));
            await(deliveries.work());
            await(deliveries.work());
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(2);
        Delivery proof = delivery();
        assertThat(proof.proof().orElseThrow().answer()).isEqualTo("202 receipt 4711");
        JsonObject sent = new JsonObject(body.get());
        assertThat(sent.getString("deliveryId")).isEqualTo(proof.id().toString());
        JsonObject document = sent.getJsonArray("documents").getJsonObject(1);
        assertThat(Base64.getDecoder().decode(document.getString("content"))).isEqualTo(XML);
        assertThat(document.getString("sha256")).isEqualTo(DocumentFiles.sha256(XML));
        UUID preference = UUID.fromString(database.text(tenant, "select uuid from account_delivery"));
        String secret = new Secrets(CONFIG.of(NotificationConfig.class)).secretOf(preference, 1);
        long timestamp = now.getEpochSecond();
        assertThat(signature).hasValue(timestamp + " " + Signature.of(secret, timestamp, body.get()));
    }

    @Test
    void withoutAPreferenceNothingWaits() {
        prefer(Channel.EMAIL, "bills@acme.example");
        queue();
        await(preferences.delete(tenant, "NL-1001", there -> {}));
        await(deliveries.work());
        assertThat(mails.getReceivedMessages()).isEmpty();
        assertThat(delivery().failure()).contains("the delivery preference was taken away");
        assertThatThrownBy(this::retry).hasMessageContaining("no delivery preference");
    }
}
