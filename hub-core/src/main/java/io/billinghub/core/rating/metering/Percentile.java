package io.billinghub.core.rating.metering;

import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;

/**
 * A percentile of samples, in the reading that the plan names, since providers differ.
 *
 * @param rank greater than 0, at most 100; for example 95
 * @param method null is taken as {@link Method#NEAREST_RANK}
 */
public record Percentile(BigDecimal rank, Method method) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Which of the sorted samples counts. */
    public enum Method {
        /** The smallest sample that at least {@code rank} per cent of the samples do not exceed: number ⌈n × rank ÷ 100⌉. */
        NEAREST_RANK,
        /**
         * The highest sample that is left when the top {@code 100 − rank} per cent are discarded, a begun sample
         * included: number ⌊n × rank ÷ 100⌋, but at least the first.
         */
        DISCARD_TOP,
        /** Between the two samples around {@code (n − 1) × rank ÷ 100}, in proportion. */
        INTERPOLATED
    }

    /** Refuses a rank outside of its limits. */
    public Percentile {
        Parts.positive(rank, "rank");
        if (rank.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("rank must be at most 100, but is " + rank.toPlainString());
        }
        method = method == null ? Method.NEAREST_RANK : method;
    }

    /** The percentile; zero where there is no sample. Exact: interpolation is a product of decimals. */
    public BigDecimal of(Collection<BigDecimal> samples) {
        if (samples.isEmpty()) {
            return BigDecimal.ZERO;
        }
        List<BigDecimal> sorted = samples.stream().sorted().toList();
        BigDecimal share = rank.movePointLeft(2);
        BigDecimal count = BigDecimal.valueOf(sorted.size());
        return switch (method) {
            case NEAREST_RANK -> sorted.get(whole(count.multiply(share), RoundingMode.CEILING) - 1);
            case DISCARD_TOP -> sorted.get(Math.max(1, whole(count.multiply(share), RoundingMode.FLOOR)) - 1);
            case INTERPOLATED -> {
                BigDecimal place = count.subtract(BigDecimal.ONE).multiply(share);
                int below = whole(place, RoundingMode.FLOOR);
                BigDecimal low = sorted.get(below);
                BigDecimal high = sorted.get(Math.min(below + 1, sorted.size() - 1));
                BigDecimal between = place.subtract(BigDecimal.valueOf(below));
                yield low.add(high.subtract(low).multiply(between));
            }
        };
    }

    private static int whole(BigDecimal number, RoundingMode mode) {
        return number.setScale(0, mode).intValueExact();
    }
}
