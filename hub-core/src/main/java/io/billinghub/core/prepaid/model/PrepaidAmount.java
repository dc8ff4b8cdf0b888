package io.billinghub.core.prepaid.model;

import java.math.BigDecimal;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/**
 * Money, or units of a pack, with its sign.
 *
 * @param value not zero, at most 18 digits before the point and 12 behind it; of money no more than the currency has
 * @param units an ISO 4217 code, or what a pack counts, at most 40 characters
 */
public record PrepaidAmount(BigDecimal value, String units) {

    private static final int MOST_DIGITS = 18;
    private static final int MOST_DECIMALS = 12;
    private static final int LONGEST = 40;
    /** How many digits an amount has, in words. */
    static final String ALLOWED =
            "at most " + MOST_DIGITS + " digits before and " + MOST_DECIMALS + " behind the point";

    /** @throws IllegalArgumentException that begins with the name of the part that is wrong */
    public PrepaidAmount {
        Objects.requireNonNull(units, "units");
        if (units.isBlank() || units.length() > LONGEST) {
            throw new IllegalArgumentException("units: must have 1 to " + LONGEST + " characters");
        }
        if (value.signum() == 0) {
            throw new IllegalArgumentException("amount: must not be zero");
        }
        value = modest(value);
    }

    /** Whether it has no more digits than {@link #ALLOWED}; in long, as the scale may be near either end of int. */
    static boolean hasFewDigits(BigDecimal number) {
        if (number.signum() == 0) {
            return true;
        }
        return (long) number.precision() - number.scale() <= MOST_DIGITS
                && number.stripTrailingZeros().scale() <= MOST_DECIMALS;
    }

    private static BigDecimal modest(BigDecimal number) {
        if (!hasFewDigits(number)) {
            throw new IllegalArgumentException("amount: must have " + ALLOWED);
        }
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /**
     * The same amount, of money.
     *
     * @throws IllegalArgumentException if the units are no currency, or the value is finer than its smallest coin
     */
    public PrepaidAmount requireMoney() {
        try {
            int places = CurrencyUnit.of(units).getDecimalPlaces();
            if (value.scale() > places) {
                throw new IllegalArgumentException(
                        "amount: of " + units + " must have at most " + places + " digits behind the point");
            }
            return this;
        } catch (IllegalCurrencyException unknown) {
            throw new IllegalArgumentException("units: of usageType monetary must be an ISO 4217 code", unknown);
        }
    }

    public boolean isTakenAway() {
        return value.signum() < 0;
    }

    @Override
    public String toString() {
        return value.toPlainString() + " " + units;
    }
}
