package io.billinghub.core.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.money.Money;

/**
 * Splits an amount over weights without losing or inventing a minor unit, by the method of the largest remainder.
 *
 * <p>Each party first gets its exact part cut down to whole minor units. The units left over (fewer than there are
 * parties) go one each to the parties whose parts were cut most. Where parts were cut equally, the residue receiver comes
 * first, then the party named earlier. So:
 *
 * <ul>
 *   <li>the parts add up to the total exactly, and each is less than one minor unit from its exact part;
 *   <li>a party of weight zero gets nothing;
 *   <li>a negative total is split as its positive mirror, so a reversal takes back exactly what was given;
 *   <li>the same input gives the same parts, and the order of parties matters only between equal remainders.
 * </ul>
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * The part of each weight, in the order of the weights.
     *
     * @param total what to split, of either sign
     * @param weights zero or more each, at least one above zero; they need not add up to 1 or 100
     * @param residueReceiver index into {@code weights} of the party that comes first among equal remainders
     * @throws IllegalArgumentException if weights or index are not as described
     */
    public static List<Money> allot(Money total, List<BigDecimal> weights, int residueReceiver) {
        long[] parts = allot(MinorUnits.of(total), weights, residueReceiver);
        return Arrays.stream(parts)
                .mapToObj(part -> Money.ofMinor(total.getCurrencyUnit(), part))
                .toList();
    }

    /** The same in whole minor units of any currency. */
    public static long[] allot(long totalMinorUnits, List<BigDecimal> weights, int residueReceiver) {
        BigInteger[] scaled = wholeNumbers(weights);
        if (residueReceiver < 0 || residueReceiver >= scaled.length) {
            throw new IllegalArgumentException("the residue receiver is party " + residueReceiver
                    + ", but there are parties 0 to " + (scaled.length - 1));
        }
        BigInteger sum = Arrays.stream(scaled).reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            throw new IllegalArgumentException("at least one weight must be greater than zero, but all are zero");
        }
        BigInteger magnitude = BigInteger.valueOf(totalMinorUnits).abs();
        BigInteger[] parts = new BigInteger[scaled.length];
        BigInteger[] remainders = new BigInteger[scaled.length];
        BigInteger left = magnitude;
        for (int i = 0; i < scaled.length; i++) {
            BigInteger[] split = magnitude.multiply(scaled[i]).divideAndRemainder(sum);
            parts[i] = split[0];
            remainders[i] = split[1];
            left = left.subtract(split[0]);
        }
        giveLeftOver(left.intValueExact(), parts, remainders, residueReceiver);
        long[] signed = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            signed[i] = (totalMinorUnits < 0 ? parts[i].negate() : parts[i]).longValueExact();
        }
        return signed;
    }

    private static void giveLeftOver(int units, BigInteger[] parts, BigInteger[] remainders, int residueReceiver) {
        if (units == 0) {
            return;
        }
        IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(i -> remainders[i])
                        .reversed()
                        .thenComparing(i -> i != residueReceiver)
                        .thenComparing(Comparator.naturalOrder()))
                .limit(units)
                .forEach(i -> parts[i] = parts[i].add(BigInteger.ONE));
    }

    private static BigInteger[] wholeNumbers(List<BigDecimal> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("there is no party to split the amount over");
        }
        int scale = 0;
        for (BigDecimal weight : weights) {
            if (weight.signum() < 0) {
                throw new IllegalArgumentException("a weight must be zero or more, but one is " + weight);
            }
            AmountLimit.requireAccepted(weight, "weight");
            scale = Math.max(scale, weight.scale());
        }
        BigInteger[] whole = new BigInteger[weights.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = weights.get(i).setScale(scale).unscaledValue();
        }
        return whole;
    }
}
