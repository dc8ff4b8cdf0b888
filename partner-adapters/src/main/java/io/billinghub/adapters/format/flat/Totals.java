package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.NumberStyle;
import io.billinghub.adapters.mapping.Sign;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows that carry the bill's totals and are no lines: what the mapping's {@code totals} says. Of one document. */
final class Totals {

    private final JsonNode totals;
    private final NumberStyle numbers;
    private final Sign sign;
    private final String equal;
    private int column = -1;
    private int netColumn = -1;
    private int taxColumn = -1;
    private int countColumn = -1;
    private boolean found;
    private BigDecimal net;
    private BigDecimal tax;
    private BigDecimal count;

    /** @param sign what sign the partner's amounts have */
    Totals(JsonNode totals, NumberStyle numbers, Sign sign) {
        this.sign = sign;
        this.totals = totals;
        this.numbers = numbers;
        this.equal = totals.path("equals").asText();
    }

    void bind(Header header) {
        Set<List<String>> missing = new LinkedHashSet<>();
        column = bind(header, "column", missing);
        netColumn = bind(header, "net", missing);
        taxColumn = bind(header, "tax", missing);
        countColumn = bind(header, "lines", missing);
        if (!missing.isEmpty()) {
            throw header.missing(missing);
        }
    }

    private int bind(Header header, String name, Set<List<String>> missing) {
        List<String> aliases = Columns.names(totals.path(name));
        int position = header.first(aliases);
        if (position < 0 && !aliases.isEmpty()) {
            missing.add(aliases);
        }
        return position;
    }

    boolean isTotal(FlatRow row) {
        return column >= 0 && equal.equals(row.at(column));
    }

    void read(FlatRow row) {
        found = true;
        try {
            net = amount(row, "net", netColumn, net);
            tax = amount(row, "tax", taxColumn, tax);
            count = value(row, "lines", countColumn, count);
        } catch (LineFlawException e) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT, row.place(), "in the row of totals: " + e.getMessage());
        }
    }

    private BigDecimal amount(FlatRow row, String name, int position, BigDecimal otherwise) {
        BigDecimal written = value(row, name, position, null);
        return written == null ? otherwise : sign.total(written);
    }

    private BigDecimal value(FlatRow row, String name, int position, BigDecimal otherwise) {
        String text = row.at(position);
        return text == null ? otherwise : numbers.amount("total " + name, text, null);
    }

    /** A document that says how it ends, and does not end so, has been cut. */
    void requireFound(int lines) {
        if (totals.path("required").asBoolean() && !found) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "after line " + lines,
                    "the row of totals (" + totals.path("column") + " = " + equal
                            + ") is missing: the document has been cut");
        }
        if (count != null && count.compareTo(BigDecimal.valueOf(lines)) != 0) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "after line " + lines,
                    "the document says that it has " + count.toPlainString() + " lines, and has " + lines);
        }
    }

    BigDecimal net() {
        return net;
    }

    BigDecimal tax() {
        return tax;
    }
}
