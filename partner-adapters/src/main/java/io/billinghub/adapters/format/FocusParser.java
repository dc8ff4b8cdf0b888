package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.descriptor.CsvDialect;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * FOCUS 1.0 CSV: one document is one partner bill.
 *
 * <ul>
 *   <li>Number: the InvoiceId if all rows have the same one; else the billing account and the period's month; else, where
 *       several billing accounts share the file, the file's name and the month.
 *   <li>Amount: BilledCost as written, never rounded.
 *   <li>Dates: those of the document, which FOCUS writes in UTC: the provider's own calendar decides which period a row
 *       belongs to. In the tenant's zone the last hours of each month would move into the next bill.
 *   <li>Negative rows are reversals of their own SKU or resource, which stands as their reference.
 *   <li>Rows of tax are evidence, not charges.
 * </ul>
 */
final class FocusParser implements DocumentParser {

    private static final CsvDialect DIALECT =
            new CsvDialect(',', '"', StandardCharsets.UTF_8, '.', DateTimeFormatter.ISO_LOCAL_DATE);

    private final String account;
    private final String product;
    private final String cost;
    private final List<String> group;
    private final String fileName;

    FocusParser(JsonNode mapping, String fileName) {
        this.account = mapping.path("account").asText("SubAccountId");
        this.product = mapping.path("product").asText("ServiceName");
        this.cost = mapping.path("cost").asText("BilledCost");
        this.group = mapping.has("group") ? Columns.names(mapping.path("group")) : List.of("SkuId");
        this.fileName = fileName;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Head head = new Head();
        new CsvRows(DIALECT).read(file, List.of(cost, "BillingCurrency"), row -> {
            head.rows++;
            sink.accept(line(row, head));
        });
        return Optional.of(head.bill(fileName));
    }

    private ParsedLine line(CsvRows.Row row, Head head) {
        BigDecimal net = null;
        String currency = null;
        try {
            row.requireWhole();
            currency = currency(row);
            net = Values.number(cost, row.get(cost), '.');
            String category = row.get("ChargeCategory");
            if (category != null && category.equalsIgnoreCase("Tax")) {
                return new EvidenceLine(
                        head.rows,
                        row.place(),
                        RuleCode.TAX_ROW_IGNORED,
                        "a row of tax, not of a charge",
                        net,
                        currency);
            }
            head.see(row, currency);
            if (currency != null && !currency.equals(head.currency)) {
                return new FlawedLine(
                        head.rows,
                        row.place(),
                        RuleCode.LINE_CURRENCY_DIFFERS,
                        "the row is in " + currency + ", the document in " + head.currency,
                        net,
                        currency);
            }
            return charge(row, head.rows, net, category);
        } catch (LineFlawException e) {
            return new FlawedLine(head.rows, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), net, currency);
        }
    }

    private CanonicalLine charge(CsvRows.Row row, int position, BigDecimal net, String category) {
        String priced = row.get("PricingQuantity");
        String quantity = priced == null ? row.get("ConsumedQuantity") : priced;
        String unit = priced == null ? row.get("ConsumedUnit") : row.get("PricingUnit");
        String name = Values.orElse(row.get(product), "");
        return new CanonicalLine(
                position,
                row.place(),
                row.identity(),
                Values.text(Values.orElse(row.get(account), row.get("BillingAccountId"))),
                Values.text(name),
                Columns.joined(row, group),
                Values.text(Values.orElse(row.get("ChargeDescription"), name)),
                quantity == null ? BigDecimal.ONE : Values.number("PricingQuantity", quantity, '.'),
                Values.text(Values.orElse(unit, "unit")),
                net,
                null,
                period(row),
                reference(row, category));
    }

    private static ServicePeriod period(CsvRows.Row row) {
        String start = row.get("ChargePeriodStart");
        if (start == null) {
            return null;
        }
        LocalDateTime from = Values.utc("ChargePeriodStart", start);
        String end = row.get("ChargePeriodEnd");
        LocalDate to = end == null
                ? from.toLocalDate().plusDays(1)
                : Values.utc("ChargePeriodEnd", end).minusNanos(1).toLocalDate().plusDays(1);
        return Values.period(from.toLocalDate(), to);
    }

    private static String reference(CsvRows.Row row, String category) {
        if ("Correction".equalsIgnoreCase(row.get("ChargeClass")) || "Credit".equalsIgnoreCase(category)) {
            return "FOCUS " + (category == null ? "Correction" : category);
        }
        String sku = Values.orElse(row.get("SkuId"), row.get("SkuPriceId"));
        return Values.orElse(sku, row.get("ResourceId"));
    }

    private static String currency(CsvRows.Row row) {
        String currency = row.get("BillingCurrency");
        return currency == null ? null : currency.toUpperCase(Locale.ROOT);
    }

    /** What the rows say about the bill. */
    private static final class Head {
        private int rows;
        private String currency;
        private LocalDate from;
        private LocalDate to;
        private boolean withoutInvoice;
        private final Set<String> invoices = new TreeSet<>();
        private final Set<String> accounts = new TreeSet<>();

        void see(CsvRows.Row row, String rowCurrency) {
            if (currency == null) {
                currency = rowCurrency;
            }
            note(invoices, row.get("InvoiceId"));
            withoutInvoice |= row.get("InvoiceId") == null;
            note(accounts, row.get("BillingAccountId"));
            if (row.get("BillingPeriodStart") == null || row.get("BillingPeriodEnd") == null) {
                return;
            }
            LocalDate start = Values.utc("BillingPeriodStart", row.get("BillingPeriodStart"))
                    .toLocalDate();
            LocalDate end = Values.utc("BillingPeriodEnd", row.get("BillingPeriodEnd"))
                    .minusNanos(1)
                    .toLocalDate()
                    .plusDays(1);
            Values.period(start, end);
            from = from == null || start.isBefore(from) ? start : from;
            to = to == null || end.isAfter(to) ? end : to;
        }

        /** Two are enough to know that there is more than one. */
        private static void note(Set<String> seen, String value) {
            if (value != null && seen.size() < 2) {
                seen.add(value);
            }
        }

        CanonicalBill bill(String fileName) {
            String month = from == null ? "" : "-" + from.toString().substring(0, 7);
            String number;
            if (invoices.size() == 1 && !withoutInvoice) {
                number = invoices.iterator().next();
            } else if (accounts.size() == 1) {
                number = accounts.iterator().next() + month;
            } else {
                number = DocumentParsers.stem(fileName) + month;
            }
            return new CanonicalBill(Values.text(number), BillType.INVOICE, currency, from, to, null, null);
        }
    }
}
