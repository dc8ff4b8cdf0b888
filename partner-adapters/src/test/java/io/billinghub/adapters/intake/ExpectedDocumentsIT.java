package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.billinghub.adapters.expected.ExpectedDocuments;
import io.billinghub.adapters.expected.LateDocumentWatch;
import io.billinghub.adapters.expected.MissingBillsOfAdapters;
import io.billinghub.core.billrun.application.MissingBills;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.event.infrastructure.SqlOutbox;
import io.billinghub.core.mail.MailConfig;
import io.billinghub.core.mail.MailSender;
import io.billinghub.core.mail.OutgoingMails;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Documents that are expected of partners, until they are missing; with a real PostgreSQL and a real SMTP server. */
class ExpectedDocumentsIT {

    private static final GreenMail SERVER = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private static Hub hub;
    private static MailClient client;
    private static OutgoingMails mails;
    private String adapter;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_expected", Files.createTempDirectory("inbox"));
        SERVER.start();
        client = MailClient.create(
                hub.vertx(),
                new io.vertx.ext.mail.MailConfig("127.0.0.1", SERVER.getSmtp().getPort()));
        Duration day = Duration.ofDays(1);
        mails = new OutgoingMails(
                hub.transactions(),
                new Tenants(hub.pool()),
                new MailSender(client),
                new MailSettings(Optional.of("billing@nordlys.example"), day, day, day, day, day),
                Clock.fixed(Instant.parse("2026-11-10T12:00:00Z"), ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        TestDatabase.await(client.close());
        SERVER.stop();
        hub.close();
    }

    /** Nothing is expected but what the test itself says. */
    @BeforeEach
    void expecting(TestInfo test) throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
        hub.execute("update adapter set enabled = false");
        // all partners of the test are this party
        hub.execute("update party set email = 'bills@cirrus.example' where key = 'cirrus'");
        adapter = "kino-" + Integer.toHexString(test.getDisplayName().hashCode());
        TestDatabase.await(hub.descriptors.put(hub.tenant, adapter, """
                {"key": "%s", "partner": "kinobox", "agreement": "kinobox", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "focus"}, "expected": {"cadence": "MONTHLY", "day": 5, "graceDays": 3, "from": "2026-09-01",
                 "waived": ["2026-09-01"]}}
                """.formatted(adapter)));
    }

    private record MailSettings(
            Optional<String> from,
            Duration poll,
            Duration firstWait,
            Duration longestWait,
            Duration giveUpAfter,
            Duration keep)
            implements MailConfig {}

    /** By three hub processes at once. */
    private static <T> void atOnce(Supplier<Uni<T>> work) {
        TestDatabase.await(Uni.join()
                .all(IntStream.range(0, 3).mapToObj(process -> work.get()).toList())
                .andFailFast());
    }

    @Test
    void aDocumentThatDoesNotComeInTimeIsToldOncePerLevelHoweverManyProcessesWatch() throws Exception {
        LateDocumentWatch watch = new LateDocumentWatch(new SqlOutbox(), mails, UUID::randomUUID);
        for (String now : List.of(
                "2026-11-05T20:00:00Z", "2026-11-06T12:00:00Z", "2026-11-07T12:00:00Z", "2026-11-09T12:00:00Z")) {
            atOnce(() ->
                    hub.transactions().run(hub.tenant, connection -> watch.doSome(connection, Instant.parse(now))));
        }
        assertThat(told())
                .isEqualTo("io.billinghub.expected-document.late.v1, io.billinghub.expected-document.missing.v1");

        atOnce(mails::work);

        assertThat(SERVER.getReceivedMessages())
                .extracting(MimeMessage::getSubject)
                .containsExactlyInAnyOrder(
                        "Document for 2026-10-01 to 2026-10-31 is late",
                        "Document for 2026-10-01 to 2026-10-31 is missing");
        for (MimeMessage message : SERVER.getReceivedMessages()) {
            assertThat(GreenMailUtil.getAddressList(message.getAllRecipients())).isEqualTo("bills@cirrus.example");
            assertThat(GreenMailUtil.getAddressList(message.getFrom())).isEqualTo("billing@nordlys.example");
            assertThat(GreenMailUtil.getBody(message))
                    .contains("due on 2026-11-05")
                    .contains(adapter);
        }
    }

    private String told() {
        return hub.sql(
                "select string_agg(type, ', ' order by type) from outbox where subject = '" + adapter + "/2026-10-01'");
    }

    @Test
    void whoHasNoAddressIsToldByEventAlone() {
        hub.execute("update party set email = null where key = 'cirrus'");
        LateDocumentWatch watch = new LateDocumentWatch(new SqlOutbox(), mails, UUID::randomUUID);
        TestDatabase.await(hub.transactions()
                .run(hub.tenant, connection -> watch.doSome(connection, Instant.parse("2026-11-09T12:00:00Z"))));
        TestDatabase.await(mails.work());

        assertThat(SERVER.getReceivedMessages()).isEmpty();
        assertThat(told()).isEqualTo("io.billinghub.expected-document.missing.v1");
    }

    /** On 1 November October's bill is due, and has its days yet; it is missed by the cycle from the 1st, and by none whose middle is another. */
    @Test
    void aRunIsToldOfTheBillsOfItsPeriodThatHaveNotCome() throws Exception {
        TestDatabase.await(hub.descriptors.put(hub.tenant, adapter + "-usage", """
                {"key": "%s-usage", "partner": "kinobox", "agreement": "kinobox", "kind": "USAGE", "transport": {"type": "push"},
                 "format": {"type": "ndjson"}, "mapping": {"fields": {"eventId": "id", "account": "dev", "product": "sku",
                 "quantity": "n", "unit": "unit", "at": "ts"}}, "expected": {"cadence": "MONTHLY", "day": 5, "from": "2026-10-01"}}
                """.formatted(adapter)));
        assertThat(missing("2026-10-01", "2026-11-01")).containsExactly(adapter + " due on 2026-11-05");
        assertThat(missing("2026-10-15", "2026-11-15"))
                .as("the middle of October, the 16th, is in this period")
                .containsExactly(adapter + " due on 2026-11-05");
        assertThat(missing("2026-11-01", "2026-12-01")).isEmpty();
        assertThat(missing("2026-09-01", "2026-10-01")).as("waived").isEmpty();
    }

    private static List<String> missing(String from, String to) {
        CyclePeriod period = new CyclePeriod(LocalDate.parse(from), LocalDate.parse(to));
        MissingBills missing = new MissingBillsOfAdapters(hub.clock);
        return TestDatabase.await(hub.transactions().run(hub.tenant, connection -> missing.of(connection, period)))
                .stream()
                .map(bill -> bill.adapter() + " due on " + bill.dueOn())
                .toList();
    }

    /** The clock of the hub stands on 1 November. */
    @Test
    void theCalendarTellsWhatIsDueAndWhatIsWaived() {
        ExpectedDocuments documents = new ExpectedDocuments(hub.transactions(), hub.clock);
        assertThat(TestDatabase.await(documents.list(hub.tenant, "kinobox", null)))
                .extracting(ExpectedDocuments.Expected::periodFrom, ExpectedDocuments.Expected::status)
                .containsExactly(
                        tuple(LocalDate.parse("2026-10-01"), "DUE"), tuple(LocalDate.parse("2026-09-01"), "WAIVED"));
        assertThat(TestDatabase.await(documents.list(hub.tenant, "cirrus", null)))
                .isEmpty();
    }
}
