package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents on their way in, with a real PostgreSQL. */
class IntakeIT {

    private static final String HEADER =
            "BilledCost,BillingCurrency,BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,"
                    + "SubAccountId,ServiceName,SkuId,InvoiceId,Row\n";
    private static final String MALFORMED = "/malformed/";

    private static Hub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = new Hub("adapters_intake", Files.createTempDirectory("inbox"));
        hub.adapter("cirrus", "BILL", "{\"type\": \"push\"}", "{\"type\": \"focus\"}", "");
        hub.adapter(
                "kinobox",
                "BILL",
                "{\"type\": \"push\"}",
                "{\"type\": \"csv\", \"separator\": \";\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}",
                """
                {"columns": {"number": "No", "account": "Kunde", "product": "Film", "net": "Netto", "taxRate": "Moms", "from": "Datum"},
                 "constants": {"currency": "EUR"}, "totals": {"column": "Film", "equals": "SUMME", "net": "Netto"}}
                """);
        hub.adapter("sensate", "USAGE", "{\"type\": \"push\"}", "{\"type\": \"ndjson\"}", """
                {"fields": {"eventId": "id", "account": "dev", "product": "sku", "quantity": "n", "at": "ts"}}
                """);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static String row(String cost, String account, String product, String invoice, int row) {
        return cost + ",USD,77,2026-10-01 00:00:00,2026-11-01 00:00:00,2026-10-31 22:00:00,2026-10-31 23:00:00,"
                + account + "," + product + ",SKU-1," + invoice + "," + row + "\n";
    }

    @Test
    void goodRowsAreAcceptedAndTheOthersWaitWithTheirPlace() {
        IntakeOutcome outcome = hub.push(
                "cirrus",
                "october.csv",
                HEADER
                        + row("0.00000080000", "acc-1", "VM", "F-1", 1)
                        + row("1.5", "acc-2", "VM", "F-1", 2)
                        + row("abc", "acc-1", "VM", "F-1", 3)
                        + row("2.25", "acc-1", "Disk", "F-1", 4));

        assertThat(outcome).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        assertThat(outcome.document().number()).isEqualTo("F-1");
        assertThat(outcome.document().acceptedLines()).isEqualTo(1);
        assertThat(outcome.document().quarantinedLines()).isEqualTo(3);
        assertThat(outcome.document().findings())
                .extracting(Finding::rule, Finding::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RuleCode.UNKNOWN_ACCOUNT, "row 3"),
                        org.assertj.core.groups.Tuple.tuple(RuleCode.MALFORMED_LINE, "row 4"),
                        org.assertj.core.groups.Tuple.tuple(RuleCode.UNKNOWN_PRODUCT, "row 5"));
        assertThat(hub.sql("select net from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                        + " where b.number = 'F-1' and accepted"))
                .isEqualTo("8E-7");
        // the provider's calendar decides: 22:00 UTC on the 31st is already November in Helsinki
        assertThat(hub.sql(
                        "select min(bill_period) from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id"
                                + " where b.number = 'F-1'"))
                .isEqualTo("2026-10-01");
        assertThat(hub.sql(
                        "select count(*) from outbox where type = 'io.billinghub.document.partly-accepted.v1' and subject = '"
                                + outcome.document().id() + "'"))
                .isEqualTo("1");
    }

    @Test
    void theSameBytesAnswerTheFirstDocument() {
        String text = HEADER + row("2.01", "acc-1", "VM", "F-2", 1);
        IntakeOutcome first = hub.push("cirrus", "a.csv", text);
        IntakeOutcome second = hub.push("cirrus", "b.csv", text);

        assertThat(first).isInstanceOf(IntakeOutcome.Accepted.class);
        assertThat(second.duplicate()).isTrue();
        assertThat(second.document()).isEqualTo(first.document());
    }

    @Test
    void theSameBytesTwiceAtOnceAreOneDocumentWithOneOutcome() {
        byte[] text = (HEADER + row("3.01", "acc-1", "VM", "F-3", 1)).getBytes(StandardCharsets.UTF_8);
        List<IntakeOutcome> outcomes = TestDatabase.await(Uni.join()
                .all(java.util.stream.IntStream.range(0, 4)
                        .mapToObj(i -> hub.intake.receive(
                                hub.tenant, "cirrus", null, i + ".csv", null, new ByteArrayInputStream(text)))
                        .toList())
                .andFailFast());

        assertThat(outcomes)
                .extracting(IntakeOutcome::document)
                .containsOnly(outcomes.get(0).document());
        assertThat(outcomes).filteredOn(outcome -> !outcome.duplicate()).hasSize(1);
        assertThat(hub.sql("select count(*) from partner_bill where number = 'F-3'"))
                .isEqualTo("1");
    }

    @Test
    void aNumberThatIsThereAlreadyIsRefusedAndTheBytesAreKept() {
        hub.push("cirrus", "a.csv", HEADER + row("4.01", "acc-1", "VM", "F-4", 1));
        String again = HEADER + row("2", "acc-1", "VM", "F-4", 1);
        IntakeOutcome outcome = hub.push("cirrus", "b.csv", again);

        assertThat(outcome).isInstanceOf(IntakeOutcome.Refused.class);
        assertThat(outcome.document().findings().get(0).rule()).isEqualTo(RuleCode.DUPLICATE_DOCUMENT_NUMBER);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        hub.queries
                .content(hub.tenant, outcome.document().id())
                .subscribe()
                .asStream()
                .forEach(bytes::writeBytes);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(again);
    }

    @Test
    void wrongTotalsQuarantineTheWholeBill() {
        IntakeOutcome outcome = hub.push(
                "kinobox",
                "x.csv",
                "No;Kunde;Film;Netto;Moms;Datum\nK-1;77;F1;3,99;25,5;02.10.2026\nK-1;77;F1;4,99;25,5;03.10.2026\n;;SUMME;9,98;;\n");

        // 3.99 + 4.99 = 8.98, not 9.98
        assertThat(outcome).isInstanceOf(IntakeOutcome.Quarantined.class);
        assertThat(outcome.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.TOTAL_MISMATCH);
            assertThat(finding.detail()).contains("9.98", "8.98");
        });
        assertThat(hub.sql("select quarantined_net from partner_bill where number = 'K-1'"))
                .isEqualTo("8.98");
    }

    @Test
    void anAgencyLineWithoutTaxWaits() {
        IntakeOutcome outcome = hub.push(
                "kinobox",
                "y.csv",
                "No;Kunde;Film;Netto;Moms;Datum\nK-2;77;F1;3,99;25,5;02.10.2026\nK-2;77;F1;4,99;;03.10.2026\n");

        assertThat(outcome.document().findings()).extracting(Finding::rule).containsExactly(RuleCode.MISSING_TAX);
        assertThat(hub.sql("select tax_category || tax_rate from partner_bill_line l join partner_bill b"
                        + " on b.id = l.partner_bill_id where b.number = 'K-2' and accepted"))
                .isEqualTo("S25.5");
    }

    @Test
    void whatACrashLeftReceivedIsProcessedLater() {
        byte[] text = (HEADER + row("7", "acc-1", "VM", "F-7", 1)).getBytes(StandardCharsets.UTF_8);
        try (SpooledDocument spooled = SpooledDocument.of(new ByteArrayInputStream(text), 1 << 20)) {
            TestDatabase.await(hub.store.store(
                    new ReceivedDocument(hub.tenant, "cirrus", null, "push", "c.csv", null, Instant.EPOCH), spooled));
        }

        assertThat(TestDatabase.await(hub.intake.processPending())).isEqualTo(1);
        assertThat(hub.push("cirrus", "c.csv", text).document().acceptedLines()).isEqualTo(1);
    }

    @Test
    void whatCantBeReadIsRefusedWithItsCodeAndKept() throws IOException {
        Object[][] cases = {
            {"latin1.csv", RuleCode.NOT_UTF8},
            {"unknown-currency.csv", RuleCode.UNKNOWN_CURRENCY},
            {"headers-only.csv", RuleCode.EMPTY_DOCUMENT},
            {"unclosed-quote.csv", RuleCode.MALFORMED_DOCUMENT},
        };
        for (Object[] wanted : cases) {
            byte[] bytes;
            try (var in = IntakeIT.class.getResourceAsStream(MALFORMED + wanted[0])) {
                bytes = in.readAllBytes();
            }
            IntakeOutcome outcome = hub.push("cirrus", (String) wanted[0], bytes);
            assertThat(outcome).as("%s", wanted[0]).isInstanceOf(IntakeOutcome.Refused.class);
            assertThat(outcome.document().findings().get(0).rule())
                    .as("%s", wanted[0])
                    .isEqualTo(wanted[1]);
        }
        assertThat(hub.queries
                        .documents(hub.tenant, "cirrus", "REFUSED", OptionalLong.empty(), 2)
                        .await()
                        .indefinitely()
                        .next())
                .isPresent();
    }

    @Test
    void aCharacterThatNoTextHoldsIsNotTakenAwayInSilence() {
        String event = "{\"id\":\"%s\",\"dev\":\"%s\",\"sku\":\"x\",\"n\":1,\"ts\":\"2026-10-05T10:00:00Z\"}\n";
        IntakeOutcome usage = hub.push(
                "sensate",
                "nul.ndjson",
                event.formatted("n1", "dev\\u0000-9")
                        + event.formatted("n2", "dev-9")
                        + event.formatted("n3", "\\ud800"));
        IntakeOutcome bill = hub.push(
                "cirrus",
                "nul.csv",
                HEADER + row("1", "acc\0-1", "VM", "F-8", 1) + row("8.01", "acc-1", "VM", "F-8", 2));

        // without the character, dev-9 and acc-1 would be customers that the hub knows
        assertThat(usage.document().acceptedLines()).isEqualTo(1);
        assertThat(usage.document().findings())
                .extracting(Finding::rule, Finding::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RuleCode.MALFORMED_LINE, "row 1"),
                        org.assertj.core.groups.Tuple.tuple(RuleCode.MALFORMED_LINE, "row 3"));
        assertThat(usage.document().findings().get(0).detail()).contains("\"dev\u2400-9\" holds U+0000");
        assertThat(bill).isInstanceOf(IntakeOutcome.PartlyAccepted.class);
        assertThat(bill.document().findings())
                .extracting(Finding::rule, Finding::place)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(RuleCode.MALFORMED_LINE, "row 2"));
    }

    @Test
    void aBillNumberThatCantBeStoredIsRefused() {
        IntakeOutcome outcome = hub.push("cirrus", "number.csv", HEADER + row("1", "acc-1", "VM", "F\0-9", 1));

        assertThat(outcome).isInstanceOf(IntakeOutcome.Refused.class);
        assertThat(outcome.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT);
            assertThat(finding.detail()).contains("\"F\u2400-9\" holds U+0000");
        });
        assertThat(unprocessed()).isZero();
    }

    /** 1000 different characters of three bytes each make a key that no index of PostgreSQL takes. */
    @Test
    void aValueThatTheDatabaseRefusesDoesNotLeaveTheDocumentUnprocessed() {
        StringBuilder id = new StringBuilder();
        new java.util.Random(7).ints(1000, 0x4E00, 0x9FFF).forEach(id::appendCodePoint);
        String event = "{\"id\":\"%s\",\"dev\":\"dev-9\",\"sku\":\"x\",\"n\":1,\"ts\":\"2026-10-05T10:00:00Z\"}\n";
        IntakeOutcome usage = hub.push("sensate", "long.ndjson", event.formatted("l1") + event.formatted(id));
        IntakeOutcome bill = hub.push("cirrus", "long.csv", HEADER + row("1", "acc-1", "VM", id.toString(), 1));

        assertThat(usage).isInstanceOf(IntakeOutcome.Refused.class);
        assertThat(usage.document().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT);
            assertThat(finding.place()).isEqualTo("from row 1 to row 2");
            assertThat(finding.detail()).contains("can't be stored", "54000");
        });
        assertThat(bill).isInstanceOf(IntakeOutcome.Refused.class);
        assertThat(bill.document().findings().get(0).place()).isEqualTo("document");
        assertThat(hub.sql("select count(*) from usage_key where event_id = 'l1'"))
                .isEqualTo("0");
        assertThat(unprocessed()).isZero();
    }

    private static int unprocessed() {
        return Integer.parseInt(hub.sql("select count(*) from received_document where status = 'RECEIVED'"));
    }

    @Test
    void aZipBombIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[20 << 20]);
        }
        IntakeOutcome outcome = hub.push("cirrus", "bomb.csv.gz", bomb.toByteArray());

        assertThat(outcome.document().findings().get(0).rule()).isEqualTo(RuleCode.ARCHIVE_REFUSED);
    }

    @Test
    void aPartnerWithoutThatAdapterIsToldSo() {
        assertThatThrownBy(() -> TestDatabase.await(hub.intake.receive(
                        hub.tenant, "cirrus", "nope", null, null, new ByteArrayInputStream(new byte[] {1}))))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.UNKNOWN_ADAPTER));
    }
}
