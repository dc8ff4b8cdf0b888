package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.invoice.model.AmountDue;
import io.billinghub.core.invoice.model.ChargePart;
import io.billinghub.core.invoice.model.ConsolidatedBill;
import io.billinghub.core.invoice.model.ConsolidatedBill.Corrected;
import io.billinghub.core.invoice.model.ConsolidatedBill.Invoice;
import io.billinghub.core.invoice.model.ConsolidatedBill.Line;
import io.billinghub.core.invoice.model.ConsolidatedBill.TaxItem;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes a shard's bills: four array inserts, whatever their number. */
@ApplicationScoped
public class BillSql {

    /**
     * A consolidated bill with the ids that it is stored under.
     *
     * @param invoiceUuids one for each invoice, in order
     */
    public record NewBill(
            UUID uuid, String paymentReference, List<UUID> invoiceUuids, ConsolidatedBill bill, AmountDue due) {

        /** The place of the invoice that bears the bill's rounding: the host's own first one, if it has any. */
        private int roundedInvoice() {
            for (int i = 0; i < bill.invoices().size(); i++) {
                if (!bill.invoices().get(i).key().agency()) {
                    return i;
                }
            }
            return 0;
        }

        private BigDecimal rounding(int invoice) {
            return invoice == roundedInvoice() ? due.rounding().getAmount() : BigDecimal.ZERO;
        }
    }

    private record InvoiceRow(long id, UUID uuid, long billId, int position, Invoice invoice, BigDecimal rounding) {}

    private record LineRow(long billId, long invoiceId, Line line) {
        ChargePart part() {
            return line.part().orElseThrow();
        }
    }

    private record TaxRow(long invoiceId, TaxItem item) {}

    private record BillRow(long id, NewBill bill) {}

    /** Inserts the bills with their invoices, lines and tax items. */
    public Uni<Void> insert(SqlConnection connection, RunShard shard, List<NewBill> bills) {
        if (bills.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int invoiceCount =
                bills.stream().mapToInt(bill -> bill.bill().invoices().size()).sum();
        return connection
                .preparedQuery("""
                        select (select array_agg(nextval('customer_bill_id')) from generate_series(1, $1)),
                               (select array_agg(nextval('tax_invoice_id')) from generate_series(1, $2))
                        """)
                .execute(Tuple.of(bills.size(), invoiceCount))
                .emitOn(Infrastructure.getDefaultWorkerPool()) // rows are turned into columns there, off the event loop
                .flatMap(ids -> {
                    Row row = ids.iterator().next();
                    return insertRows(connection, shard, bills, row.get(Long[].class, 0), row.get(Long[].class, 1));
                });
    }

    private Uni<Void> insertRows(
            SqlConnection connection, RunShard shard, List<NewBill> bills, Long[] billIds, Long[] invoiceIds) {
        List<BillRow> billRows = new ArrayList<>(bills.size());
        List<InvoiceRow> invoiceRows = new ArrayList<>(invoiceIds.length);
        List<LineRow> lineRows = new ArrayList<>();
        List<TaxRow> taxRows = new ArrayList<>();
        for (int b = 0; b < bills.size(); b++) {
            NewBill bill = bills.get(b);
            billRows.add(new BillRow(billIds[b], bill));
            List<Invoice> invoices = bill.bill().invoices();
            for (int i = 0; i < invoices.size(); i++) {
                Invoice invoice = invoices.get(i);
                long invoiceId = invoiceIds[invoiceRows.size()];
                invoiceRows.add(new InvoiceRow(
                        invoiceId, bill.invoiceUuids().get(i), billIds[b], i + 1, invoice, bill.rounding(i)));
                for (Line line : invoice.lines()) {
                    lineRows.add(new LineRow(billIds[b], invoiceId, line));
                }
                for (TaxItem item : invoice.taxItems()) {
                    taxRows.add(new TaxRow(invoiceId, item));
                }
            }
        }
        return insertBills(connection, shard, billRows)
                .flatMap(done -> insertInvoices(connection, shard, invoiceRows))
                .flatMap(done -> insertLines(connection, shard, lineRows))
                .flatMap(done -> insertTaxItems(connection, taxRows));
    }

    private Uni<Void> insertBills(SqlConnection connection, RunShard shard, List<BillRow> rows) {
        return connection
                .preparedQuery("""
                        insert into customer_bill (tenant_id, id, uuid, run_id, shard, account_id, bill_period, period_to, issue_date,
                                                   due_date, state, currency, net, tax, amount_due, amount_due_minor,
                                                   payment_reference, line_count, balance_forward, rounding, carries)
                        select hub_tenant(), b.id, b.uuid, $1, $2, b.account_id, $3, $4, $5, $6, 'new', b.currency, b.net, b.tax,
                               b.net + b.tax + b.forward + b.rounding, b.minor, b.reference, b.lines, b.forward, b.rounding, b.carries
                        from unnest($7::bigint[], $8::uuid[], $9::bigint[], $10::text[], $11::text[]::numeric[],
                                    $12::text[]::numeric[], $13::bigint[], $14::text[], $15::integer[], $16::text[]::numeric[],
                                    $17::text[]::numeric[], $18::boolean[])
                          as b (id, uuid, account_id, currency, net, tax, minor, reference, lines, forward, rounding, carries)
                        """)
                .execute(Tuple.tuple()
                        .addLong(shard.runId())
                        .addInteger(shard.shard())
                        .addLocalDate(shard.periodFrom())
                        .addLocalDate(shard.periodTo())
                        .addLocalDate(shard.issueDate())
                        .addLocalDate(shard.dueDate())
                        .addValue(Columns.longs(rows, BillRow::id))
                        .addValue(Columns.of(rows, UUID.class, row -> row.bill().uuid()))
                        .addValue(Columns.longs(rows, row -> row.bill().bill().accountId()))
                        .addValue(Columns.texts(
                                rows,
                                row -> row.bill().bill().net().getCurrencyUnit().getCode()))
                        .addValue(Columns.decimals(
                                rows, row -> row.bill().bill().net().getAmount()))
                        .addValue(Columns.decimals(
                                rows, row -> row.bill().bill().tax().getAmount()))
                        .addValue(Columns.longs(
                                rows, row -> row.bill().due().amount().getAmountMinorLong()))
                        .addValue(Columns.texts(rows, row -> row.bill().paymentReference()))
                        .addValue(Columns.of(
                                rows, Integer.class, row -> row.bill().bill().lineCount()))
                        .addValue(Columns.decimals(
                                rows, row -> row.bill().due().broughtForward().getAmount()))
                        .addValue(Columns.decimals(
                                rows, row -> row.bill().due().rounding().getAmount()))
                        .addValue(Columns.of(
                                rows, Boolean.class, row -> row.bill().due().carries())))
                .replaceWithVoid();
    }

    private Uni<Void> insertInvoices(SqlConnection connection, RunShard shard, List<InvoiceRow> rows) {
        return connection
                .preparedQuery("""
                        insert into tax_invoice (tenant_id, id, uuid, bill_id, position, run_id, seller_party_id,
                                                 seller_registration_id, buyer_party_id, agency, type_code, currency, net, tax, gross,
                                                 tax_country, corrects, rounding, order_reference, cost_centre)
                        select hub_tenant(), i.id, i.uuid, i.bill_id, i.position, $1, i.seller, i.registration, i.buyer, i.agency,
                               i.type_code, i.currency, i.net, i.tax, i.net + i.tax, i.country, i.corrects, i.rounding, i.order_reference, i.cost_centre
                        from unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[], $8::bigint[],
                                    $9::boolean[], $10::text[], $11::text[], $12::text[]::numeric[], $13::text[]::numeric[], $14::text[], $15::bigint[],
                                    $16::text[]::numeric[], $17::text[], $18::text[])
                          as i (id, uuid, bill_id, position, seller, registration, buyer, agency, type_code, currency, net, tax, country, corrects,
                                rounding, order_reference, cost_centre)
                        """)
                .execute(Tuple.tuple()
                        .addLong(shard.runId())
                        .addValue(Columns.longs(rows, InvoiceRow::id))
                        .addValue(Columns.of(rows, UUID.class, InvoiceRow::uuid))
                        .addValue(Columns.longs(rows, InvoiceRow::billId))
                        .addValue(Columns.of(rows, Integer.class, InvoiceRow::position))
                        .addValue(Columns.longs(rows, row -> row.invoice().key().sellerPartyId()))
                        .addValue(Columns.longs(
                                rows,
                                row -> row.invoice()
                                        .key()
                                        .sellerRegistrationId()
                                        .orElse(null)))
                        .addValue(Columns.longs(rows, row -> row.invoice().key().buyerPartyId()))
                        .addValue(Columns.of(
                                rows, Boolean.class, row -> row.invoice().key().agency()))
                        .addValue(
                                Columns.texts(rows, row -> row.invoice().type().code()))
                        .addValue(Columns.texts(
                                rows,
                                row -> row.invoice().net().getCurrencyUnit().getCode()))
                        .addValue(Columns.decimals(
                                rows, row -> row.invoice().net().getAmount()))
                        .addValue(Columns.decimals(
                                rows, row -> row.invoice().tax().getAmount()))
                        .addValue(Columns.texts(
                                rows, row -> row.invoice().key().taxCountry().orElse(null)))
                        .addValue(Columns.longs(
                                rows,
                                row -> row.invoice()
                                        .key()
                                        .corrects()
                                        .map(Corrected::id)
                                        .orElse(null)))
                        .addValue(Columns.decimals(rows, InvoiceRow::rounding))
                        .addValue(Columns.texts(
                                rows,
                                row -> row.invoice().key().references().order().orElse(null)))
                        .addValue(Columns.texts(
                                rows,
                                row -> row.invoice()
                                        .key()
                                        .references()
                                        .costCentre()
                                        .orElse(null))))
                .replaceWithVoid();
    }

    private Uni<Void> insertLines(SqlConnection connection, RunShard shard, List<LineRow> rows) {
        return connection
                .preparedQuery("""
                        insert into bill_line (tenant_id, bill_period, bill_id, position, invoice_id, charge_id, net, tax_category,
                                               tax_rate, exchange_rate_id, residue, tax, part)
                        select hub_tenant(), $1, l.bill_id, l.position, l.invoice_id, l.charge_id, l.net, l.tax_category, l.tax_rate,
                               l.exchange_rate_id, l.residue, l.tax, l.part
                        from unnest($2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::text[]::numeric[], $7::text[],
                                    $8::text[]::numeric[], $9::bigint[], $10::text[]::numeric[], $11::text[]::numeric[], $12::integer[])
                          as l (bill_id, position, invoice_id, charge_id, net, tax_category, tax_rate, exchange_rate_id, residue, tax, part)
                        """)
                .execute(Tuple.tuple()
                        .addLocalDate(shard.periodFrom())
                        .addValue(Columns.longs(rows, LineRow::billId))
                        .addValue(Columns.of(
                                rows, Integer.class, row -> row.line().position()))
                        .addValue(Columns.longs(rows, LineRow::invoiceId))
                        .addValue(Columns.longs(rows, row -> row.line().chargeId()))
                        .addValue(Columns.decimals(rows, row -> row.line().net().getAmount()))
                        .addValue(Columns.texts(
                                rows, row -> row.line().taxCategory().name()))
                        .addValue(Columns.decimals(rows, row -> row.line().taxRate()))
                        .addValue(Columns.longs(
                                rows, row -> row.line().exchangeRateId().orElse(null)))
                        .addValue(Columns.decimals(rows, row -> row.line().residue()))
                        .addValue(Columns.decimals(rows, row -> row.line().tax().getAmount()))
                        .addValue(Columns.of(
                                rows,
                                Integer.class,
                                row -> row.line().part().map(ChargePart::number).orElse(0))))
                .flatMap(done -> insertParts(
                        connection,
                        shard,
                        rows.stream()
                                .filter(row -> row.line().part().isPresent())
                                .toList()));
    }

    private Uni<Void> insertParts(SqlConnection connection, RunShard shard, List<LineRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into bill_line_part (tenant_id, bill_period, bill_id, position, charge_id, quantity, amount, service_from,
                                                    service_to)
                        select hub_tenant(), $1, q.*
                        from unnest($2::bigint[], $3::integer[], $4::bigint[], $5::text[]::numeric[], $6::text[]::numeric[], $7::date[],
                                    $8::date[]) as q
                        """)
                .execute(Tuple.tuple()
                        .addLocalDate(shard.periodFrom())
                        .addValue(Columns.longs(rows, LineRow::billId))
                        .addValue(Columns.of(
                                rows, Integer.class, row -> row.line().position()))
                        .addValue(Columns.longs(rows, row -> row.line().chargeId()))
                        .addValue(Columns.decimals(rows, row -> row.part().quantity()))
                        .addValue(Columns.decimals(rows, row -> row.part().amount()))
                        .addValue(Columns.of(
                                rows, LocalDate.class, row -> row.part().from()))
                        .addValue(Columns.of(
                                rows, LocalDate.class, row -> row.part().to())))
                .replaceWithVoid();
    }

    private Uni<Void> insertTaxItems(SqlConnection connection, List<TaxRow> rows) {
        return connection
                .preparedQuery("""
                        insert into tax_item (tenant_id, invoice_id, category, rate, taxable, tax, exemption_reason_code,
                                              exemption_reason)
                        select hub_tenant(), t.invoice_id, t.category, t.rate, t.taxable, t.tax, t.code, t.reason
                        from unnest($1::bigint[], $2::text[], $3::text[]::numeric[], $4::text[]::numeric[], $5::text[]::numeric[],
                                    $6::text[], $7::text[])
                          as t (invoice_id, category, rate, taxable, tax, code, reason)
                        """)
                .execute(Tuple.tuple()
                        .addValue(Columns.longs(rows, TaxRow::invoiceId))
                        .addValue(
                                Columns.texts(rows, row -> row.item().category().name()))
                        .addValue(Columns.decimals(rows, row -> row.item().rate()))
                        .addValue(Columns.decimals(
                                rows, row -> row.item().taxable().getAmount()))
                        .addValue(Columns.decimals(rows, row -> row.item().tax().getAmount()))
                        .addValue(Columns.texts(
                                rows, row -> row.item().exemptionReasonCode().orElse(null)))
                        .addValue(Columns.texts(
                                rows, row -> row.item().exemptionReason().orElse(null))))
                .replaceWithVoid();
    }
}
