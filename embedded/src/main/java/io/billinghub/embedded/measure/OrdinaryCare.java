package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What careful but ordinary software would catch: the document can be read by its columns, its number and its lines' ids are new,
 * and its lines add up to its total. The baseline that a hub has to beat.
 */
final class OrdinaryCare {
    private static final int NUMBER = Dialect.HEADERS.indexOf("number");
    private static final int LINE = Dialect.HEADERS.indexOf("line");
    private static final int PRODUCT = Dialect.HEADERS.indexOf("product");
    private static final int NET = Dialect.HEADERS.indexOf("net");
    private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");

    private final Set<String> seen = new HashSet<>();

    /** Judges the documents in the order in which they come. */
    Verdict verdict(Delivery delivery) {
        if (delivery.content().isEmpty()) {
            return Verdict.PASSED;
        }
        Optional<List<List<String>>> rows =
                rows(delivery.content().get(), delivery.bill().partner().dialect());
        if (rows.isEmpty() || !seen.add(rows.get().get(0).get(NUMBER))) {
            return Verdict.HELD;
        }
        Set<String> ids = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal total = null;
        for (List<String> row : rows.get()) {
            BigDecimal net = new BigDecimal(row.get(NET));
            if (row.get(PRODUCT).equals("TOTAL")) {
                total = net;
            } else {
                sum = sum.add(net);
                if (!ids.add(row.get(LINE))) {
                    return Verdict.HELD;
                }
            }
        }
        boolean addsUp = total != null && total.subtract(sum).abs().compareTo(HALF_A_CENT) <= 0;
        return addsUp ? Verdict.PASSED : Verdict.HELD;
    }

    /** The rows with plain numbers; empty if the document can't be read. */
    static Optional<List<List<String>>> rows(String text, Dialect dialect) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            List<String> fields =
                    new ArrayList<>(Arrays.asList(line.split(Pattern.quote(String.valueOf(dialect.separator())), -1)));
            if (fields.size() != Dialect.HEADERS.size()) {
                return Optional.empty();
            }
            rows.add(fields);
        }
        if (rows.size() < 2 || !rows.get(0).equals(Dialect.HEADERS)) {
            return Optional.empty();
        }
        rows.remove(0);
        for (List<String> row : rows) {
            String net = row.get(NET).replace(dialect.decimal(), '.');
            if (!net.matches("-?\\d+(\\.\\d+)?")) {
                return Optional.empty();
            }
            row.set(NET, net);
        }
        return Optional.of(rows);
    }
}
