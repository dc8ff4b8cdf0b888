package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.descriptor.CsvDialect;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A bill as flat CSV, in the partner's own columns and dialect; one bill per document. */
final class CsvBillParser implements DocumentParser {

    private final JsonNode columns;
    private final JsonNode constants;
    private final JsonNode totals;
    private final List<String> group;
    private final boolean inclusive;
    private final CsvDialect dialect;
    private final String fileName;

    CsvBillParser(JsonNode mapping, CsvDialect dialect, String fileName) {
        this.columns = mapping.path("columns");
        this.constants = mapping.path("constants");
        this.totals = mapping.path("totals");
        this.group = Columns.names(columns.path("group"));
        this.inclusive = !mapping.path("periodEnd").asText("inclusive").equals("exclusive");
        this.dialect = dialect;
        this.fileName = fileName;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Head head = new Head();
        new CsvRows(dialect).read(file, required(), row -> {
            if (isTotal(row)) {
                total(row, head);
            } else {
                head.rows++;
                sink.accept(line(row, head));
            }
        });
        String number = Values.orElse(head.number, DocumentParsers.stem(fileName));
        return Optional.of(new CanonicalBill(
                Values.text(number), BillType.INVOICE, head.currency, null, null, head.net, head.tax));
    }

    private List<String> required() {
        List<String> required = new ArrayList<>(group);
        columns.properties().forEach(column -> {
            if (column.getValue().isTextual()) {
                required.add(column.getValue().asText());
            }
        });
        return required;
    }

    private boolean isTotal(CsvRows.Row row) {
        return totals.has("column")
                && totals.path("equals")
                        .asText()
                        .equals(row.get(totals.path("column").asText()));
    }

    private void total(CsvRows.Row row, Head head) {
        try {
            head.net = amount(row, "net", head.net);
            head.tax = amount(row, "tax", head.tax);
        } catch (LineFlawException e) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT, row.place(), "in the row of totals: " + e.getMessage());
        }
    }

    private BigDecimal amount(CsvRows.Row row, String total, BigDecimal otherwise) {
        String text = totals.has(total) ? row.get(totals.path(total).asText()) : null;
        return text == null ? otherwise : Values.number("total " + total, text, dialect.decimal());
    }

    private ParsedLine line(CsvRows.Row row, Head head) {
        BigDecimal net = null;
        String currency = null;
        try {
            row.requireWhole();
            currency = Values.orElse(value(row, "currency"), "").toUpperCase(Locale.ROOT);
            head.see(row.place(), value(row, "number"), currency);
            net = Values.number(columns.path("net").asText(), value(row, "net"), dialect.decimal());
            if (!currency.equals(Values.orElse(head.currency, ""))) {
                return new FlawedLine(
                        head.rows,
                        row.place(),
                        RuleCode.LINE_CURRENCY_DIFFERS,
                        "the row is in " + currency + ", the document in " + head.currency,
                        net,
                        currency.isEmpty() ? null : currency);
            }
            return charge(row, head.rows, net);
        } catch (LineFlawException e) {
            return new FlawedLine(head.rows, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), net, head.currency);
        }
    }

    private CanonicalLine charge(CsvRows.Row row, int position, BigDecimal net) {
        String id = value(row, "id");
        String product = Values.orElse(value(row, "product"), "");
        String quantity = value(row, "quantity");
        String rate = value(row, "taxRate");
        return new CanonicalLine(
                position,
                row.place(),
                id == null ? row.identity() : "id:" + id,
                Values.text(value(row, "account")),
                Values.text(product),
                Columns.joined(row, group),
                Values.text(Values.orElse(value(row, "description"), product)),
                quantity == null ? BigDecimal.ONE : Values.number("quantity", quantity, dialect.decimal()),
                Values.text(Values.orElse(value(row, "unit"), "unit")),
                net,
                Values.tax(value(row, "taxCategory"), rate == null ? null : rate(rate)),
                period(row),
                value(row, "reference"));
    }

    private BigDecimal rate(String text) {
        String plain = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        return Values.number("taxRate", plain, dialect.decimal());
    }

    private ServicePeriod period(CsvRows.Row row) {
        String from = value(row, "from");
        if (from == null) {
            return null;
        }
        LocalDate first = Values.date("from", from, dialect.date());
        String to = value(row, "to");
        if (to == null) {
            return Values.period(first, first.plusDays(1));
        }
        LocalDate last = Values.date("to", to, dialect.date());
        return Values.period(first, inclusive ? last.plusDays(1) : last);
    }

    private String value(CsvRows.Row row, String field) {
        String value = columns.has(field) ? row.get(columns.path(field).asText()) : null;
        return value == null ? constants.path(field).textValue() : value;
    }

    /** What the rows say about the bill. */
    private static final class Head {
        private int rows;
        private String number;
        private String currency;
        private BigDecimal net;
        private BigDecimal tax;

        void see(String place, String rowNumber, String rowCurrency) {
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
    }
}
