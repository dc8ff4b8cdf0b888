package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FileStem;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.NumberStyle;
import io.billinghub.adapters.mapping.Sign;
import io.billinghub.adapters.mapping.Tables;
import io.billinghub.adapters.mapping.Units;
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
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A bill as a flat document, in the partner's own columns and style; one bill per document. */
public final class FlatBillParser implements DocumentParser {

    /** Of these, the columns that a mapping names tell a line from a sum; one alone tells nothing. */
    private static final List<String> OF_LINES = List.of("id", "account", "product", "from");

    private static final int ENOUGH = 2;

    private final Fields fields;
    private final JsonNode columns;
    private final boolean inclusive;
    private final Sign sign;
    private final Units units;
    private final int netDecimals;
    private final Set<String> taxRows = new HashSet<>();
    private final Totals totals;
    private final FlatRows rows;
    private final String fileName;

    /** @throws IllegalArgumentException if an expression of the mapping can't be used */
    public FlatBillParser(JsonNode mapping, FlatStyle style, FlatRows rows, String fileName) {
        this.columns = mapping.path("columns");
        this.fields = new Fields(mapping, style);
        this.inclusive = !mapping.path("periodEnd").asText("inclusive").equals("exclusive");
        this.sign = Sign.of(mapping.path("sign"));
        this.units = mapping.path("units").asText("plain").equals("blocks") ? new Units() : null;
        this.netDecimals = mapping.path("netDecimals").asInt(Integer.MAX_VALUE);
        mapping.at("/taxRows/equals").forEach(text -> taxRows.add(normal(text.asText())));
        this.totals = new Totals(mapping.path("totals"), style.numbers(), sign);
        Tables tables = Tables.of(mapping);
        if (sign.byIndicator()) {
            fields.add("sign", mapping.at("/sign/column"), tables);
        }
        if (!taxRows.isEmpty()) {
            fields.add("taxRows", mapping.at("/taxRows/column"), tables);
        }
        this.rows = rows;
        this.fileName = fileName;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        rows.read(file, reading);
        totals.requireFound(reading.position);
        String number = FileStem.orNumber(reading.number, fileName, file);
        return Optional.of(new CanonicalBill(
                Values.text(number),
                BillType.INVOICE,
                reading.currency,
                null,
                null,
                totals.net(),
                totals.tax(),
                reading.replaces));
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** The fields of a bill's lines, bound to the columns of the document. */
    private final class Bound {
        private final Fields.Field id = fields.field("id");
        private final Fields.Field account = fields.field("account");
        private final Fields.Field product = fields.field("product");
        private final Fields.Field group = fields.field("group");
        private final Fields.Field description = fields.field("description");
        private final Fields.Field quantity = fields.field("quantity");
        private final Fields.Field unit = fields.field("unit");
        private final Fields.Field net = fields.field("net");
        private final Fields.Field taxCategory = fields.field("taxCategory");
        private final Fields.Field taxRate = fields.field("taxRate");
        private final Fields.Field from = fields.field("from");
        private final Fields.Field to = fields.field("to");
        private final Fields.Field number = fields.field("number");
        private final Fields.Field currency = fields.field("currency");
        private final Fields.Field reference = fields.field("reference");
        private final Fields.Field replaces = fields.field("replaces");
        private final Fields.Field indicator = fields.field("sign");
        private final Fields.Field taxRow = fields.field("taxRows");
        private final String netName =
                columns.path("net").isTextual() ? columns.path("net").asText() : "net";
    }

    /** One document that is being read, and what its rows say about the bill. */
    private final class Reading implements FlatRows.Reader {
        private final Consumer<ParsedLine> sink;
        private Bound bound;
        private int position;
        private String number;
        private String replaces;
        private String currency;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        @Override
        public void header(Header header) {
            fields.bind(header);
            totals.bind(header);
            bound = new Bound();
        }

        @Override
        public void row(FlatRow row) {
            if (totals.isTotal(row)) {
                totals.read(row);
                return;
            }
            position++;
            sink.accept(line(row));
        }

        /** A sum is a sum wherever it stands. A charge below the last line is not given up unseen. */
        @Override
        public void footer(FlatRow row) {
            if (totals.isTotal(row)) {
                totals.read(row);
                return;
            }
            List<String> named = OF_LINES.stream().filter(columns::has).toList();
            boolean full = named.size() >= ENOUGH
                    && named.stream().allMatch(name -> fields.field(name).of(row) != null);
            if (full && bound.net.of(row) != null) {
                position++;
                sink.accept(footerLine(row));
            }
        }

        private ParsedLine footerLine(FlatRow row) {
            String rowCurrency = Values.orElse(bound.currency.of(row), currency);
            BigDecimal net = null;
            try {
                row.requireWhole();
                net = net(row, rowCurrency, bound.indicator.of(row));
            } catch (LineFlawException e) {
                return new FlawedLine(position, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), null, currency);
            }
            return new FlawedLine(
                    position, row.place(), RuleCode.MALFORMED_LINE, FlatRow.LINE_IN_FOOTER, net, currency);
        }

        private ParsedLine line(FlatRow row) {
            BigDecimal net = null;
            try {
                row.requireWhole();
                String rowCurrency = Values.orElse(bound.currency.of(row), "");
                if (!isUpperCase(rowCurrency)) {
                    rowCurrency = rowCurrency.toUpperCase(Locale.ROOT);
                }
                boolean tax = isTax(row);
                if (!tax) {
                    see(row.place(), bound.number.of(row), rowCurrency);
                    replaces = Restated.of(row.place(), replaces, bound.replaces.of(row));
                }
                String credit = bound.indicator.of(row);
                net = net(row, rowCurrency, credit);
                if (tax) {
                    return new EvidenceLine(
                            position,
                            row.place(),
                            RuleCode.TAX_ROW_IGNORED,
                            "a row of tax, not of a charge",
                            net,
                            rowCurrency.isEmpty() ? currency : rowCurrency);
                }
                if (!rowCurrency.equals(currency == null ? "" : currency)) {
                    return new FlawedLine(
                            position,
                            row.place(),
                            RuleCode.LINE_CURRENCY_DIFFERS,
                            "the row is in " + rowCurrency + ", the document in " + currency,
                            net,
                            rowCurrency.isEmpty() ? null : rowCurrency);
                }
                return charge(row, net, credit);
            } catch (LineFlawException e) {
                return new FlawedLine(position, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), net, currency);
            }
        }

        private boolean isTax(FlatRow row) {
            String kind = taxRows.isEmpty() ? null : bound.taxRow.of(row);
            return kind != null && taxRows.contains(normal(kind));
        }

        private BigDecimal net(FlatRow row, String rowCurrency, String credit) {
            BigDecimal written = bound.net.numbers().amount(bound.netName, bound.net.of(row), rowCurrency);
            return NumberStyle.rounded(sign.amount(written, credit), netDecimals);
        }

        private CanonicalLine charge(FlatRow row, BigDecimal net, String credit) {
            String id = bound.id.of(row);
            String product = bound.product.text(row);
            String unitText = Values.orElse(bound.unit.of(row), "unit");
            String written = bound.quantity.of(row);
            BigDecimal quantity = written == null
                    ? BigDecimal.ONE
                    : sign.quantity(bound.quantity.numbers().amount("quantity", written, null), credit);
            if (units != null) {
                Units.Block block = units.of(unitText);
                quantity = written == null ? quantity : block.times(quantity);
                unitText = block.unit();
            }
            String rate = bound.taxRate.of(row);
            return new CanonicalLine(
                    position,
                    row.place(),
                    id == null ? row.identity() : "id:" + id,
                    bound.account.text(row),
                    product,
                    bound.group.text(row),
                    Values.text(Values.orElse(bound.description.of(row), product)),
                    quantity,
                    Values.text(unitText),
                    net,
                    Values.tax(
                            bound.taxCategory.of(row),
                            rate == null ? null : bound.taxRate.numbers().percent("taxRate", rate)),
                    period(row),
                    bound.reference.of(row));
        }

        private ServicePeriod period(FlatRow row) {
            String from = bound.from.of(row);
            if (from == null) {
                return null;
            }
            LocalDate first = bound.from.dateTime(from).toLocalDate();
            String to = bound.to.of(row);
            if (to == null) {
                return Values.period(first, first.plusDays(1));
            }
            LocalDateTime end = bound.to.dateTime(to);
            return Values.period(
                    first, (inclusive ? end : end.minusNanos(1)).toLocalDate().plusDays(1));
        }

        private void see(String place, String rowNumber, String rowCurrency) {
            if (currency == null && !rowCurrency.isEmpty()) {
                currency = rowCurrency;
            }
            if (number == null) {
                number = rowNumber;
            } else if (rowNumber != null && !rowNumber.equals(number)) {
                throw new RefusedException(
                        RuleCode.SEVERAL_BILLS,
                        place,
                        "the row belongs to bill " + rowNumber + ", those before it to " + number);
            }
        }

        private boolean isUpperCase(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                    return false;
                }
            }
            return true;
        }
    }
}
