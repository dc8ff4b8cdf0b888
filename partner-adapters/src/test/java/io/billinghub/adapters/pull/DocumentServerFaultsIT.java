package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens between the hub and a store of objects, a mailbox or a database, each document is taken in once. */
@ResourceLock(JdbcTestServer.DATABASE)
class DocumentServerFaultsIT {

    /** So many lines that a document is read in several pieces. */
    private static final int LONG = 1200;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Pulling pulling;
    private static S3TestServer s3;
    private static ImapTestServer imap;
    private static JdbcTestServer jdbc;

    @BeforeAll
    static void start() throws IOException {
        pulling = new Pulling("adapters_servers");
        s3 = new S3TestServer();
        imap = new ImapTestServer();
        jdbc = new JdbcTestServer();
    }

    @AfterAll
    static void stop() throws IOException {
        s3.stop();
        imap.stop();
        jdbc.stop();
        pulling.close();
    }

    static List<DocumentServer> servers() {
        return List.of(s3, imap, jdbc);
    }

    private static PullAdapter process(DocumentServer server) {
        return pulling.process(server.secrets(), "loopback");
    }

    /** A place of its own on the server, which the adapter pulls. */
    private static String place(DocumentServer server) throws Exception {
        String place = newPlace();
        pulling.adapter(server.transport(place));
        return place;
    }

    private static String newPlace() {
        pulling.hub.execute("update adapter_pull set failures = 0, leased_until = now(), cursor = null");
        return "p" + NUMBER.incrementAndGet();
    }

    private static String next() {
        return "D-" + NUMBER.incrementAndGet();
    }

    /** How many bills of this number there are. */
    private static int bills(String number) {
        return Integer.parseInt(pulling.hub.sql("select count(*) from partner_bill where number = '" + number + "'"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsThereIsTakenOnceAndWhatComesLaterIsTakenLater(DocumentServer server) throws Exception {
        String place = place(server);
        PullAdapter process = process(server);
        assertThat(pulling.pull(process)).isEmpty();
        String number = next();
        String name = server.put(place, number, 1);

        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.document().number()).isEqualTo(number));
        assertThat(pulling.stored(name)).isOne();
        assertThat(pulling.pull(process)).isEmpty();
        String later = next();
        server.put(place, later, 2);
        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.document().number()).isEqualTo(later));
        assertThat(pulling.state().state()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWrongPasswordIsARefusalAndAMissingOneIsNamed(DocumentServer server) throws Exception {
        place(server);

        ErrorCode wrong = pulling.refusal(pulling.process(Map.of("password", "wrong"), "loopback"));
        ErrorCode missing = pulling.refusal(pulling.process(Map.of(), "loopback"));
        assertThat(missing).isEqualTo(AdapterError.CREDENTIAL_MISSING);
        if (server != jdbc) { // the tests' PostgreSQL may trust whoever is on the same machine
            assertThat(wrong).isEqualTo(AdapterError.PARTNER_REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anInternalAddressIsNotCalled(DocumentServer server) throws Exception {
        place(server);

        assertThat(pulling.refusal(pulling.process(server.secrets()))).isEqualTo(AdapterError.TARGET_REFUSED);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aConnectionThatIsCutInTheMidstLeavesNothingAndTheNextPullTakesItWhole(DocumentServer server) throws Exception {
        String place = place(server);
        String number = next();
        server.put(place, number, LONG);
        server.relay().inTheMidst(() -> {
            throw new IOException("cut");
        });

        assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        assertThat(bills(number)).isZero();
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(bills(number)).isOne();
        assertThat(pulling.hub.sql(
                        "select accepted_lines + quarantined_lines from partner_bill where number = '" + number + "'"))
                .isEqualTo(String.valueOf(LONG));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerThatIsSlowIsGivenUpAndAskedAgain(DocumentServer server) throws Exception {
        String place = place(server);
        String number = next();
        server.put(place, number, LONG);
        CountDownLatch givenUp = new CountDownLatch(1);
        server.relay().inTheMidst(() -> {
            try {
                assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });

        assertThat(pulling.refusal(pulling.impatient(server.secrets(), "loopback")))
                .isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
        givenUp.countDown();
        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(bills(number)).isOne();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerThatIsGoneIsFoundAgainWhenItIsBack(DocumentServer server) throws Exception {
        String place = place(server);
        server.put(place, next(), 1);
        server.relay().stop();
        try {
            assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
            assertThat(pulling.state().failures()).isOne();
        } finally {
            server.relay().start();
        }

        assertThat(pulling.pull(process(server))).hasSize(1);
        assertThat(pulling.state().failures()).isZero();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatAProcessThatWentSilentHeldIsTakenOverAndNothingIsDoubled(DocumentServer server) throws Exception {
        String place = place(server);
        String number = next();
        server.put(place, number, LONG);
        PullAdapter other = process(server);
        AtomicInteger taken = new AtomicInteger();
        AtomicReference<ErrorCode> told = new AtomicReference<>();
        server.relay().inTheMidst(() -> {
            told.set(pulling.refusal(other));
            pulling.hub.execute("update adapter_pull set leased_until = now() - interval '1 second'");
            taken.set(pulling.pull(other).size());
        });

        assertThat(pulling.refusal(process(server))).isEqualTo(AdapterError.PULL_LOST);
        assertThat(told.get()).isEqualTo(AdapterError.PULL_RUNNING);
        assertThat(taken).hasValue(1);
        assertThat(bills(number)).isOne();
        assertThat(pulling.pull(process(server))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theSameDocumentTwiceIsOneDocument(DocumentServer server) throws Exception {
        String place = place(server);
        String number = next();
        PullAdapter process = process(server);
        server.put(place, number, 1);
        assertThat(pulling.pull(process)).hasSize(1);
        if (server == jdbc) { // as a process leaves it that dies after the document is stored
            pulling.hub.execute("update adapter_pull set cursor = '{\"since\": \"0\", \"until\": \"1\"}'");
        } else {
            server.putAgain(place, number, 1);
        }

        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
        assertThat(bills(number)).isOne();
        assertThat(pulling.pull(process)).isEmpty();
    }

    @Test
    void objectsComeInPagesAndAreReadAgainOnlyIfTheirTagDiffers() throws Exception {
        String place = newPlace();
        pulling.adapter(s3.transport(place).replaceFirst("}$", ", \"pageSize\": 2}"));
        PullAdapter process = process(s3);
        for (int number = 0; number < 5; number++) {
            s3.put(place + "/" + number + ".csv", Pulling.bill(place + "-" + number, 1));
        }
        s3.put(place + "/folder/", "");

        assertThat(pulling.pull(process)).hasSize(5);
        s3.put(place + "/3.csv", Pulling.bill(place + "-x", 1));
        s3.remove(place + "/1.csv");
        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(pulling.hub.sql("select count(*) from adapter_pulled_file where name like '" + place + "/%'"))
                .as("the one that is gone, and the tag before, are forgotten or replaced")
                .isEqualTo("5");
        s3.put(place + "/1.csv", Pulling.bill(place + "-1", 1));
        assertThat(pulling.pull(process))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.duplicate()).isTrue());
    }

    @Test
    void objectsAreTakenBehindTheLastKeyOrDeleted() throws Exception {
        String place = newPlace();
        pulling.adapter(
                s3.transport(place).replaceFirst("}$", ", \"incremental\": \"key\", \"include\": \".*[.]csv\"}"));
        PullAdapter process = process(s3);
        s3.put(place + "/2026-10.csv", Pulling.bill(next(), 1));
        s3.put(place + "/2026-10.txt", "not for the hub");
        assertThat(pulling.pull(process)).hasSize(1);
        s3.put(place + "/2026-09.csv", Pulling.bill(next(), 1));
        s3.put(place + "/2026-11.csv", Pulling.bill(next(), 1));
        assertThat(pulling.pull(process)).as("behind 2026-10 alone").hasSize(1);

        pulling.adapter(s3.transport(place).replaceFirst("}$", ", \"after\": \"delete\"}"));
        assertThat(pulling.pull(process)).hasSize(4);
        assertThat(s3.holds(place + "/2026-09.csv")).isFalse();
        assertThat(pulling.pull(process)).isEmpty();
    }

    @Test
    void aStoreWithoutTheBucketIsARefusalThatTellsItsCode() throws Exception {
        pulling.adapter(s3.transport(newPlace()).replace("\"bills\"", "\"other\""));

        assertThat(pulling.refusal(process(s3))).isEqualTo(AdapterError.PARTNER_REFUSED);
        assertThat(pulling.state().detail().orElseThrow()).contains("NoSuchBucket");
    }

    @Test
    void ofAMailboxOnlyAttachmentsOfAllowedSendersAreTaken() throws Exception {
        String place = newPlace();
        pulling.adapter(imap.transport(place, ", \"include\": \".*[.]csv\", \"incremental\": \"unseen\""));
        String first = next();
        String second = next();
        imap.deliver(
                place,
                ImapTestServer.SENDER,
                Map.of(
                        first + ".csv",
                        Pulling.bill(first, 1),
                        second + ".csv",
                        Pulling.bill(second, 2),
                        "logo.png",
                        "x"));
        imap.deliver(place, "billing@cirrus.example.evil.example", Map.of("no.csv", Pulling.bill("no", 1)));
        PullAdapter process = process(imap);

        assertThat(pulling.pull(process))
                .extracting(outcome -> outcome.document().number())
                .containsExactlyInAnyOrder(first, second);
        assertThat(pulling.pull(process)).isEmpty();
        assertThat(imap.seen(place)).as("Seen, and left alone").containsExactly(true, false);
    }

    @Test
    void anAttachmentThatIsTooLargeKeepsNoneOfTheOthersAndIsNotPassedOver() throws Exception {
        String place = newPlace();
        pulling.adapter(imap.transport(place, ", \"maxSize\": 2000"));
        PullAdapter process = process(imap);
        String large = imap.put(place, next(), LONG);
        imap.put(place, next(), 1);

        assertThat(pulling.pull(process)).hasSize(1);
        assertThat(pulling.state().errorCode()).contains("DOCUMENT_TOO_LARGE");
        pulling.adapter(imap.transport(place));
        assertThat(pulling.pull(process)).hasSize(2);
        assertThat(pulling.stored(large)).isOne();
    }

    @Test
    void aMailServerWithoutTlsIsNotGivenThePassword() throws Exception {
        String place = newPlace();
        pulling.adapter(imap.transport(place, ", \"tls\": \"starttls\"")
                .replaceFirst("\"port\": \\d+", "\"port\": " + imap.plainPort()));
        imap.put(place, next(), 1);
        assertThat(pulling.refusal(process(imap))).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);

        pulling.adapter(imap.transport(place, ", \"tls\": \"none\"")
                .replaceFirst("\"port\": \\d+", "\"port\": " + imap.plainPort()));
        assertThat(pulling.pull(process(imap))).hasSize(1);
        pulling.adapter(imap.transport(place).replaceFirst(", \"trustedCertificate\": \"[^\"]*\"", ""));
        assertThat(pulling.refusal(process(imap)))
                .as("a certificate that nobody trusts")
                .isEqualTo(AdapterError.PARTNER_UNAVAILABLE);
    }

    @Test
    void aQueryCanNeitherWriteNorRunForeverNorFillTheHub() throws Exception {
        PullAdapter process = process(jdbc);
        String place = newPlace();
        for (String query : List.of(
                "select id from " + place + " where id > :since::int and nope",
                "select nextval('" + place + "_id_seq') as id",
                "select 1 as other")) {
            pulling.adapter(jdbc.transport(place, query, ""));
            assertThat(pulling.refusal(process)).as(query).isEqualTo(AdapterError.PARTNER_REFUSED);
        }
        pulling.adapter(jdbc.transport(place, "select 1 as id, pg_sleep(20)", ""));
        assertThat(pulling.refusal(process)).isEqualTo(AdapterError.PARTNER_UNAVAILABLE);

        pulling.adapter(jdbc.transport(place, "select id from generate_series(1, 11) id", ", \"mostRows\": 10"));
        assertThat(pulling.refusal(process)).isEqualTo(AdapterError.PARTNER_REFUSED);
        assertThat(pulling.state().detail().orElseThrow()).contains("more than 10 rows");
        assertThat(pulling.stored("cirrus-11.csv")).isZero();
    }
}
