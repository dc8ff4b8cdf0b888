package io.billinghub.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * The only places at which an amount is rounded, by name. Shares are not rounded but allotted, see
 * {@link LargestRemainder}.
 *
 * <p>All of them round half up in the sense of {@link RoundingMode#HALF_UP}: half a minor unit goes away from zero, so
 * a reversal is the exact mirror of what it reverses. The minor unit is that of ISO 4217: JPY has none, KWD has
 * three decimal places.
 */
public final class Rounding {
    private Rounding() {}

    /**
     * The net amount of an invoice line (EN 16931 BT-131) from what was rated.
     *
     * @throws AmountOutOfLimitException if the amount is larger than the hub takes
     */
    public static Money lineNet(BigMoney rated) {
        return toMinorUnit(rated, "line net amount");
    }

    /**
     * The tax of one (tax invoice, category, rate): BT-117 = BT-116 × BT-119 ÷ 100, on the sum of the line nets.
     *
     * @param taxable Σ of the rounded line nets of the group, either sign
     * @param percent the rate, for example 19 or 7.7; zero or more
     */
    public static Money tax(Money taxable, BigDecimal percent) {
        Objects.requireNonNull(percent, "percent");
        if (percent.signum() < 0) {
            throw new IllegalArgumentException("a tax rate must be zero or more, but is " + percent + " %");
        }
        BigDecimal tax = taxable.getAmount().multiply(percent).movePointLeft(2);
        return toMinorUnit(BigMoney.of(taxable.getCurrencyUnit(), tax), "tax");
    }

    /**
     * A total in the currency of the account after conversion, or any other unrounded amount that is posted as such and
     * is neither a line nor tax (a partner's residue, a statement's total).
     */
    public static Money posting(BigMoney unrounded) {
        return toMinorUnit(unrounded, "amount");
    }

    private static Money toMinorUnit(BigMoney unrounded, String what) {
        Objects.requireNonNull(unrounded, what);
        AmountLimit.requireFits(unrounded.getAmount(), what + " in " + unrounded.getCurrencyUnit());
        return unrounded.toMoney(RoundingMode.HALF_UP);
    }
}
