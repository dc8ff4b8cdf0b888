package io.billinghub.core.invoice.infrastructure;

import io.billinghub.core.invoice.infrastructure.BillDocumentSql.PartyRow;
import io.billinghub.core.invoice.model.AmountDue;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Carried;
import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.Payment;
import io.billinghub.core.invoice.model.BillDocument.Preceding;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.invoice.model.BuyerReferences;
import io.billinghub.core.invoice.model.InvoiceType;
import io.billinghub.core.tax.model.TaxCategory;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** From the rows of one bill to what it says. */
final class BillDocumentRows {

    private final Row head;
    private final Map<Long, PartyRow> parties;
    private final RowSet<Row> invoices;
    private final Map<Long, List<Line>> lines = new HashMap<>();
    private final Map<Long, List<TaxItem>> taxItems = new HashMap<>();
    private final List<Carried> carried = new ArrayList<>();
    private final CurrencyUnit currency;

    BillDocumentRows(
            Row head,
            List<PartyRow> parties,
            RowSet<Row> invoices,
            RowSet<Row> lineRows,
            RowSet<Row> taxRows,
            RowSet<Row> carriedRows) {
        this.head = head;
        this.parties = parties.stream().collect(Collectors.toMap(PartyRow::id, Function.identity()));
        this.invoices = invoices;
        this.currency = CurrencyUnit.of(head.getString("currency"));
        for (Row row : lineRows) {
            lines.computeIfAbsent(row.getLong("invoice_id"), invoice -> new ArrayList<>())
                    .add(line(row));
        }
        for (Row row : taxRows) {
            taxItems.computeIfAbsent(row.getLong("invoice_id"), invoice -> new ArrayList<>())
                    .add(taxItem(row));
        }
        for (Row row : carriedRows) {
            carried.add(new Carried(
                    row.getString("payment_reference"), row.getLocalDate("issue_date"), money(row, "amount_due")));
        }
    }

    BillDocument document() {
        PartyRow issuer = parties.get(head.getLong("issuer_id"));
        String reference = head.getString("payment_reference");
        List<TaxInvoice> documents = new ArrayList<>();
        for (Row row : invoices) {
            documents.add(invoice(row));
        }
        return new BillDocument(
                head.getUUID("uuid"),
                reference,
                head.getString("state"),
                head.getLocalDate("issue_date"),
                head.getLocalDate("due_date"),
                head.getLocalDate("bill_period"),
                head.getLocalDate("period_to"),
                currency,
                head.getString("language"),
                issuer.party(),
                party(head.getLong("party_id")),
                head.getUUID("account_uuid"),
                head.getString("account_number"),
                head.getString("account_name"),
                new Payment(issuer.party().name(), issuer.iban().orElse(""), issuer.bic(), reference),
                money(head, "net"),
                money(head, "tax"),
                new AmountDue(
                        money(head, "balance_forward"),
                        money(head, "rounding"),
                        money(head, "amount_due"),
                        head.getBoolean("carries")),
                carried,
                documents);
    }

    private TaxInvoice invoice(Row row) {
        long id = row.getLong("id");
        return new TaxInvoice(
                row.getUUID("uuid"),
                Optional.ofNullable(row.getString("number")),
                InvoiceType.ofCode(row.getString("type_code")),
                row.getBoolean("agency"),
                Optional.ofNullable(row.getString("seller_vat_number"))
                        .map(party(row.getLong("seller_party_id"))::withVatNumber)
                        .orElse(party(row.getLong("seller_party_id"))),
                party(row.getLong("buyer_party_id")),
                Optional.ofNullable(head.getString("buyer_reference")),
                lines.getOrDefault(id, List.of()),
                taxItems.getOrDefault(id, List.of()),
                money(row, "net"),
                money(row, "tax"),
                money(row, "gross"),
                Optional.ofNullable(row.getString("preceding"))
                        .map(number -> new Preceding(number, row.getLocalDate("preceding_date"))),
                money(row, "rounding"),
                new BuyerReferences(
                        Optional.ofNullable(row.getString("order_reference")),
                        Optional.ofNullable(row.getString("cost_centre"))));
    }

    private Line line(Row row) {
        return new Line(
                row.getInteger("position"),
                row.getString("account_number"),
                row.getString("account_name"),
                row.getString("product_key"),
                row.getString("product_name"),
                row.getString("description"),
                row.getBigDecimal("quantity"),
                row.getString("unit"),
                row.getLocalDate("service_from"),
                row.getLocalDate("service_to"),
                money(row, "net"),
                TaxCategory.valueOf(row.getString("tax_category")),
                row.getBigDecimal("tax_rate"),
                PriceExplanation.of(row, head.getShort("day_of_month")),
                conversion(row),
                row.getInteger("detail_rows"),
                Optional.ofNullable(row.getBigDecimal("tax")).map(tax -> money(row, "tax")));
    }

    private static Optional<Conversion> conversion(Row row) {
        BigDecimal rate = row.getBigDecimal("rate");
        return rate == null
                ? Optional.empty()
                : Optional.of(new Conversion(
                        row.getBigDecimal("amount"),
                        CurrencyUnit.of(row.getString("currency")),
                        rate,
                        row.getString("rate_source"),
                        row.getLocalDate("rate_date")));
    }

    private TaxItem taxItem(Row row) {
        return new TaxItem(
                TaxCategory.valueOf(row.getString("category")),
                row.getBigDecimal("rate"),
                money(row, "taxable"),
                money(row, "tax"),
                Optional.ofNullable(row.getString("exemption_reason_code")),
                Optional.ofNullable(row.getString("exemption_reason")));
    }

    private Party party(long id) {
        return parties.get(id).party();
    }

    private Money money(Row row, String column) {
        return Money.of(currency, row.getBigDecimal(column));
    }
}
