package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.creditnote.application.CreditNotes.Request;
import io.billinghub.core.creditnote.application.RequestCreditNote;
import io.billinghub.core.creditnote.infrastructure.CreditNoteSql;
import io.billinghub.core.creditnote.model.CreditNote;
import io.billinghub.core.creditnote.model.Credited;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.En16931Validator;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.infrastructure.SqlBilledLines;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Credit notes from their request to the customer; every test ends with the coherence check. October's bills were sent before. */
class CreditNoteIT {

    private static TestDatabase database;

    private BillRunFixture fixture;
    private BillRunWorker worker;
    private RequestCreditNote notes;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_credit_note");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void billOctober(TestInfo test) {
        fixture = new BillRunFixture(
                database,
                "cn-" + Math.floorMod(test.getDisplayName().hashCode(), 100_000),
                null,
                UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        worker = fixture.worker(7, 1);
        notes = new RequestCreditNote(
                new CreditNoteSql(), new AuditLog(), UuidCreator::getTimeOrderedEpoch, Clock.systemUTC());
        fixture.runToTheEnd(worker);
    }

    @AfterEach
    void everythingIsCoherent() {
        assertThat(fixture.incoherences()).isEmpty();
    }

    private String text(String sql) {
        return database.text(fixture.operator, sql);
    }

    /** A-0002's invoice of the host, or of the partner that sells by itself. */
    private UUID invoice(boolean agency) {
        return UUID.fromString(text("""
                select i.uuid from tax_invoice i join customer_bill b on b.id = i.bill_id join billing_account a on a.id = b.account_id
                where a.number = 'A-0002' and i.type_code = '380' and i.corrects is null and i.agency = %s order by i.id limit 1
                """.formatted(agency)));
    }

    private int mobile() {
        return Integer.parseInt(text("""
                select l.position from bill_line l join charge c on c.id = l.charge_id join billing_account a on a.id = c.account_id
                join product_offering o on o.id = c.offering_id
                where a.number = 'A-0002' and o.key = 'mobile' and c.source = 'RECURRING'
                """));
    }

    private CreditNote ask(UUID invoice, Credited credited, boolean rebill) {
        return database.inTenant(
                fixture.operator,
                transaction -> notes.request(
                                transaction, fixture.operator, new Request(invoice, credited, "Not delivered", rebill))
                        .flatMap(id -> notes.find(transaction, id))
                        .map(Optional::orElseThrow));
    }

    private CreditNote find(CreditNote note) {
        return database.inTenant(fixture.operator, transaction -> notes.find(transaction, note.id()))
                .orElseThrow();
    }

    private CreditNote send(CreditNote note) {
        TestDatabase.await(worker.workOnce());
        assertThatThrownBy(() -> database.inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.approve(transaction, fixture.operator, note.run())))
                .hasMessageContaining("was started by operator");
        fixture.approve(note.run());
        TestDatabase.await(worker.workOnce());
        return find(note);
    }

    private static Credited.Lines line(int position, String net) {
        return new Credited.Lines(List.of(new Credited.Line(position, Optional.of(new BigDecimal(net)))));
    }

    private BillDocument bill(CreditNote note) {
        return TestDatabase.await(
                        fixture.documents.ofBill(fixture.operator, note.bill().orElseThrow()))
                .orElseThrow();
    }

    /** 10.00 of the fee of 24.90 at 25.5 %: tax 2.55. What is left are 14.90. */
    @Test
    void aPartOfALineIsTakenBackWithItsTax() {
        UUID invoice = invoice(false);
        CreditNote note = send(ask(invoice, line(mobile(), "10.00"), false));

        BillDocument bill = bill(note);
        assertThat(bill.amountDue().toString()).isEqualTo("EUR -12.55");
        assertThat(bill.invoices()).hasSize(1);
        BillDocument.TaxInvoice credit = bill.invoices().get(0);
        assertThat(credit.type().code()).isEqualTo("381");
        assertThat(credit.net() + " " + credit.tax() + " " + credit.gross())
                .isEqualTo("EUR -10.00 EUR -2.55 EUR -12.55");
        assertThat(credit.lines().get(0).quantity()).isEqualByComparingTo("-0.401606");
        assertThat(credit.number()).isEqualTo(note.number()).isPresent();
        assertThat(credit.corrects().orElseThrow().number())
                .isEqualTo(note.invoiceNumber())
                .startsWith("HOST-2026-");
        assertThat(text(
                        "select string_agg(account || ' ' || amount, ', ' order by account) from ledger_entry e join ledger_transaction t"
                                + " on t.id = e.transaction_id join customer_bill b on b.id = t.bill_id where b.uuid = '"
                                + bill.id() + "'"))
                .isEqualTo("CSP_REVENUE 10.00, CUSTOMER_RECEIVABLE -12.55, OUTPUT_VAT 2.55");
        assertThat(find(note).state()).isEqualTo("CLOSED");

        assertThatThrownBy(() -> ask(invoice, line(mobile(), "14.91"), false))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("has EUR 14.90 left");
        assertThat(ask(invoice, line(mobile(), "14.90"), false).net().toString())
                .isEqualTo("EUR 14.90");
    }

    @Test
    void theCreditNoteNamesItsInvoiceInXml() {
        CreditNote note = send(ask(invoice(false), line(mobile(), "10.00"), false));
        BillDocument bill = bill(note);
        byte[] ubl = written(new UblInvoiceWriter().write(bill, bill.invoices().get(0)));
        byte[] cii = written(new CiiInvoiceWriter().write(bill, bill.invoices().get(0)));
        assertThat(En16931Validator.en16931(ubl)).isEmpty();
        assertThat(En16931Validator.cii(cii)).isEmpty();
        assertThat(dense(ubl))
                .contains("<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>" + note.invoiceNumber()
                        + "</cbc:ID><cbc:IssueDate>");
        assertThat(dense(cii))
                .contains("<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>" + note.invoiceNumber()
                        + "</ram:IssuerAssignedID><ram:FormattedIssueDateTime>");
    }

    private static byte[] written(EInvoice invoice) {
        assertThat(invoice).isInstanceOf(EInvoice.Written.class);
        return ((EInvoice.Written) invoice).document();
    }

    private static String dense(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8).replaceAll("\\s+", "");
    }

    /** All that is left, twice: first the rest, then nothing. Net and tax of invoice and credit notes cancel out. */
    @Test
    void anInvoiceIsTakenBackAsAWhole() {
        UUID invoice = invoice(true);
        CreditNote note = send(ask(invoice, new Credited.Whole(), false));
        assertThat(text("select sum(net) || ' ' || sum(tax) from tax_invoice where uuid = '" + invoice
                        + "' or corrects =" + " (select id from tax_invoice where uuid = '" + invoice + "')"))
                .isEqualTo("0.00 0.00");
        assertThat(text("select number from tax_invoice where corrects is not null"))
                .contains("SOFT-CN-");
        assertThat(bill(note).invoices().get(0).taxItems().get(0).category().name())
                .isEqualTo("AE");
        assertThatThrownBy(() -> ask(invoice, new Credited.Whole(), false))
                .hasMessageContaining("nothing of the invoice is left");
        assertThatThrownBy(() -> ask(
                        UUID.fromString(text("select uuid from tax_invoice where corrects is not null")),
                        new Credited.Whole(),
                        false))
                .hasMessageContaining("it is a credit note");
    }

    @Test
    void anAmountIsSpreadOverTheLines() {
        CreditNote note = send(ask(invoice(false), new Credited.Amount(new BigDecimal("50.00")), false));
        assertThat(note.lines()).hasSizeGreaterThan(3);
        assertThat(bill(note).net().toString()).isEqualTo("EUR -50.00");
    }

    /** The customer turns out to be a business of another member state: the same again, and no tax. */
    @Test
    void whatIsTakenBackIsInvoicedAgainByWhatIsKnownNow() {
        UUID invoice = invoice(false);
        String net = text("select net from tax_invoice where uuid = '" + invoice + "'");
        String tax = text("select tax from tax_invoice where uuid = '" + invoice + "'");
        database.execute(fixture.operator, """
                update party set country = 'DE' where key = 'customer-2';
                insert into tax_registration (tenant_id, party_id, country, number) select hub_tenant(), id, 'DE', 'DE123456788' from party
                  where key = 'customer-2'
                """);
        CreditNote note = send(ask(invoice, new Credited.Whole(), true));
        assertThat(text(
                        "select string_agg(i.type_code || ' ' || i.net || ' ' || i.tax, ', ' order by i.type_code) from tax_invoice i join customer_bill b"
                                + " on b.id = i.bill_id where b.uuid = '"
                                + note.bill().orElseThrow() + "'"))
                .isEqualTo("380 " + net + " 0.00, 381 -" + net + " -" + tax);
        assertThat(bill(note).amountDue().getAmount()).isEqualByComparingTo(new BigDecimal(tax).negate());
    }

    @Test
    void whatIsCancelledTakesNothingBack() {
        UUID invoice = invoice(false);
        CreditNote note = ask(invoice, new Credited.Whole(), false);
        TestDatabase.await(worker.workOnce());
        assertThat(find(note).state()).isEqualTo("IN_REVIEW");
        assertThatThrownBy(() -> ask(invoice, new Credited.Whole(), false))
                .hasMessageContaining("nothing of the invoice is left");
        database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, note.run()));
        assertThat(text("select count(*) from charge where source = 'CREDIT'")).isEqualTo("0");
        assertThat(ask(invoice, new Credited.Whole(), false).net()).isEqualTo(note.net());
    }

    @Test
    void theNextBillKnowsNothingOfIt() {
        CreditNote note = ask(invoice(false), new Credited.Whole(), false);
        TestDatabase.await(worker.workOnce());
        UUID november = fixture.runToTheEnd(worker, BillRunFixture.OCTOBER.plusMonths(1));
        assertThat(find(note).state()).isEqualTo("IN_REVIEW");
        assertThat(text(
                        "select string_agg(distinct b.amount_due::text, ', ') from customer_bill b join bill_run r on r.id = b.run_id"
                                + " join billing_account a on a.id = b.account_id where r.uuid = '" + november
                                + "' and a.number in ('A-0001', 'A-0002')"))
                .isEqualTo("31.25");
        fixture.approve(note.run());
        TestDatabase.await(worker.workOnce());
        assertThat(find(note).state()).isEqualTo("CLOSED");
    }

    /** 14.90 and 10.01 of 24.90, asked for at the same time. */
    @Test
    void whatIsAskedForAtTheSameTimeIsNoMoreThanIsLeft() {
        UUID invoice = invoice(false);
        int mobile = mobile();
        List<String> answers = TestDatabase.await(Uni.join()
                .all(answer(invoice, line(mobile, "14.90")), answer(invoice, line(mobile, "10.01")))
                .andCollectFailures());
        assertThat(answers).filteredOn("asked for"::equals).hasSize(1);
        assertThat(text("select sum(net) from credited_line")).isIn("14.90", "10.01");
    }

    private Uni<String> answer(UUID invoice, Credited credited) {
        return database.transactions()
                .run(
                        fixture.operator,
                        transaction -> notes.request(
                                transaction, fixture.operator, new Request(invoice, credited, "Not delivered", false)))
                .map(id -> "asked for")
                .onFailure(HubException.class)
                .recoverWithItem(Throwable::getMessage);
    }

    /** The customer has moved to where no tax is known: the credit waits with what is invoiced again, and both are made once. */
    @Test
    void whatCannotBeInvoicedAgainYetIsNotLost() {
        UUID invoice = invoice(false);
        database.execute(fixture.operator, "update party set country = 'BR' where key = 'customer-2'");
        CreditNote note = ask(invoice, new Credited.Whole(), true);
        TestDatabase.await(worker.workOnce());
        assertThatThrownBy(() -> fixture.approve(note.run())).hasMessageContaining("its account is parked");
        assertThat(find(note).bill()).isEmpty();

        database.execute(
                fixture.operator,
                "insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from) select distinct hub_tenant(), 'BR', tax_class, 'S', 10, date '2020-01-01'"
                        + " from product_offering");
        database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, note.run()));
        TestDatabase.await(worker.workOnce());
        fixture.approve(note.run());
        TestDatabase.await(worker.workOnce());
        assertThat(find(note).state()).isEqualTo("CLOSED");
        assertThat(bill(find(note)).net().toString()).isEqualTo("EUR 0.00");
        assertThat(bill(find(note)).invoices()).hasSize(2);
    }

    /** A-0002 is billed with A-0001 from now on, before the credit note's run has begun: nothing counts as credited that is on no bill. */
    @Test
    void whatHasNoBillOfItsOwnAnyMoreIsNotCredited() {
        UUID invoice = invoice(false);
        CreditNote note = ask(invoice, new Credited.Whole(), false);
        database.execute(
                fixture.operator,
                "update billing_account set root_id = (select id from billing_account where number = 'A-0001') where number like 'A-0002%'");
        TestDatabase.await(worker.workOnce());
        assertThat(find(note).state()).isEqualTo("FAILED");
        database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, note.run()));
        database.execute(
                fixture.operator,
                "update billing_account set root_id = (select id from billing_account where number = 'A-0002') where number like 'A-0002%'");
        assertThat(ask(invoice, new Credited.Whole(), false).net()).isEqualTo(note.net());
    }

    /** 4.90, 10.00 and the rest of 24.90: who has shares is told what was taken back before, in the order of approval, of the same line alone. */
    @Test
    void sharesOfACreditGoOnWhereThoseBeforeHaveEnded() {
        UUID invoice = invoice(false);
        int mobile = mobile();
        CreditNote second = ask(invoice, line(mobile, "10.00"), false);
        CreditNote first = ask(invoice, line(mobile, "4.90"), false);
        CreditNote cancelled = ask(invoice, line(mobile, "0.01"), false);
        database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, cancelled.run()));
        send(first);
        send(second);
        send(ask(invoice, new Credited.Whole(), false));
        assertThat(before(first)).isEqualTo("-4.90 after 0.00");
        assertThat(before(second)).isEqualTo("-10.00 after -4.90");
        assertThat(text("select count(*) from bill_run where kind = 'CREDIT_NOTE' and state = 'CLOSED'"))
                .isEqualTo("3");
        UUID whole =
                UUID.fromString(text("select uuid from bill_run where kind = 'CREDIT_NOTE' order by id desc limit 1"));
        assertThat(lines(whole))
                .filteredOn(line -> !line.endsWith("after 0.00"))
                .containsExactly("-10.00 after -14.90");
    }

    private String before(CreditNote note) {
        return lines(note.run()).get(0);
    }

    private List<String> lines(UUID run) {
        return database
                .inTenant(
                        fixture.operator,
                        transaction -> new SqlBilledLines().ofShard(transaction, fixture.operator, run, 0))
                .stream()
                .map(line -> line.net().getAmount() + " after "
                        + line.takenBackBefore().getAmount())
                .toList();
    }

    /** Lines that count as credited and stand on no credit note. The tenant is not coherent any more, so another one takes its place. */
    @Test
    void theCoherenceCheckSeesWhatWasNotMade() {
        CreditNote note = send(ask(invoice(false), line(mobile(), "10.00"), false));
        database.execute(fixture.operator, """
                insert into credited_line (tenant_id, credit_note_id, bill_period, bill_id, position, net)
                select k.tenant_id, k.credit_note_id, k.bill_period, k.bill_id, l.position, l.net
                from credited_line k join bill_line l on (l.bill_period, l.bill_id) = (k.bill_period, k.bill_id) and l.position <> k.position
                  and l.net > 0 and l.invoice_id = (select o.invoice_id from bill_line o where (o.bill_period, o.bill_id, o.position)
                                                                                               = (k.bill_period, k.bill_id, k.position));
                """);
        assertThat(fixture.incoherences())
                .singleElement()
                .satisfies(finding -> assertThat(finding.violations())
                        .singleElement()
                        .asString()
                        .startsWith("credit note " + note.id() + ": takes back "));
        fixture = new BillRunFixture(database, "cn-coherent", null, UuidCreator::getTimeOrderedEpoch);
    }
}
