package io.billinghub.core.mail;

import static io.billinghub.core.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails over a real SMTP server, from a queue in PostgreSQL. */
class OutgoingMailsIT {

    private static final Instant NOW = Instant.parse("2026-11-06T12:00:00Z");

    private static TestDatabase database;
    private static TenantContext tenant;

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private MailClient client;
    private Instant now = NOW;
    private OutgoingMails mails;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_mail");
        tenant = database.tenant("mail");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        server.start();
        client = MailClient.create(
                database.vertx(),
                new io.vertx.ext.mail.MailConfig("127.0.0.1", server.getSmtp().getPort()));
        mails = mails("billing@nordlys.example");
    }

    private OutgoingMails mails(String from) {
        MailConfig config = new SmallRyeConfigBuilder()
                .withMapping(MailConfig.class)
                .withDefaultValues(from == null ? Map.of() : Map.of("hub.mail.from", from))
                .build()
                .getConfigMapping(MailConfig.class);
        Clock clock = new Clock() {
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
        return new OutgoingMails(
                database.transactions(), new Tenants(database.app()), new MailSender(client), config, clock);
    }

    @AfterEach
    void stop() {
        await(client.close());
        server.stop();
        database.execute(tenant, "delete from outgoing_mail");
    }

    private void queue(OutgoingMails queue, String about) {
        database.inTenant(
                tenant,
                connection -> queue.queue(
                        connection,
                        new Mail(about, "bills@kinobox.example", "Late: " + about, "Älä myöhästy.\n"),
                        now));
    }

    private String states() {
        return database.text(
                tenant,
                "select string_agg(about || ' ' || state || ' ' || attempts, ', ' order by about) from outgoing_mail");
    }

    @Test
    void aMailIsSentOnceHoweverManyProcessesSend() throws MessagingException {
        queue(mails, "a");
        queue(mails, "a");
        queue(mails, "b");

        await(Uni.join()
                .all(IntStream.range(0, 4).mapToObj(each -> mails.work()).toList())
                .andFailFast());

        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage first = server.getReceivedMessages()[0];
        assertThat(first.getSubject()).startsWith("Late: ");
        assertThat(GreenMailUtil.getAddressList(first.getFrom())).isEqualTo("billing@nordlys.example");
        assertThat(GreenMailUtil.getAddressList(first.getAllRecipients())).isEqualTo("bills@kinobox.example");
        assertThat(GreenMailUtil.getBody(first)).contains("my=C3=B6h");
        assertThat(states()).isEqualTo("a SENT 1, b SENT 1");
    }

    @Test
    void aServerThatIsAwayIsTriedAgainAndAfterThreeDaysTheMailIsGivenUp() {
        queue(mails, "later");
        queue(mails, "never");
        int port = server.getSmtp().getPort();
        server.stop();
        await(mails.work());
        assertThat(states()).matches("later PENDING \\d+, never PENDING \\d+");
        assertThat(database.number(tenant, "select count(*) from outgoing_mail where failure is null"))
                .isZero();

        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        try {
            database.execute(tenant, "update outgoing_mail set next_attempt = 'infinity' where about = 'never'");
            now = NOW.plus(Duration.ofHours(3));
            await(mails.work());
            assertThat(back.getReceivedMessages()).hasSize(1);
        } finally {
            back.stop();
        }

        database.execute(tenant, "update outgoing_mail set next_attempt = queued_at where about = 'never'");
        now = NOW.plus(Duration.ofDays(3));
        await(mails.work());
        assertThat(states()).matches("later SENT \\d+, never GIVEN_UP \\d+");
    }

    @Test
    void aHubWithoutASenderQueuesNothing() {
        queue(mails(null), "nobody");

        assertThat(database.number(tenant, "select count(*) from outgoing_mail"))
                .isZero();
    }
}
