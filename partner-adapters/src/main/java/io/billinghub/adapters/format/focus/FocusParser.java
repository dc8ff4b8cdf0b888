package io.billinghub.adapters.format.focus;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FileStem;
import io.billinghub.adapters.format.csv.CsvDialect;
import io.billinghub.adapters.format.csv.CsvRows;
import io.billinghub.adapters.format.flat.Columns;
import io.billinghub.adapters.format.flat.FlatRow;
import io.billinghub.adapters.format.flat.FlatRows;
import io.billinghub.adapters.format.flat.Header;
import io.billinghub.adapters.format.parquet.ParquetRows;
import io.billinghub.adapters.mapping.DateStyle;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.NumberStyle;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * FOCUS 1.0, as CSV or as Parquet, whichever the document is: one document is one partner bill.
 *
 * <ul>
 *   <li>Number: the InvoiceId if all rows have the same one; else the billing account and the period's month; else, where
 *       several billing accounts share the file, the file's name and the month.
 *   <li>Amount: BilledCost as written, never rounded: what a commitment has paid already costs 0 there, however much
 *       EffectiveCost spreads over it.
 *   <li>Currency: BillingCurrency, which must be one of ISO 4217: a bill in tokens or credits is refused. Usage that is
 *       priced in them (PricingCurrency) and billed in money comes in.
 *   <li>Dates: those of the document, which FOCUS writes in UTC: the provider's own calendar decides which period a row
 *       belongs to. In the tenant's zone the last hours of each month would move into the next bill.
 *   <li>Negative rows are reversals of their own SKU or resource, which stands as their reference.
 *   <li>Rows of tax are evidence, not charges.
 * </ul>
 */
final class FocusParser implements DocumentParser {

    /** Columns that are read besides those that the mapping names. */
    private static final List<String> READ = List.of(
            "BillingCurrency",
            "ChargeCategory",
            "ChargeClass",
            "PricingQuantity",
            "PricingUnit",
            "ConsumedQuantity",
            "ConsumedUnit",
            "BillingAccountId",
            "ChargeDescription",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "SkuId",
            "SkuPriceId",
            "ResourceId",
            "InvoiceId",
            "BillingPeriodStart",
            "BillingPeriodEnd");

    private final JsonNode options;
    private final String account;
    private final String product;
    private final String cost;
    private final List<String> group;
    private final String fileName;
    private final DateStyle dates;

    FocusParser(JsonNode options, JsonNode mapping, String fileName) {
        this.options = options;
        this.account = mapping.path("account").asText("SubAccountId");
        this.product = mapping.path("product").asText("ServiceName");
        this.cost = mapping.path("cost").asText("BilledCost");
        this.group = mapping.has("group") ? Columns.names(mapping.path("group")) : List.of("SkuId");
        this.dates = DateStyle.of(options.path("date"), "iso");
        this.fileName = fileName;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        rows(file).read(file, reading);
        return Optional.of(reading.head.bill(fileName));
    }

    private FlatRows rows(Path file) throws IOException {
        if (!ParquetRows.isParquet(file)) {
            return new CsvRows(CsvDialect.plain(StandardCharsets.UTF_8));
        }
        Set<String> columns = new HashSet<>(READ);
        columns.addAll(List.of(account, product, cost));
        columns.addAll(group);
        return ParquetRows.of(options, columns);
    }

    /** Where the columns stand; -1 for those that the document has not. */
    private final class Positions {
        private final int net;
        private final int currency;
        private final int category;
        private final int chargeClass;
        private final int pricingQuantity;
        private final int pricingUnit;
        private final int consumedQuantity;
        private final int consumedUnit;
        private final int name;
        private final int subAccount;
        private final int billingAccount;
        private final int description;
        private final int start;
        private final int end;
        private final int sku;
        private final int skuPrice;
        private final int resource;
        private final int invoice;
        private final int billingStart;
        private final int billingEnd;
        private final int[] groups;

        Positions(Header header) {
            header.require(List.of(cost, "BillingCurrency"));
            net = header.find(cost);
            currency = header.find("BillingCurrency");
            category = header.find("ChargeCategory");
            chargeClass = header.find("ChargeClass");
            pricingQuantity = header.find("PricingQuantity");
            pricingUnit = header.find("PricingUnit");
            consumedQuantity = header.find("ConsumedQuantity");
            consumedUnit = header.find("ConsumedUnit");
            name = header.find(product);
            subAccount = header.find(account);
            billingAccount = header.find("BillingAccountId");
            description = header.find("ChargeDescription");
            start = header.find("ChargePeriodStart");
            end = header.find("ChargePeriodEnd");
            sku = header.find("SkuId");
            skuPrice = header.find("SkuPriceId");
            resource = header.find("ResourceId");
            invoice = header.find("InvoiceId");
            billingStart = header.find("BillingPeriodStart");
            billingEnd = header.find("BillingPeriodEnd");
            groups = group.stream().mapToInt(header::find).toArray();
        }
    }

    /** One document that is being read. */
    private final class Reading implements FlatRows.Reader {
        private final Consumer<ParsedLine> sink;
        private final Head head = new Head();
        private Positions at;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        @Override
        public void header(Header header) {
            at = new Positions(header);
        }

        @Override
        public void row(FlatRow row) {
            head.rows++;
            sink.accept(line(row));
        }

        @Override
        public void footer(FlatRow row) {
            row(row);
        }

        private ParsedLine line(FlatRow row) {
            BigDecimal net = null;
            String currency = null;
            try {
                row.requireWhole();
                currency = head.currency(row, row.at(at.currency));
                net = amount(cost, row.at(at.net), currency);
                String category = row.at(at.category);
                if (category != null && category.equalsIgnoreCase("Tax")) {
                    return new EvidenceLine(
                            head.rows,
                            row.place(),
                            RuleCode.TAX_ROW_IGNORED,
                            "a row of tax, not of a charge",
                            net,
                            currency);
                }
                if (currency == null) {
                    throw new LineFlawException("BillingCurrency is missing");
                }
                head.see(row, currency, at, dates);
                if (!currency.equals(head.currency)) {
                    return new FlawedLine(
                            head.rows,
                            row.place(),
                            RuleCode.LINE_CURRENCY_DIFFERS,
                            "the row is in " + currency + ", the document in " + head.currency,
                            net,
                            currency);
                }
                return charge(row, net, category);
            } catch (LineFlawException e) {
                return new FlawedLine(head.rows, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), net, currency);
            }
        }

        private CanonicalLine charge(FlatRow row, BigDecimal net, String category) {
            String priced = row.at(at.pricingQuantity);
            String quantity = priced == null ? row.at(at.consumedQuantity) : priced;
            String unit = priced == null ? row.at(at.consumedUnit) : row.at(at.pricingUnit);
            String name = Values.orElse(row.at(at.name), "");
            return new CanonicalLine(
                    head.rows,
                    row.place(),
                    row.identity(),
                    Values.text(Values.orElse(row.at(at.subAccount), row.at(at.billingAccount))),
                    Values.text(name),
                    Values.text(key(row)),
                    Values.text(Values.orElse(row.at(at.description), name)),
                    quantity == null ? BigDecimal.ONE : amount("PricingQuantity", quantity, null),
                    Values.text(Values.orElse(unit, "unit")),
                    net,
                    null,
                    period(row),
                    reference(row, category));
        }

        private String key(FlatRow row) {
            StringBuilder key = new StringBuilder();
            for (int column : at.groups) {
                String value = row.at(column);
                if (value != null) {
                    key.append(key.length() == 0 ? "" : " / ").append(value);
                }
            }
            return key.toString();
        }

        private ServicePeriod period(FlatRow row) {
            String start = row.at(at.start);
            if (start == null) {
                return null;
            }
            LocalDateTime from = dates.dateTime("ChargePeriodStart", start);
            String end = row.at(at.end);
            LocalDate to = end == null
                    ? from.toLocalDate().plusDays(1)
                    : dates.dateTime("ChargePeriodEnd", end)
                            .minusNanos(1)
                            .toLocalDate()
                            .plusDays(1);
            return Values.period(from.toLocalDate(), to);
        }

        private String reference(FlatRow row, String category) {
            if ("Correction".equalsIgnoreCase(row.at(at.chargeClass)) || "Credit".equalsIgnoreCase(category)) {
                return "FOCUS " + (category == null ? "Correction" : category);
            }
            String sku = Values.orElse(row.at(at.sku), row.at(at.skuPrice));
            return Values.orElse(sku, row.at(at.resource));
        }
    }

    private static BigDecimal amount(String field, String text, String currency) {
        return NumberStyle.POINT.amount(field, text, currency);
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
        private final Set<String> known = new HashSet<>();
        private final Set<String> periods = new HashSet<>();

        /** The row's currency, if it is money. */
        String currency(FlatRow row, String written) {
            if (written == null || known.contains(written)) {
                return written;
            }
            String code = written.toUpperCase(Locale.ROOT);
            try {
                Currency.getInstance(code);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(
                        RuleCode.UNKNOWN_CURRENCY,
                        row.place(),
                        "BillingCurrency is \"" + Values.shortened(written)
                                + "\", which is no currency of ISO 4217: tokens and credits can't be billed");
            }
            if (code.equals(written)) {
                known.add(written);
            }
            return code;
        }

        void see(FlatRow row, String rowCurrency, Positions at, DateStyle dates) {
            if (currency == null) {
                currency = rowCurrency;
            }
            String invoice = row.at(at.invoice);
            note(invoices, invoice);
            withoutInvoice |= invoice == null;
            note(accounts, row.at(at.billingAccount));
            String begin = row.at(at.billingStart);
            String finish = row.at(at.billingEnd);
            if (begin == null || finish == null || periods.contains(begin + "\0" + finish)) {
                return;
            }
            LocalDate start = dates.date("BillingPeriodStart", begin);
            LocalDate end = dates.dateTime("BillingPeriodEnd", finish)
                    .minusNanos(1)
                    .toLocalDate()
                    .plusDays(1);
            Values.period(start, end);
            from = from == null || start.isBefore(from) ? start : from;
            to = to == null || end.isAfter(to) ? end : to;
            if (periods.size() < 100) {
                periods.add(begin + "\0" + finish);
            }
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
                number = FileStem.of(fileName) + month;
            }
            return new CanonicalBill(Values.text(number), BillType.INVOICE, currency, from, to, null, null, null);
        }
    }
}
