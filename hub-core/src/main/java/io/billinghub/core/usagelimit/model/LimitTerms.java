package io.billinghub.core.usagelimit.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How much an account means to use, and when it wants to be told.
 *
 * @param value of the limit, more than zero, in the unit or currency of what is limited
 * @param thresholds in percent of the value, each more than 0 and at most 1000; 1 to 10 of them, kept in ascending order and once each
 * @param description for people, at most 250 characters
 */
public record LimitTerms(BigDecimal value, List<BigDecimal> thresholds, Optional<String> description) {

    /** What is told where nothing else is asked for. */
    public static final List<BigDecimal> USUAL = List.of(BigDecimal.valueOf(80), BigDecimal.valueOf(100));

    private static final BigDecimal HIGHEST = BigDecimal.valueOf(1000);
    private static final int MOST = 10;
    private static final int MOST_DIGITS = 18;
    private static final int MOST_DECIMALS = 12;
    private static final int LONGEST = 250;

    /** @throws IllegalArgumentException that begins with the name of the part that is wrong */
    public LimitTerms {
        Objects.requireNonNull(description, "description");
        value = modest("value", value);
        thresholds = List.copyOf(new TreeSet<>(
                thresholds.stream().map(each -> modest("thresholds", each)).toList()));
        if (thresholds.isEmpty() || thresholds.size() > MOST) {
            throw new IllegalArgumentException("thresholds: must be 1 to " + MOST + " percentages");
        }
        if (thresholds.get(thresholds.size() - 1).compareTo(HIGHEST) > 0) {
            throw new IllegalArgumentException("thresholds: must be at most " + HIGHEST + " percent");
        }
        if (description.filter(text -> text.length() > LONGEST).isPresent()) {
            throw new IllegalArgumentException("description: must have at most " + LONGEST + " characters");
        }
    }

    private static BigDecimal modest(String name, BigDecimal number) {
        if (number.signum() <= 0) {
            throw new IllegalArgumentException(name + ": must be more than zero");
        }
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.precision() - plain.scale() > MOST_DIGITS || plain.scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException(name + ": must have at most " + MOST_DIGITS + " digits before and "
                    + MOST_DECIMALS + " behind the point");
        }
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** The thresholds that so much has reached. */
    public List<BigDecimal> reached(BigDecimal used) {
        BigDecimal percent = used.movePointRight(2);
        return thresholds.stream()
                .filter(threshold -> percent.compareTo(value.multiply(threshold)) >= 0)
                .toList();
    }
}
