package io.billinghub.adapters.suggest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What columns of numbers say of one another: quantity × price = amount, net + tax = gross. */
final class Arithmetic {

    private static final int FEWEST_ROWS = 3;
    private static final int SHARE = 95;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** More columns of numbers are not tried in threes. */
    private static final int MOST_COLUMNS = 14;

    /** Columns of which the product of the first two, or their sum, is the third. */
    record Three(int first, int second, int result) {}

    private final List<List<BigDecimal>> columns;
    private final List<Integer> numeric = new ArrayList<>();

    /** @param columns per column the rows' numbers; null where a value is no number */
    Arithmetic(List<List<BigDecimal>> columns) {
        this.columns = columns;
        for (int i = 0; i < columns.size() && numeric.size() < MOST_COLUMNS; i++) {
            List<BigDecimal> column = columns.get(i);
            long there = column.stream().filter(value -> value != null).count();
            if (there >= FEWEST_ROWS && 100 * there >= SHARE * (long) column.size()) {
                numeric.add(i);
            }
        }
    }

    /** Two columns and the one that holds their product, to the cent, where that is no coincidence. */
    Optional<Three> product() {
        for (int a : numeric) {
            for (int b : numeric) {
                for (int c : numeric) {
                    if (a < b && c != a && c != b && isProduct(a, b, c)) {
                        return Optional.of(new Three(a, b, c));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The net amount, the tax, and the gross amount. */
    Optional<Three> sum() {
        for (int a : numeric) {
            for (int b : numeric) {
                for (int c : numeric) {
                    if (a != b && c != a && c != b && isSum(a, b, c)) {
                        return Optional.of(new Three(a, b, c));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean isProduct(int a, int b, int c) {
        int hits = 0;
        int told = 0;
        int rows = 0;
        for (int row = 0; row < columns.get(a).size(); row++) {
            BigDecimal first = columns.get(a).get(row);
            BigDecimal second = columns.get(b).get(row);
            BigDecimal result = columns.get(c).get(row);
            if (first == null || second == null || result == null) {
                continue;
            }
            rows++;
            // one times anything, and nothing at all, tell nothing
            boolean tells = result.signum() != 0
                    && first.compareTo(BigDecimal.ONE) != 0
                    && second.compareTo(BigDecimal.ONE) != 0;
            if (close(first.multiply(second), result)) {
                hits++;
                told += tells ? 1 : 0;
            }
        }
        return rows >= FEWEST_ROWS && 100 * hits >= SHARE * rows && told >= FEWEST_ROWS;
    }

    private boolean isSum(int net, int tax, int gross) {
        int hits = 0;
        int told = 0;
        int rows = 0;
        for (int row = 0; row < columns.get(net).size(); row++) {
            BigDecimal first = columns.get(net).get(row);
            BigDecimal second = columns.get(tax).get(row);
            BigDecimal result = columns.get(gross).get(row);
            if (first == null || second == null || result == null || first.abs().compareTo(second.abs()) < 0) {
                continue;
            }
            rows++;
            if (first.add(second).subtract(result).abs().compareTo(CENT) <= 0) {
                hits++;
                told += second.signum() == 0 ? 0 : 1;
            }
        }
        return rows >= FEWEST_ROWS && 100 * hits >= SHARE * rows && told >= FEWEST_ROWS;
    }

    /** Equal when the exact product is rounded to as many decimals as the result has, but at least to the cent. */
    private static boolean close(BigDecimal exact, BigDecimal result) {
        int decimals = Math.max(2, result.scale());
        BigDecimal off =
                exact.setScale(decimals, RoundingMode.HALF_UP).subtract(result).abs();
        return off.compareTo(BigDecimal.ONE.movePointLeft(decimals)) <= 0;
    }
}
