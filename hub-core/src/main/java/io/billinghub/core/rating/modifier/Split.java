package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.AmountLimit;
import io.billinghub.core.money.LargestRemainder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits amounts and quantities so that the parts add up exactly.
 *
 * <p>Whole units (of so many decimal places) go by {@link LargestRemainder}; what is finer than a unit, and what would be
 * more than a party has room for, goes to those that have room left, the first ones first. So a total of whole minor units
 * is split into whole minor units wherever there is room for them, and taking them off unrounded lines changes the sum of
 * the rounded lines by exactly the total. Callers sort the parties: the result is then the same in any order of input.
 */
public final class Split {
    /** So many digits always fit into the 64 bits that {@link LargestRemainder} counts with. */
    private static final int MAX_DIGITS = 18;

    private Split() {}

    /**
     * Splits in proportion to the rooms, and never gives a party more than its room.
     *
     * @param total zero or more, not more than all rooms together
     * @param rooms zero or more each
     * @param places decimal places of the unit
     * @return the parts in the order of the rooms; they add up to {@code total}
     * @throws IllegalArgumentException if there is not enough room
     */
    public static List<BigDecimal> within(BigDecimal total, List<BigDecimal> rooms, int places) {
        BigDecimal room = sum(rooms);
        if (total.signum() < 0 || total.compareTo(room) > 0) {
            throw new IllegalArgumentException(
                    total.toPlainString() + " cannot be split into parts of at most " + room.toPlainString());
        }
        List<BigDecimal> parts = new ArrayList<>(allot(total, rooms, places, 0));
        BigDecimal left = total;
        for (int i = 0; i < parts.size(); i++) {
            parts.set(i, parts.get(i).min(rooms.get(i)));
            left = left.subtract(parts.get(i));
        }
        for (int i = 0; i < parts.size() && left.signum() > 0; i++) {
            BigDecimal more = left.min(rooms.get(i).subtract(parts.get(i)));
            parts.set(i, parts.get(i).add(more));
            left = left.subtract(more);
        }
        return List.copyOf(parts);
    }

    /**
     * Splits by weights.
     *
     * @param total zero or more
     * @param weights zero or more each, at least one above zero
     * @param places decimal places of the unit; what is finer goes to the heaviest party, the first among equals
     */
    public static List<BigDecimal> byWeights(BigDecimal total, List<BigDecimal> weights, int places) {
        int heaviest = 0;
        for (int i = 1; i < weights.size(); i++) {
            heaviest = weights.get(i).compareTo(weights.get(heaviest)) > 0 ? i : heaviest;
        }
        List<BigDecimal> parts = new ArrayList<>(allot(total, weights, places, heaviest));
        parts.set(heaviest, parts.get(heaviest).add(total.subtract(sum(parts))));
        return List.copyOf(parts);
    }

    /** Σ. */
    public static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<BigDecimal> allot(BigDecimal total, List<BigDecimal> weights, int places, int residue) {
        int unit = Math.max(0, Math.min(places, MAX_DIGITS - Math.max(0, total.precision() - total.scale())));
        long units =
                total.setScale(unit, RoundingMode.DOWN).movePointRight(unit).longValueExact();
        List<BigDecimal> accepted = weights.stream().map(Split::asWeight).toList();
        if (units == 0 || accepted.stream().allMatch(weight -> weight.signum() == 0)) {
            return weights.stream().map(weight -> BigDecimal.ZERO).toList();
        }
        List<BigDecimal> parts = new ArrayList<>(weights.size());
        for (long part : LargestRemainder.allot(units, accepted, residue)) {
            parts.add(BigDecimal.valueOf(part, unit));
        }
        return parts;
    }

    /** A calculated amount may be finer than a number that comes in. */
    private static BigDecimal asWeight(BigDecimal weight) {
        return weight.scale() > AmountLimit.MAX_FRACTION_DIGITS
                ? weight.setScale(AmountLimit.MAX_FRACTION_DIGITS, RoundingMode.DOWN)
                : weight;
    }
}
