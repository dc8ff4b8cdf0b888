package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.quarantine.QuarantineQueries;
import io.billinghub.adapters.quarantine.QuarantineQueries.QuarantineView;
import io.billinghub.adapters.quarantine.QuarantineReplays.ReplayView;
import io.billinghub.adapters.quarantine.Selection;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was quarantined, judged again until it is accepted; with a real PostgreSQL. */
class QuarantineIT extends QuarantineCase {

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
}
