package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.billrun.infrastructure.AmountDueSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.creditnote.application.CreditNotes.Request;
import io.billinghub.core.creditnote.application.RequestCreditNote;
import io.billinghub.core.creditnote.infrastructure.CreditNoteSql;
import io.billinghub.core.creditnote.model.CreditNote;
import io.billinghub.core.creditnote.model.Credited;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.En16931Validator;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.ConsolidatedBill;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bills ask for and on which invoices over two months, of which the second has the fees alone; every test ends with the coherence check. */
class AmountsDueIT {

    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

    private static TestDatabase database;

    private BillRunFixture fixture;
    private BillRunWorker worker;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_amounts_due");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void load(TestInfo test) {
        fixture = new BillRunFixture(
                database,
                "due-" + Math.floorMod(test.getDisplayName().hashCode(), 100_000),
                null,
                UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(
                fixture.operator,
                "update party set bank_iban = 'FI2112345600000785', street = 'Street 1', city = 'City' where key = 'host'");
        worker = fixture.worker(7, 1);
    }

    @AfterEach
    void everythingIsCoherent() {
        assertThat(fixture.incoherences()).isEmpty();
    }

    private void rule(String minimum, String cashRounding) {
        database.execute(fixture.operator, """
                insert into amount_due_rule (tenant_id, cycle_id, currency, minimum, cash_rounding)
                select hub_tenant(), id, 'EUR', %s, %s from bill_cycle
                on conflict (tenant_id, cycle_id, currency) do update
                  set minimum = excluded.minimum, cash_rounding = excluded.cash_rounding
                """.formatted(minimum, cashRounding));
    }

    private String text(String sql) {
        return database.text(fixture.operator, sql);
    }

    /** The bill of the account that the run has made. */
    private BillDocument bill(UUID run, String account) {
        UUID bill = UUID.fromString(text("""
                select b.uuid from customer_bill b join bill_run r on r.id = b.run_id join billing_account a on a.id = b.account_id
                where r.uuid = '%s' and a.number = '%s'
                """.formatted(run, account)));
        return TestDatabase.await(fixture.documents.ofBill(fixture.operator, bill))
                .orElseThrow();
    }

    /** Credits the host's invoice of A-0002 as a whole. */
    private Money creditWhole() {
        BillDocument credit = credit(UUID.fromString(text("""
                select i.uuid from tax_invoice i join customer_bill b on b.id = i.bill_id join billing_account a on a.id = b.account_id
                where a.number = 'A-0002' and i.type_code = '380' and not i.agency
                """)));
        assertThat(credit.due().carries()).isTrue();
        assertThat(credit.amountDue().isNegative()).isTrue();
        return credit.amountDue();
    }

    private BillDocument credit(UUID invoice) {
        return credit(invoice, false);
    }

    private BillDocument credit(UUID invoice, boolean rebill) {
        RequestCreditNote notes = new RequestCreditNote(
                new CreditNoteSql(), new AuditLog(), UuidCreator::getTimeOrderedEpoch, Clock.systemUTC());
        CreditNote note = database.inTenant(
                fixture.operator,
                transaction -> notes.request(
                                transaction,
                                fixture.operator,
                                new Request(invoice, new Credited.Whole(), "Not delivered", rebill))
                        .flatMap(id -> notes.find(transaction, id))
                        .map(Optional::orElseThrow));
        TestDatabase.await(worker.workOnce());
        fixture.approve(note.run());
        TestDatabase.await(worker.workOnce());
        return bill(note.run(), "A-0002");
    }

    /** Both syntaxes, by the rules of EN 16931. */
    private static String valid(BillDocument bill, TaxInvoice invoice) {
        byte[] ubl = written(new UblInvoiceWriter().write(bill, invoice));
        byte[] cii = written(new CiiInvoiceWriter().write(bill, invoice));
        assertThat(En16931Validator.en16931(ubl)).isEmpty();
        assertThat(En16931Validator.cii(cii)).isEmpty();
        return new String(ubl, StandardCharsets.UTF_8);
    }

    private static byte[] written(EInvoice invoice) {
        assertThat(invoice).as(invoice.toString()).isInstanceOf(EInvoice.Written.class);
        return ((EInvoice.Written) invoice).document();
    }

    /** November's fee of 24.90 + 25.5 % = 31.25 and the credit of October's whole invoice, which is more: it goes on to December. */
    @Test
    void aCreditStandsOnTheNextBills() {
        fixture.runToTheEnd(worker);
        Money credit = creditWhole();
        BillDocument november = bill(fixture.runToTheEnd(worker, NOVEMBER), "A-0002");

        assertThat(november.net().plus(november.tax()).toString()).isEqualTo("EUR 31.25");
        assertThat(november.due().broughtForward()).isEqualTo(credit);
        assertThat(november.amountDue()).isEqualTo(credit.plus(november.net()).plus(november.tax()));
        assertThat(november.carried())
                .singleElement()
                .satisfies(carried -> assertThat(carried.amount()).isEqualTo(credit));
        assertThat(november.due().carries()).isTrue();
        assertThat(valid(november, november.invoices().get(0)))
                .contains("Nothing is to be paid now: part of the next bill of account A-0002")
                .doesNotContain("DueDate", "PaymentMeans");

        BillDocument december = bill(fixture.runToTheEnd(worker, NOVEMBER.plusMonths(1)), "A-0002");
        assertThat(december.due().broughtForward()).isEqualTo(november.amountDue());
    }

    /** A run that is cancelled gives back what its drafts have taken on; a trial takes nothing. */
    @Test
    void eachAmountIsTakenOnOnce() {
        fixture.runToTheEnd(worker);
        creditWhole();
        Run november = fixture.start(NOVEMBER);
        TestDatabase.await(worker.workOnce());
        String taken = "select count(*)::text from carried_balance";
        assertThat(text(taken)).isEqualTo("1");
        fixture.database.inTenant(
                fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, november.uuid()));
        assertThat(text(taken)).isEqualTo("0");

        Run trial = database.inTenant(
                fixture.operator,
                transaction -> fixture.runs(BillRunFixture.LATER)
                        .start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(RunKind.TRIAL, "monthly", NOVEMBER, false, Optional.empty())));
        TestDatabase.await(worker.workOnce());
        assertThat(fixture.state(trial.uuid())).isEqualTo(BillRunState.CLOSED);
        assertThat(text(taken)).isEqualTo("0");

        fixture.runToTheEnd(worker, NOVEMBER);
        assertThat(text(taken)).isEqualTo("1");
    }

    @Test
    void whatIsLessThanTheMinimumIsNotAskedForYet() {
        rule("100000", "null");
        BillDocument october = bill(fixture.runToTheEnd(worker), "A-0002");
        assertThat(october.amountDue().isPositive()).isTrue();
        assertThat(october.due().carries()).isTrue();
        assertThat(valid(october, october.invoices().get(0)))
                .contains("part of the next bill")
                .doesNotContain("DueDate");

        rule("0.01", "null");
        BillDocument november = bill(fixture.runToTheEnd(worker, NOVEMBER), "A-0002");
        assertThat(november.due().carries()).isFalse();
        assertThat(november.due().broughtForward()).isEqualTo(october.amountDue());
        assertThat(november.amountDue())
                .isEqualTo(october.amountDue().plus(november.net()).plus(november.tax()));
    }

    /** 31.25 is a multiple of 0.05, the sums of October are by chance; the host bears the difference. */
    @Test
    void whatIsPaidInCashIsRoundedOnOneInvoice() {
        rule("null", "0.10");
        UUID run = fixture.runToTheEnd(worker, NOVEMBER);
        BillDocument bill = bill(run, "A-0002");
        assertThat(bill.due().rounding().toString()).isEqualTo("EUR 0.05");
        assertThat(bill.amountDue().toString()).isEqualTo("EUR 31.30");
        assertThat(valid(bill, bill.invoices().get(0)))
                .contains("<cbc:PayableRoundingAmount currencyID=\"EUR\">0.05</cbc:PayableRoundingAmount>")
                .contains("<cbc:PayableAmount currencyID=\"EUR\">31.30</cbc:PayableAmount>");
        assertThat(text("select count(*)::text from customer_bill where amount_due % 0.10 <> 0"))
                .isEqualTo("0");
        assertThat(text("""
                select (sum(e.amount) + (select sum(rounding) from customer_bill))::text from ledger_entry e
                where e.account = 'ROUNDING_DIFFERENCE' and e.detail = 'cash'
                """)).isEqualTo("0.00");
    }

    /**
     * Mobile half and half on two cost centres (31.25 by 12.45 + 3.17 and 12.45 + 3.17: tax is reckoned on each invoice), then credited from one of
     * them. The order and cost centre stand on the e-invoices and on the credit note.
     */
    @Test
    void eachCostCentreHasItsInvoiceAndItsCreditNote() {
        database.execute(fixture.operator, """
                insert into invoice_split (tenant_id, account_id, offering_id, valid_from, valid_to, parts)
                select hub_tenant(), a.id, o.id, '-infinity', 'infinity',
                       '[{"percent": "50", "costCentre": "CC-1", "orderReference": "PO 77"}, {"percent": "50", "costCentre": "CC-2"}]'
                from billing_account a, product_offering o where a.number = 'A-0002' and o.key = 'mobile'
                """);
        BillDocument bill = bill(fixture.runToTheEnd(worker, NOVEMBER), "A-0002");
        assertThat(bill.invoices())
                .extracting(invoice ->
                        invoice.references().costCentre().orElse("") + " " + invoice.net() + " " + invoice.tax())
                .containsExactly("CC-2 EUR 12.45 EUR 3.17", "CC-1 EUR 12.45 EUR 3.17");
        assertThat(valid(bill, bill.invoices().get(1)))
                .contains("<cbc:AccountingCost>CC-1</cbc:AccountingCost>")
                .contains("<cac:OrderReference>");

        BillDocument credit = credit(bill.invoices().get(1).id());
        assertThat(credit.invoices())
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.references())
                        .isEqualTo(bill.invoices().get(1).references()));
        assertThat(credit.amountDue().toString()).isEqualTo("EUR -15.62");
    }

    /** The invoice of CC-1 is taken back and made again: the other one has nothing to do with it. */
    @Test
    void whatIsInvoicedAgainStaysWithItsCostCentre() {
        database.execute(fixture.operator, """
                insert into invoice_split (tenant_id, account_id, offering_id, valid_from, valid_to, parts)
                select hub_tenant(), a.id, o.id, '-infinity', 'infinity',
                       '[{"percent": "50", "costCentre": "CC-1", "orderReference": "PO 77"}, {"percent": "50", "costCentre": "CC-2"}]'
                from billing_account a, product_offering o where a.number = 'A-0002' and o.key = 'mobile'
                """);
        BillDocument bill = bill(fixture.runToTheEnd(worker, NOVEMBER), "A-0002");
        assertThat(credit(bill.invoices().get(1).id(), true).invoices())
                .extracting(invoice -> invoice.references().costCentre().orElse("") + " " + invoice.net())
                .containsExactly("CC-1 EUR 12.45", "CC-1 EUR -12.45");
    }

    /** A credit on hold is not taken on; when it is released, the next bill has it. */
    @Test
    void aCreditOnHoldWaits() {
        fixture.runToTheEnd(worker);
        Money credit = creditWhole();
        UUID note = UUID.fromString(text("select uuid from customer_bill where carries and amount_due < 0"));
        fixture.hold(note, "onHold");
        BillDocument november = bill(fixture.runToTheEnd(worker, NOVEMBER), "A-0002");
        assertThat(november.due().broughtForward().isZero()).isTrue();
        fixture.hold(note, "sent");
        BillDocument december = bill(fixture.runToTheEnd(worker, NOVEMBER.plusMonths(1)), "A-0002");
        assertThat(december.due().broughtForward()).isEqualTo(credit);
    }

    /** Two bills of an account at once: the second waits for the first, and has the amount if that one is given up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfTwoAtOnceTakesAnAmountOn(boolean committed) {
        fixture.runToTheEnd(worker);
        Money credit = creditWhole();
        long account = database.number(fixture.operator, "select id from billing_account where number = 'A-0002'");
        long run = database.number(fixture.operator, "select min(id) from bill_run");
        Money none = Money.zero(credit.getCurrencyUnit());
        List<ConsolidatedBill> bills = List.of(new ConsolidatedBill(account, none, none, List.of()));
        RunShard shard = new RunShard(
                run,
                UUID.randomUUID(),
                0,
                1,
                false,
                RunKind.CYCLE,
                0,
                1,
                ZoneOffset.UTC,
                NOVEMBER,
                NOVEMBER,
                NOVEMBER,
                NOVEMBER);
        AmountDueSql amounts = new AmountDueSql();
        CompletableFuture<Void> taken = new CompletableFuture<>();
        CompletableFuture<Void> decided = new CompletableFuture<>();
        CompletableFuture<Map<Long, Money>> first = database.transactions()
                .run(
                        fixture.operator,
                        connection -> amounts.takeOn(connection, shard, bills)
                                .invoke(() -> taken.complete(null))
                                .call(() -> Uni.createFrom().completionStage(decided)))
                .onFailure()
                .recoverWithItem(Map.of())
                .subscribeAsCompletionStage();
        taken.join();
        CompletableFuture<Map<Long, Money>> second = database.transactions()
                .run(fixture.operator, connection -> amounts.takeOn(connection, shard, bills))
                .subscribeAsCompletionStage();
        if (committed) {
            decided.complete(null);
        } else {
            decided.completeExceptionally(new IllegalStateException("given up"));
        }
        assertThat(first.join()).isEqualTo(committed ? Map.of(account, credit) : Map.of());
        assertThat(second.join()).isEqualTo(committed ? Map.of() : Map.of(account, credit));
        database.execute(fixture.operator, "delete from carried_balance");
    }
}
