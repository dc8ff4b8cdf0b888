package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.coherence.Coherence;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was quarantined, until it is accepted or rejected; with a real PostgreSQL. */
class QuarantineIT {

    private static final String MAPPING = """
            {"columns": {"number": "No", "account": "Kunde", "product": "Film", "net": "%s", "from": "Datum"},
             "constants": {"currency": "USD"}, "totals": {"column": "Film", "equals": "SUMME", "net": "Netto"}}
            """;
    private static final String HEAD = "No;Kunde;Film;Netto;Datum\n";

    private Hub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub("adapters_quarantine", Files.createTempDirectory("inbox"));
        adapter(";", "Netto");
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", """
                {"fields": {"eventId": "id", "account": "dev", "product": "sku", "quantity": "n", "at": "ts"}}
                """);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void adapter(String separator, String net) {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \"" + separator
                        + "\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}",
                MAPPING.formatted(net));
    }

    private void link(String partner, String account) {
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, '%s', a.id from party_role r, billing_account a where r.key = '%s'
                """.formatted(account, partner));
    }

    private ReplayView replay(Selection selection) {
        UUID id = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
    }

    private static Selection of(UUID document) {
        return new Selection(null, null, null, document, null);
    }

    private List<QuarantineView> entries(UUID document, String status) {
        QuarantineQueries.Filter filter =
                new QuarantineQueries.Filter(document, status, null, null, null, null, null, null);
        return TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.quarantine.list(connection, filter, OptionalLong.empty(), 100))
                .map(QuarantineQueries.Page::items));
    }

    private UUID waive(UUID entry) {
        UUID id = TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.desk.waive(connection, hub.tenant, entry, "agreed by mail")));
        TestDatabase.await(hub.replays.work());
        return id;
    }

    private void reject(UUID entry) {
        TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.desk.reject(connection, hub.tenant, entry, "sent twice")));
    }

    private String bill(String number) {
        return hub.sql(
                "select accepted_lines || ' lines ' || trim_scale(accepted_net) || ', ' || quarantined_lines || ' lines '"
                        + " || trim_scale(quarantined_net) from partner_bill where number = '" + number + "'");
    }

    private void coherent() {
        assertThat(TestDatabase.await(new Coherence(hub.database.transactions()).check(hub.tenant)))
                .filteredOn(finding -> !finding.holds())
                .isEmpty();
    }

    @Test
    void linesOfOneCauseAreAcceptedOnceItIsGoneAndTheOthersWaitOn() {
        UUID document = hub.push(
                        "cirrus",
                        "a.csv",
                        HEAD
                                + "Q-1;acc-1;VM;10,00;02.10.2026\nQ-1;acc-2;VM;2,50;03.10.2026\nQ-1;acc-2;Disk;1,25;03.10.2026\n"
                                + "Q-1;acc-1;VM;abc;04.10.2026\n")
                .document()
                .id();
        assertThat(bill("Q-1")).isEqualTo("1 lines 10, 3 lines 3.75");
        // the line of 1.25 breaks two rules, so it is at stake under both: 2.50 + 1.25 for the customer, 1.25 for the
        // product
        List<QuarantineQueries.CauseView> causes = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.quarantine.causes(connection, null, null, 0, 10)))
                .items();
        assertThat(causes)
                .extracting(
                        cause -> cause.ruleCode() + " " + cause.cause() + " " + cause.entries() + " " + cause.atStake())
                .containsExactly(
                        "UNKNOWN_ACCOUNT acc-2 2 {USD=3.75}",
                        "MALFORMED_LINE null 1 {}",
                        "UNKNOWN_PRODUCT Disk 1 {USD=1.25}");

        link("cirrus", "acc-2");
        ReplayView replay = replay(new Selection("cirrus", "UNKNOWN_ACCOUNT", "acc-2", null, null));

        assertThat(replay.status() + " " + replay.acceptedLines() + " " + replay.waitingLines())
                .isEqualTo("DONE 1 2");
        assertThat(bill("Q-1")).isEqualTo("2 lines 12.5, 2 lines 1.25");
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactlyInAnyOrder("UNKNOWN_PRODUCT", "MALFORMED_LINE");
        assertThat(hub.sql("select count(*) from outbox where type = 'io.billinghub.quarantine.released.v1'"))
                .isEqualTo("1");
        coherent();

        // nothing has changed since: the same replay again changes nothing
        assertThat(replay(of(document)).acceptedLines()).isZero();
        assertThat(bill("Q-1")).isEqualTo("2 lines 12.5, 2 lines 1.25");
    }

    @Test
    void lineWhosePeriodWasClosedMeanwhileIsOnTheNextBill() {
        UUID document = hub.push("cirrus", "a.csv", HEAD + "Q-2;acc-3;VM;7,00;02.10.2026\n")
                .document()
                .id();
        link("cirrus", "acc-3");
        hub.execute("update bill_cycle set open_from = date '2026-11-01'");

        replay(of(document));

        assertThat(hub.sql("select bill_period || ' ' || service_from || ' ' || accepted from partner_bill_line"))
                .isEqualTo("2026-11-01 2026-10-02 true");
        assertThat(hub.sql("select status from received_document")).isEqualTo("ACCEPTED");
        coherent();
    }

    @Test
    void manyReplaysAtOnceAcceptEachLineOnce() {
        StringBuilder text = new StringBuilder(HEAD);
        IntStream.range(0, 200).forEach(i -> text.append("Q-3;acc-4;VM;1,0" + i % 10 + ";02.10.2026\n"));
        UUID document = hub.push("cirrus", "a.csv", text.toString()).document().id();
        link("cirrus", "acc-4");
        for (int i = 0; i < 4; i++) {
            TestDatabase.await(hub.database
                    .transactions()
                    .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, of(document))));
        }
        TestDatabase.await(Uni.join()
                .all(IntStream.range(0, 4).mapToObj(i -> hub.replays.work()).toList())
                .andFailFast());

        assertThat(hub.sql("select sum(accepted) from quarantine_replay_document"))
                .isEqualTo(accepted("Q-3"));
        assertThat(hub.sql("select string_agg(distinct status, ' ') from quarantine_replay_document"))
                .isEqualTo("DONE");
        coherent();
    }

    private String accepted(String number) {
        return hub.sql("select accepted_lines from partner_bill where number = '" + number + "'");
    }

    /** Stated 9.98; 3.99 + 4.99 = 8.98. */
    @Test
    void wholeBillIsAcceptedWhenItsRuleIsWaivedButForWhatWasRejected() {
        UUID document = hub.push(
                        "cirrus",
                        "a.csv",
                        HEAD + "Q-4;acc-1;VM;3,99;02.10.2026\nQ-4;acc-9;VM;4,99;03.10.2026\n;;SUMME;9,98;\n")
                .document()
                .id();
        List<QuarantineView> open = entries(document, "OPEN");
        QuarantineView total = open.stream()
                .filter(entry -> entry.position() == null)
                .findFirst()
                .orElseThrow();
        QuarantineView line = open.stream()
                .filter(entry -> entry.position() != null)
                .findFirst()
                .orElseThrow();
        assertThat(replay(of(document)).acceptedLines()).isZero();

        assertThatThrownBy(() -> waive(line.id()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.NOT_WAIVABLE));
        reject(line.id());
        waive(total.id());

        assertThat(bill("Q-4")).isEqualTo("1 lines 3.99, 1 lines 4.99");
        link("cirrus", "acc-9");
        assertThat(replay(of(document)).acceptedLines()).isZero();
        assertThat(bill("Q-4")).isEqualTo("1 lines 3.99, 1 lines 4.99");
        assertThat(
                        hub.sql(
                                "select string_agg(action, ' ' order by action) from audit_event where action like 'quarantine.%'"))
                .isEqualTo("quarantine.reject quarantine.replay quarantine.replay quarantine.waive");
        assertThatThrownBy(() -> reject(line.id()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.ENTRY_SETTLED));
        coherent();
    }

    /** What is billed already keeps lines back when they are judged again, as it did when they came. */
    @Test
    void billThatWasSentUnderTwoNumbersIsNotReleasedByAReplay() {
        String lines = "%1$s;acc-1;VM;3,10;02.10.2026\n%1$s;acc-1;VM;4,20;03.10.2026\n%1$s;acc-1;VM;5,30;04.10.2026\n";
        hub.push("cirrus", "a.csv", HEAD + lines.formatted("Q-11"));
        UUID document = hub.push("cirrus", "b.csv", HEAD + lines.formatted("Q-11-copy"))
                .document()
                .id();
        List<QuarantineView> open = entries(document, "OPEN").stream()
                .filter(entry -> entry.severity().equals("QUARANTINE"))
                .toList();
        assertThat(open).extracting(QuarantineView::ruleCode).containsExactly("DUPLICATE_BILL_CONTENT");
        assertThat(open).allMatch(QuarantineView::waivable);
        // 3.10 + 4.20 + 5.30
        assertThat(open.get(0).amount()).isEqualByComparingTo("12.6");

        ReplayView replay = replay(of(document));

        assertThat(replay.acceptedLines() + " " + replay.waitingLines()).isEqualTo("0 3");
        assertThat(bill("Q-11-copy")).isEqualTo("0 lines 0, 3 lines 12.6");
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::id)
                .contains(open.get(0).id());
        coherent();

        waive(open.get(0).id());
        assertThat(bill("Q-11-copy")).isEqualTo("3 lines 12.6, 0 lines 0");
        coherent();
    }

    /** The line that was accepted at first may be billed: what is found of it later does not take it back. */
    @Test
    void lineThatIsBilledElsewhereMeanwhileWaitsAndThoseAcceptedBeforeStay() {
        UUID document = hub.push(
                        "cirrus",
                        "a.csv",
                        HEAD
                                + "Q-12;acc-1;VM;3,10;02.10.2026\nQ-12;acc-2;VM;4,20;03.10.2026\nQ-12;acc-2;VM;5,30;04.10.2026\n")
                .document()
                .id();
        link("cirrus", "acc-2");
        hub.push("cirrus", "b.csv", HEAD + "Q-13;acc-2;VM;4,20;03.10.2026\nQ-13;acc-1;VM;99,00;03.10.2026\n");

        ReplayView replay = replay(of(document));

        assertThat(replay.acceptedLines() + " " + replay.waitingLines()).isEqualTo("1 1");
        // 3.10 + 5.30; 4.20 is on bill Q-13
        assertThat(bill("Q-12")).isEqualTo("2 lines 8.4, 1 lines 4.2");
        assertThat(entries(document, "OPEN"))
                .filteredOn(entry -> entry.severity().equals("QUARANTINE"))
                .extracting(QuarantineView::ruleCode)
                .containsExactly("DUPLICATE_BILLED_LINE");
        coherent();
    }

    @Test
    void correctedMappingReadsTheLinesThatCouldNotBeRead() {
        adapter(";", "Betrag");
        UUID document = hub.push(
                        "cirrus",
                        "a.csv",
                        "No;Kunde;Film;Betrag;Netto;Datum\nQ-5;acc-1;VM;x;5,00;02.10.2026\nQ-5;acc-1;VM;6,00;6,00;02.10.2026\n")
                .document()
                .id();
        assertThat(bill("Q-5")).isEqualTo("1 lines 6, 1 lines 0");
        adapter(";", "Netto");

        assertThat(replay(of(document)).acceptedLines()).isEqualTo(1);
        // what was accepted before stays, and the line that had no amount comes with its 5.00
        assertThat(bill("Q-5")).isEqualTo("2 lines 11, 0 lines 0");
        assertThat(hub.sql("select adapter_version from received_document")).isEqualTo("3");
        coherent();
    }

    @Test
    void documentThatIsReadDifferentlyIsLeftAsItIs() {
        UUID document = hub.push(
                        "cirrus", "a.csv", HEAD + "Q-6;acc-1;VM;5,00;02.10.2026\nQ-6;acc-7;SUMME2;6,00;02.10.2026\n")
                .document()
                .id();
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \";\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}",
                MAPPING.formatted("Netto").replace("SUMME", "VM"));

        ReplayView replay = replay(of(document));

        assertThat(replay.items())
                .singleElement()
                .satisfies(item -> assertThat(item.status() + " " + item.code()).isEqualTo("FAILED READ_DIFFERENTLY"));
        assertThat(bill("Q-6")).isEqualTo("1 lines 5, 1 lines 6");
        coherent();
    }

    @Test
    void documentThatWasRefusedIsReceivedAgainWithTheNewMapping() {
        adapter(",", "Netto");
        UUID document = hub.push("cirrus", "a.csv", HEAD + "Q-7;acc-1;VM;5,00;02.10.2026\n")
                .document()
                .id();
        assertThat(hub.sql("select status from received_document")).isEqualTo("REFUSED");
        adapter(";", "Netto");

        replay(of(document));

        assertThat(hub.sql("select status from received_document")).isEqualTo("ACCEPTED");
        assertThat(bill("Q-7")).isEqualTo("1 lines 5, 0 lines 0");
        assertThat(entries(document, "OPEN")).isEmpty();
        coherent();
    }

    @Test
    void usageIsCountedOnceHoweverOftenItIsReplayed() {
        String event = "{\"id\":\"%s\",\"dev\":\"%s\",\"sku\":\"x\",\"n\":%s,\"ts\":\"2026-10-05T10:00:00Z\"}\n";
        UUID document = hub.push(
                        "sensate",
                        "u.ndjson",
                        event.formatted("e1", "dev-9", 1)
                                + event.formatted("e2", "dev-7", 2)
                                + event.formatted("e1", "dev-9", 1))
                .document()
                .id();
        link("sensate", "dev-7");

        assertThat(replay(of(document)).acceptedLines()).isEqualTo(1);
        assertThat(replay(of(document)).acceptedLines()).isZero();
        // 1 + 2; the third is the first again
        assertThat(hub.sql("select sum(quantity) from usage_record")).isEqualTo("3");
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactly("DUPLICATE_USAGE");
        coherent();
    }

    @Test
    void partnerAnswersItsOwnAndDoesNotSeeWhatIsForTheStaff() {
        UUID document = hub.push("cirrus", "a.csv", HEAD + "Q-8;acc-8;VM;5,00;02.10.2026\n")
                .document()
                .id();
        UUID entry = entries(document, "OPEN").get(0).id();
        TenantContext cirrus =
                hub.tenant.forPartner(Long.parseLong(hub.sql("select id from party_role where key = 'cirrus'")));
        TenantContext sensate =
                hub.tenant.forPartner(Long.parseLong(hub.sql("select id from party_role where key = 'sensate'")));
        comment(hub.tenant, entry, "look at the contract", true, null);
        comment(hub.tenant, entry, "whose number is this?", false, null);
        comment(cirrus, entry, "a new branch", false, document);

        assertThat(found(cirrus, entry).thread())
                .extracting(QuarantineQueries.CommentView::text)
                .containsExactly("whose number is this?", "a new branch");
        assertThat(found(hub.tenant, entry).thread()).hasSize(3);
        assertThat(TestDatabase.await(
                        hub.records.of(cirrus, found(cirrus, entry).documentId(), 100, "row 2")))
                .contains("Q-8;acc-8;VM;5,00;02.10.2026");
        assertThatThrownBy(() -> found(sensate, entry))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.UNKNOWN_ENTRY));
        assertThatThrownBy(() -> comment(sensate, entry, "mine", false, null))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.UNKNOWN_ENTRY));
        assertThat(hub.sql("select count(*) from outbox where type = 'io.billinghub.quarantine.commented.v1'"))
                .isEqualTo("2");
    }

    private void comment(TenantContext who, UUID entry, String text, boolean staffOnly, UUID document) {
        TestDatabase.await(hub.database
                .transactions()
                .run(who, connection -> hub.desk.comment(connection, who, entry, text, staffOnly, document)));
    }

    private QuarantineQueries.Found found(TenantContext who, UUID entry) {
        return TestDatabase.await(
                hub.database.transactions().run(who, connection -> hub.quarantine.one(connection, entry)));
    }

    /** It is 06:00 for the hub of the test. */
    @Test
    void whatAKilledProcessWasAtIsDoneWhenItsLeaseHasEnded() {
        UUID document = hub.push("cirrus", "a.csv", HEAD + "Q-10;acc-6;VM;5,00;02.10.2026\n")
                .document()
                .id();
        link("cirrus", "acc-6");
        TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, of(document))));
        hub.execute("update quarantine_replay_document set leased_until = '2026-11-01T06:05:00Z'");
        TestDatabase.await(hub.replays.work());
        assertThat(accepted("Q-10")).isEqualTo("0");

        hub.execute("update quarantine_replay_document set leased_until = '2026-11-01T05:59:00Z'");
        TestDatabase.await(hub.replays.work());
        assertThat(accepted("Q-10")).isEqualTo("1");
        coherent();
    }

    @Test
    void dryRunCountsAndChangesNothing() {
        UUID document = hub.push(
                        "cirrus", "a.csv", HEAD + "Q-9;acc-5;VM;5,00;02.10.2026\nQ-9;acc-5;VM;6,00;02.10.2026\n")
                .document()
                .id();

        var touched = TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.count(connection, of(document))));

        assertThat(touched.documents()).isEqualTo(1);
        assertThat(touched.entries()).isEqualTo(2);
        assertThat(touched.atStake()).hasSize(1);
        assertThat(touched.atStake().get("USD")).isEqualByComparingTo("11.00");
        assertThat(hub.sql("select count(*) from quarantine_replay")).isEqualTo("0");
    }
}
