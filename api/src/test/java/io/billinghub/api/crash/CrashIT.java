package io.billinghub.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A month that is killed with -9 at each of its stages gives the bills of a month that was left alone: that of the shared
 * application, which has other shards and workers. Locks that the test holds in the database stop the hub in the middle of
 * the transactions in which it is to be killed, so that each kill hits.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CrashIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String RUNS = "/hub/v1/bill-runs";
    /** Shards that get through a stage before the kill; each has one root account. */
    private static final int THROUGH = 5;

    /** Short leases and sessions, so that what was killed is missed as soon as its successor is there. */
    private static final Map<String, String> SETTINGS = Map.of(
            "HUB_BILLING_ACCOUNTS_PER_SHARD", "1",
            "HUB_BILLING_WORKERS", "2",
            "HUB_BILLING_LEASE", "PT2S",
            "HUB_EVENTS_LEASE", "PT10S",
            "KAFKA_SESSION_TIMEOUT_MS", "6000",
            "HUB_ADAPTERS_SCHEDULED", "false");

    private final List<String> kills = new ArrayList<>();
    private PackagedHub hub;
    private HubCalls calls;
    private Path demo;
    private JsonNode expected;

    @Test
    void aMonthThatIsKilledAtEachStageGivesTheBillsOfAMonthThatIsNot() throws Exception {
        List<String> calm = monthLeftAlone();
        try (PackagedHub killed = new PackagedHub("crash_it", SETTINGS)) {
            hub = killed.start();
            calls = hub.calls();
            demo = hub.root().resolve("demo");
            expected = new ObjectMapper().readTree(demo.resolve("expected.json").toFile());
            takeMasterDataIn();
            try (Books books = new Books(hub.database())) {
                takeDocumentsIn(books);
                String run = rateAndConsolidate(books);
                try (Books.Hold shares = approveAndPublish(books, run)) {
                    writeAndShare(books, run, shares);
                }
                assertThat(kills)
                        .as("kills in the middle of transactions or of documents")
                        .hasSize(6);
                assertThat(bills(books)).isEqualTo(calm);
                assertThat(total(books)).isEqualTo(expectedTotal());
                everythingHappenedOnce(books, run);
            }
            System.out.println(
                    "Killed with -9, started again, same " + calm.size() + " rows of bills, lines and shares:");
            kills.forEach(kill -> System.out.println("  " + kill));
        }
    }

    private static List<String> monthLeftAlone() throws SQLException {
        DemoData.load();
        try (Books books = new Books(DemoData.database())) {
            return bills(books);
        }
    }

    private void takeMasterDataIn() throws IOException {
        calls.post("hub-admin", "/hub/v1/imports", Files.readString(demo.resolve("master-data.json")))
                .expect(200);
        for (Path file : files(demo.resolve("adapters"))) {
            JsonNode adapter = new ObjectMapper().readTree(file.toFile());
            calls.put(
                            "marketplace-admin",
                            "/hub/v1/adapters/" + adapter.path("key").asText(),
                            adapter)
                    .expect(200, 201);
        }
    }

    /** Killed while the raw bytes of one document, the lines of a pulled bill and those of pushed usage are written. */
    private void takeDocumentsIn(Books books) throws Exception {
        books.makeMonths("2026-09-01", "2026-10-01", "2026-11-01"); // documents wait for their own rows only
        send(firstOf("deskly-json"), true);
        try (Books.Hold lines = books.holdTable("partner_bill_line");
                Books.Hold usage = books.holdTable("usage_key")) {
            sendUntil(lines, "cirrus-focus", books);
            sendUntil(usage, "sensate-usage", books);
            try (Books.Hold bytes = books.holdTable("document_chunk")) {
                sendUntil(bytes, "mobilia-ubl", books);
                kill("intake of three documents, before " + bytes.table() + ", " + lines.table() + " and "
                        + usage.table() + " are written");
            }
        }
        hub.start();
        Patience.until("no document waits", LONG, () -> unread(books) == 0);
        for (JsonNode document : expected.path("documents")) {
            JsonNode taken = send(document, true);
            assertThat(taken.path("status").asText("REFUSED"))
                    .as("%s: %s", document.path("file"), taken)
                    .isIn(document.path("status").asText(), "422");
        }
        for (JsonNode document : expected.path("documents")) {
            if (!document.path("number").isMissingNode()
                    && document.path("status").asText().contains("ACCEPTED")) {
                assertThat(books.rows("select accepted_lines, quarantined_lines from partner_bill where number = '"
                                + document.path("number").asText() + "'"))
                        .containsExactly(document.path("acceptedLines").asInt() + " "
                                + document.path("quarantinedLines").asInt());
            }
        }
    }

    /** Sends the first document of the adapter, which then waits for the held table. */
    private void sendUntil(Books.Hold held, String adapter, Books books) throws IOException {
        send(firstOf(adapter), false);
        Patience.until(held.table() + " is waited for", LONG, () -> books.waitingFor(held.table()) > 0);
    }

    private JsonNode firstOf(String adapter) {
        for (JsonNode document : expected.path("documents")) {
            if (document.path("adapter").asText().equals(adapter)) {
                return document;
            }
        }
        throw new AssertionError("the demo has no document of " + adapter);
    }

    /** Sends a document the way that its adapter expects it, again after a kill. */
    private JsonNode send(JsonNode document, boolean wait) throws IOException {
        Path file = demo.resolve(document.path("file").asText());
        String partner = document.path("partner").asText();
        String adapter = document.path("adapter").asText();
        if (adapter.equals("cirrus-focus")) {
            Path drop = Files.createDirectories(hub.inbox().resolve("nordlys").resolve("cirrus"));
            if (Files.notExists(drop.resolve(file.getFileName()))) {
                Files.copy(file, drop.resolve(file.getFileName()));
            }
            String pull = "/hub/v1/adapters/" + adapter + "/pull";
            if (!wait) {
                calls.postAndForget("it-operative", pull);
                return expected;
            }
            calls.post("it-operative", pull, "").expect(200);
            return calls.get("billing-operative", "/hub/v1/documents?partner=" + partner)
                    .expect(200)
                    .path("items")
                    .path(0);
        }
        if (!wait) {
            calls.pushAndForget(partner, adapter, Files.readAllBytes(file));
            return expected;
        }
        return calls.push("partner-" + partner, partner, adapter, Files.readAllBytes(file), Map.of())
                .expect(200, 201, 422);
    }

    private String rateAndConsolidate(Books books) throws Exception {
        String run;
        try (Books.Hold charges = books.holdTable("charge")) {
            run = calls.post(
                            "billing-operative",
                            RUNS,
                            "{\"cycle\":\"monthly\",\"period\":\"%s\",\"beforeEnd\":true}"
                                    .formatted(expected.path("period").asText()))
                    .expect(201)
                    .path("id")
                    .asText();
            killMidway(books, "RATING", "RATED", charges);
        }
        try (Books.Hold lines = books.holdTable("bill_line")) {
            hub.start();
            killMidway(books, "CONSOLIDATING", "CONSOLIDATED", lines);
        }
        hub.start();
        awaitState(run, "IN_REVIEW");
        return run;
    }

    /** From the publication on nobody writes shares: only {@link #writeAndShare} lets them through. */
    private Books.Hold approveAndPublish(Books books, String run) throws Exception {
        String approve = RUNS + "/" + run + "/approve";
        try (Books.Hold numbers = books.holdTable("invoice_number")) {
            calls.postAndForget("billing-manager", approve);
            Patience.until("numbers are given", LONG, () -> books.waitingFor(numbers.table()) > 0);
            kill("approval, before invoice_number is written");
        }
        hub.start();
        assertThat(books.number("select count(*) from invoice_number")).isZero();
        Books.Hold shares = books.holdTable("share");
        try (Books.Hold entries = books.holdTable("ledger_entry")) {
            calls.post("billing-manager", approve, "").expect(202);
            killMidway(books, "APPROVED", "PUBLISHED", entries);
        }
        return shares;
    }

    /** Killed with the documents of some shards written and the shares of one, while those of the next are being written. */
    private void writeAndShare(Books books, String run, Books.Hold shares) throws Exception {
        hub.start();
        Patience.until("documents are written", LONG, () -> done(books, "WRITTEN") > 0);
        try (Books.Hold gate = books.holdShardsBehind(THROUGH)) {
            Patience.until("shares wait", LONG, () -> books.waitingFor(shares.table()) > 0);
            assertThat(books.number("select count(*) from share")).isZero();
            try (Books.Hold next = firstSharesAreWritten(books, shares)) {
                Patience.until("the next shares wait", LONG, () -> books.waitingFor(next.table()) > 0);
                long shared = books.number("select count(distinct bill_id) from share");
                long written = done(books, "WRITTEN");
                assertThat(shared).isPositive().isLessThan(books.number("select count(*) from customer_bill"));
                assertThat(written).isPositive().isLessThan(books.number("select count(*) from bill_run_shard"));
                kill("documents and shares, " + written + " shards with documents, " + shared
                        + " bills shared, before share is written for the next ones");
            }
        }
        hub.start();
        awaitState(run, "CLOSED");
        Patience.until("all lines have their shares", LONG, () -> {
            JsonNode report = report(run).path("sharesExpected");
            return report.path("lines").asLong() == report.path("shared").asLong();
        });
    }

    /** Lets one event after the other through until one had shares to write: a bill of the host's own charges has none. */
    private static Books.Hold firstSharesAreWritten(Books books, Books.Hold held) throws SQLException {
        Books.Hold next = held;
        while (books.number("select count(*) from share") == 0) {
            Patience.until("shares wait", LONG, () -> books.waitingFor(held.table()) > 0);
            next = books.holdTableAfterItsWriter(next);
        }
        return next;
    }

    /** From a held table: lets the first shards through the stage and kills in the middle of the next ones. */
    private void killMidway(Books books, String state, String step, Books.Hold held) throws Exception {
        String table = held.table();
        Patience.until(state + " waits for " + table, LONG, () -> books.waitingFor(table) > 0 && inState(books, state));
        try (Books.Hold gate = books.holdShardsBehind(THROUGH)) {
            held.close();
            Patience.until(THROUGH + " shards are " + step, LONG, () -> done(books, step) == THROUGH);
            try (Books.Hold again = books.holdTable(table)) {
                gate.close();
                Patience.until(table + " is waited for", LONG, () -> books.waitingFor(again.table()) > 0);
                assertThat(done(books, step)).isEqualTo(THROUGH);
                kill(state + " with " + THROUGH + " shards done, before " + table + " is written for the next ones");
            }
        }
    }

    private void kill(String where) throws InterruptedException {
        hub.kill();
        kills.add(where);
    }

    private void everythingHappenedOnce(Books books, String run) throws SQLException {
        JsonNode coherence = calls.get("auditor", "/hub/v1/coherence").expect(200);
        assertThat(coherence.path("coherent").asBoolean()).as("%s", coherence).isTrue();
        for (JsonNode row : report(run).path("reconciliation")) {
            assertThat(row.path("reconciled").asBoolean()).as("%s", row).isTrue();
        }
        assertThat(
                        books.rows(
                                "select p.key, s.series, s.last_number, count(n.number), min(n.number), max(n.number)"
                                        + " from number_series s join party p on p.id = s.seller_party_id"
                                        + " join invoice_number n on n.series_id = s.id"
                                        + " group by p.key, s.series, s.last_number having s.last_number <> count(n.number) or min(n.number) <> 1"))
                .as("series with gaps")
                .isEmpty();
        assertThat(unread(books)).as("documents stuck in RECEIVED").isZero();
        assertThat(books.rows("select sum(amount) from ledger_entry having sum(amount) <> 0"))
                .as("ledger")
                .isEmpty();
        // those that a killed process had begun to send wait for the end of its lease
        Patience.until(
                "all events are sent",
                LONG,
                () -> books.number("select count(*) from outbox where sent_at is null") == 0);
        assertThat(books.rows("select event_id, count(*) from outbox group by event_id having count(*) > 1"))
                .as("events written twice")
                .isEmpty();
        // each bill has one PDF, each tax invoice one XML and one Factur-X
        assertThat(files(hub.documents()).stream()
                        .filter(file -> file.toString().endsWith(".pdf")
                                && !file.toString().endsWith("-factur-x.pdf")))
                .hasSameSizeAs(books.rows("select id from customer_bill"));
        assertThat(files(hub.documents()).stream()
                        .filter(file -> file.toString().endsWith("-factur-x.pdf")))
                .hasSameSizeAs(books.rows("select id from tax_invoice"));
        assertThat(files(hub.documents()).stream()
                        .filter(file -> file.toString().endsWith(".xml")))
                .hasSameSizeAs(books.rows("select id from tax_invoice"));
    }

    /** All that a customer, a seller or a partner gets to see, without what is random: ids and times. */
    static List<String> bills(Books books) throws SQLException {
        List<String> rows =
                new ArrayList<>(books.rows("select 'bill', a.number, b.payment_reference, b.state, b.net, b.tax,"
                        + " b.amount_due, b.line_count, i.position, p.key, i.number, i.net, i.tax, i.gross"
                        + " from customer_bill b join billing_account a on a.id = b.account_id"
                        + " join tax_invoice i on i.bill_id = b.id join party p on p.id = i.seller_party_id"
                        + " order by a.number, i.position"));
        rows.addAll(
                books.rows(
                        "select 'line', a.number, l.position, l.net, l.residue, c.source, c.source_key, c.amount"
                                + " from bill_line l join customer_bill b on b.id = l.bill_id"
                                + " join billing_account a on a.id = b.account_id"
                                + " join charge c on c.id = l.charge_id and c.bill_period = l.bill_period order by a.number, l.position"));
        rows.addAll(books.rows("select 'share', a.number, s.line_position, p.key, s.amount"
                + " from share s join customer_bill b on b.id = s.bill_id"
                + " join billing_account a on a.id = b.account_id join party p on p.id = s.party_id"
                + " order by a.number, s.line_position, p.key"));
        rows.addAll(
                books.rows(
                        "select 'entries', t.kind, e.account, count(*), sum(e.amount) from ledger_transaction t"
                                + " join ledger_entry e on e.transaction_id = t.id group by t.kind, e.account order by t.kind, e.account"));
        return rows;
    }

    private static List<String> total(Books books) throws SQLException {
        return books.rows("select count(*), sum(net), sum(tax), sum(amount_due) from customer_bill");
    }

    private List<String> expectedTotal() {
        JsonNode totals = expected.path("totals");
        return List.of(Stream.of("bills", "net", "tax", "amountDue")
                .map(name -> totals.path(name).asText())
                .reduce((left, right) -> left + " " + right)
                .orElseThrow());
    }

    private static long unread(Books books) throws SQLException {
        return books.number("select count(*) from received_document where status = 'RECEIVED'");
    }

    private static boolean inState(Books books, String state) throws SQLException {
        return books.number("select count(*) from bill_run where state = '" + state + "'") == 1;
    }

    private static long done(Books books, String step) throws SQLException {
        return books.number("select count(*) from bill_run_shard where done = '" + step + "'");
    }

    private void awaitState(String run, String state) {
        Patience.until("the run is " + state, LONG, () -> {
            JsonNode found = calls.get("billing-operative", RUNS + "/" + run).expect(200);
            assertThat(found.path("state").asText()).as("%s", found).isNotEqualTo("FAILED");
            return found.path("state").asText().equals(state);
        });
    }

    private JsonNode report(String run) {
        return calls.get("billing-operative", RUNS + "/" + run + "/report").expect(200);
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
