package io.billinghub.adapters.assurance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Whether an amount is far above those of the same account and product before; one that is far below may be of a bill that others of the
 * period follow. Median and median absolute deviation (MAD) are not moved by a
 * few unusual amounts, as mean and standard deviation are. Pure.
 */
final class Outlier {

    /** Fewer periods say nothing of what is usual. */
    static final int LEAST_PERIODS = 4;

    /** How many scaled deviations an amount may be off: 1.4826 × MAD is a standard deviation where amounts are normally spread. */
    private static final BigDecimal DEVIATIONS = new BigDecimal("6").multiply(new BigDecimal("1.4826"));
    /** Steady amounts have a deviation of zero: an amount is unusual only from so many times the median on. */
    private static final BigDecimal TIMES = new BigDecimal("3");
    /** A season that was there before is none: two periods of this part of the amount. */
    private static final BigDecimal SEASON = new BigDecimal("0.66");
    /** Less than this above the median is not worth a question, in whatever currency. */
    private static final BigDecimal LEAST = new BigDecimal("5");

    private Outlier() {}

    /**
     * What is unusual, in words; empty if nothing is.
     *
     * @param before amounts of earlier periods, in any order
     */
    static Optional<String> of(BigDecimal amount, List<BigDecimal> before) {
        if (before.size() < LEAST_PERIODS) {
            return Optional.empty();
        }
        BigDecimal median = median(before);
        BigDecimal deviation =
                median(before.stream().map(each -> each.subtract(median).abs()).toList());
        BigDecimal above = amount.subtract(median);
        boolean far = above.compareTo(deviation.multiply(DEVIATIONS).max(LEAST)) > 0;
        BigDecimal part = amount.multiply(SEASON);
        boolean season =
                before.stream().filter(each -> each.compareTo(part) >= 0).count() >= 2;
        if (median.signum() <= 0 || !far || season || amount.compareTo(median.multiply(TIMES)) <= 0) {
            return Optional.empty();
        }
        String times = amount.divide(median, 2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return Optional.of(amount.stripTrailingZeros().toPlainString() + " is " + times + " times the median of "
                + median.stripTrailingZeros().toPlainString() + " over " + before.size() + " periods");
    }

    private static BigDecimal median(List<BigDecimal> values) {
        List<BigDecimal> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : sorted.get(half - 1).add(sorted.get(half)).divide(BigDecimal.valueOf(2));
    }
}
