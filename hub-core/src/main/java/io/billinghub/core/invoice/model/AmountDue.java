package io.billinghub.core.invoice.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.joda.money.Money;

/**
 * What a bill asks for, all in the bill's currency.
 *
 * @param broughtForward what bills before it did not ask for; negative if the customer is in credit
 * @param rounding by how much the amount was rounded to what can be paid in cash
 * @param amount gross + brought forward + rounding, exactly
 * @param carries it is not asked for: it stands on the account's next bill
 */
public record AmountDue(Money broughtForward, Money rounding, Money amount, boolean carries) {

    /**
     * How bills of a cycle ask for money in one currency.
     *
     * @param minimum what comes to less is not asked for by itself
     * @param cashRounding the amount due is a multiple of it
     */
    public record Rule(Optional<BigDecimal> minimum, Optional<BigDecimal> cashRounding) {

        /** Asks for whatever is due, as it is. */
        public static final Rule NONE = new Rule(Optional.empty(), Optional.empty());

        /** The same rule for a bill that somebody has asked for: it is paid by itself, however small it is. */
        public Rule withoutMinimum() {
            return new Rule(Optional.empty(), cashRounding);
        }
    }

    /**
     * Credits and what is less than the minimum stand on the next bill, unrounded; all else is rounded, half away from nothing.
     *
     * @param gross of the bill's invoices
     * @param broughtForward in the same currency
     */
    public static AmountDue of(Money gross, Money broughtForward, Rule rule) {
        Money open = gross.plus(broughtForward);
        Money none = Money.zero(gross.getCurrencyUnit());
        boolean small = rule.minimum()
                .filter(minimum -> open.getAmount().compareTo(minimum) < 0)
                .isPresent();
        if (open.isNegative() || small) {
            return new AmountDue(broughtForward, none, open, !open.isZero());
        }
        Money rounding =
                rule.cashRounding().map(unit -> rounded(open, unit).minus(open)).orElse(none);
        return new AmountDue(broughtForward, rounding, open.plus(rounding), false);
    }

    private static Money rounded(Money open, BigDecimal unit) {
        BigDecimal units = open.getAmount().divide(unit, 0, RoundingMode.HALF_UP);
        return Money.of(open.getCurrencyUnit(), units.multiply(unit), RoundingMode.UNNECESSARY);
    }
}
