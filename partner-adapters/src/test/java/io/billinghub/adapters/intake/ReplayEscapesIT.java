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
import io.billinghub.core.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in quarantine always has a way out, and no more comes out than was meant to; with a real PostgreSQL. */
class ReplayEscapesIT {

    private static final String HEAD = "No;Kunde;Film;Netto;Datum\n";
    private static final String MAPPING = """
            {"columns": {"number": "No", "account": "Kunde", "product": "Film", "net": "Netto", "from": "Datum"},
             "constants": {"currency": "USD"}, "totals": {"column": "Film", "equals": "%s", "net": "Netto"},
             "taxRows": {"column": "Film", "equals": ["MwSt"]}}
            """;

    private Hub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new Hub("adapters_escapes", Files.createTempDirectory("inbox"));
        adapter("SUMME", ",");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void adapter(String total, String decimal) {
        adapter(total, decimal, ";");
    }

    private void adapter(String total, String decimal, String separator) {
        hub.adapter(
                "cirrus",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \"" + separator + "\", \"decimal\": \"" + decimal
                        + "\", \"date\": \"dd.MM.yyyy\"}",
                MAPPING.formatted(total));
    }

    private UUID push(String... rows) {
        return hub.push("cirrus", "bill.csv", HEAD + String.join("\n", rows) + "\n")
                .document()
                .id();
    }

    private void link(String account) {
        hub.execute("""
                insert into account_link (tenant_id, partner_id, partner_account, account_id)
                select hub_tenant(), r.id, '%s', a.id from party_role r, billing_account a where r.key = 'cirrus'
                """.formatted(account));
    }

    private ReplayView replay(UUID document) {
        Selection selection = new Selection(null, null, null, document, null);
        UUID id = TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.replays.start(connection, hub.tenant, selection)))
                .id();
        TestDatabase.await(hub.replays.work());
        return TestDatabase.await(
                hub.database.transactions().run(hub.tenant, connection -> hub.replays.one(connection, id)));
    }

    private void waive(UUID document, String rule) {
        UUID entry = entries(document, "OPEN").stream()
                .filter(open -> open.ruleCode().equals(rule))
                .findFirst()
                .orElseThrow()
                .id();
        TestDatabase.await(hub.database
                .transactions()
                .run(hub.tenant, connection -> hub.desk.waive(connection, hub.tenant, entry, "agreed by mail")));
        TestDatabase.await(hub.replays.work());
    }

    private List<QuarantineView> entries(UUID document, String status) {
        QuarantineQueries.Filter filter =
                new QuarantineQueries.Filter(document, status, null, null, null, null, null, null);
        return TestDatabase.await(hub.database
                        .transactions()
                        .run(
                                hub.tenant,
                                connection -> hub.quarantine.list(connection, filter, OptionalLong.empty(), 100))
                        .map(QuarantineQueries.Page::items))
                .stream()
                .filter(entry -> entry.severity().equals("QUARANTINE"))
                .toList();
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
    void linesBesideARowOfTaxAreAcceptedOnceTheirCauseIsGone() {
        UUID document = push("Q-1;acc-1;VM;10,00;02.10.2026", "Q-1;acc-2;VM;2,50;03.10.2026", ";;MwSt;2,50;");
        link("acc-2");

        ReplayView replay = replay(document);

        assertThat(replay.acceptedLines() + " " + replay.waitingLines()).isEqualTo("1 0");
        assertThat(bill("Q-1")).isEqualTo("2 lines 12.5, 0 lines 0");
        assertThat(hub.sql("select status || ' ' || accepted_lines || ' ' || quarantined_lines from received_document"))
                .isEqualTo("ACCEPTED 2 0");
        coherent();
    }

    /** The only entry is settled, and the lines still wait: the document can be judged again all the same. */
    @Test
    void whatWasWaivedWhileTheAdapterWasBrokenIsAcceptedOnceItIsRepaired() {
        UUID document = push("Q-2;acc-1;VM;3,99;02.10.2026", "Q-2;acc-1;VM;4,99;03.10.2026", ";;SUMME;9,98;");
        adapter("none", ",");
        waive(document, "TOTAL_MISMATCH");
        assertThat(bill("Q-2")).isEqualTo("0 lines 0, 2 lines 8.98");
        adapter("SUMME", ",");

        replay(document);

        assertThat(bill("Q-2")).isEqualTo("2 lines 8.98, 0 lines 0");
        coherent();
    }

    /** 4,999 is 4.999 to one adapter and 4999 to the next: what was waived were the 0.001 that it was off. */
    @Test
    void whatWasWaivedOfAnAmountIsNotWaivedOfAnother() {
        UUID document = push("Q-3;acc-2;VM;-4,999;02.10.2026", "Q-3;acc-1;VM;5,00;02.10.2026");
        waive(document, "NEGATIVE_WITHOUT_REFERENCE");
        assertThat(bill("Q-3")).isEqualTo("1 lines 5, 1 lines -4.999");
        link("acc-2");
        adapter("SUMME", ".");

        replay(document);

        assertThat(bill("Q-3")).isEqualTo("1 lines 5, 1 lines -4999");
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactly("NEGATIVE_WITHOUT_REFERENCE");
        // without a reference it is a credit of nothing that was billed: another rule, and another decision
        waive(document, "NEGATIVE_WITHOUT_REFERENCE");
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactly("CREDIT_EXCEEDS_BILLED");
        waive(document, "CREDIT_EXCEEDS_BILLED");
        assertThat(bill("Q-3")).isEqualTo("2 lines -4994, 0 lines 0");
        coherent();
    }

    @Test
    void billBehindAGapWaitsUntilTheMissingOneHasCome() {
        hub.execute("update agreement_version set rule_severity = '{\"SEQUENCE_GAP\": \"QUARANTINE\"}'");
        for (int i = 1; i <= 3; i++) {
            push("G-00" + i + ";acc-1;VM;" + i + ",00;02.10.2026");
        }
        UUID held = push("G-005;acc-1;VM;5,00;02.10.2026");
        assertThat(bill("G-005")).isEqualTo("0 lines 0, 1 lines 5");

        // nothing has come: judging it again is not waiving it
        replay(held);
        assertThat(bill("G-005")).isEqualTo("0 lines 0, 1 lines 5");
        assertThat(entries(held, "OPEN")).extracting(QuarantineView::ruleCode).containsExactly("SEQUENCE_GAP");

        push("G-004;acc-1;VM;4,00;02.10.2026");
        TestDatabase.await(hub.replays.work());
        assertThat(bill("G-005")).isEqualTo("1 lines 5, 0 lines 0");
        assertThat(entries(held, "OPEN")).isEmpty();
        coherent();
    }

    /** A note on the whole document keeps nothing back: to reject it would reject the lines that wait for something else. */
    @Test
    void aNoteIsNotRejectedWithTheLinesThatWait() {
        for (int i = 1; i <= 3; i++) {
            push("H-00" + i + ";acc-1;VM;" + i + ",00;02.10.2026");
        }
        UUID document = push("H-005;acc-1;VM;5,00;02.10.2026", "H-005;acc-2;VM;6,00;02.10.2026");
        UUID note = UUID.fromString(hub.sql("select uuid from quarantine_entry where rule_code = 'SEQUENCE_GAP'"));

        assertThatThrownBy(() -> TestDatabase.await(hub.database
                        .transactions()
                        .run(hub.tenant, connection -> hub.desk.reject(connection, hub.tenant, note, "no gap"))))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.NOT_REJECTABLE));

        link("acc-2");
        replay(document);
        assertThat(bill("H-005")).isEqualTo("2 lines 11, 0 lines 0");
        coherent();
    }

    /** What is held for one thing and can't be judged on it now stays held for it. */
    @Test
    void aDuplicateStaysOneWhileItsLinesWaitForSomethingElse() {
        push("Q-6;acc-1;VM;3,10;02.10.2026");
        UUID document = push("Q-6b;acc-1;VM;3,10;02.10.2026");
        hub.execute("update account_link set partner_account = 'moved' where partner_account = 'acc-1'");

        replay(document);

        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactlyInAnyOrder("DUPLICATE_BILL_CONTENT", "UNKNOWN_ACCOUNT");
        link("acc-1");
        assertThat(replay(document).acceptedLines()).isZero();
        assertThat(entries(document, "OPEN"))
                .extracting(QuarantineView::ruleCode)
                .containsExactly("DUPLICATE_BILL_CONTENT");
        coherent();
    }

    @Test
    void aReplayOfARefusedDocumentTellsWhatItIsRefusedForNow() {
        adapter("SUMME", ",", ",");
        UUID document = push("Q-5;acc-1;VM;3,99;02.10.2026");
        assertThat(hub.sql("select status || ' ' || rule_code from received_document"))
                .isEqualTo("REFUSED MALFORMED_DOCUMENT");
        adapter("SUMME", ",", ";");
        push("Q-5;acc-1;VM;8,00;02.10.2026");

        ReplayView replay = replay(document);

        assertThat(replay.items())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.status() + " " + item.code()).isEqualTo("FAILED DUPLICATE_DOCUMENT_NUMBER"));
        assertThat(bill("Q-5")).isEqualTo("1 lines 8, 0 lines 0");
        coherent();
    }

    @Test
    void billIsNotReadAsUsageLater() {
        UUID document = push("Q-4;acc-1;VM;3,99;02.10.2026", "Q-4;acc-2;VM;4,99;03.10.2026");
        link("acc-2");
        hub.adapter(
                "cirrus",
                "USAGE",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \";\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}",
                "{\"columns\": {\"eventId\": \"Netto\", \"account\": \"Kunde\", \"product\": \"Film\", \"quantity\": \"Netto\", \"at\": \"Datum\"}}");

        ReplayView replay = replay(document);

        assertThat(replay.items())
                .singleElement()
                .satisfies(item -> assertThat(item.status() + " " + item.code()).isEqualTo("FAILED READ_DIFFERENTLY"));
        assertThat(hub.sql("select count(*) from usage_record")).isEqualTo("0");
        coherent();
    }
}
