package io.billinghub.core.comparison.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * One account's usage of the product in the period, in three prices, each rounded as on a bill and without tax.
 *
 * @param number of the account
 * @param billed by bill runs so far, corrections included
 * @param current by the price plans that were in force, as all is known now
 * @param candidate by the other plan
 */
public record ComparedAccount(String number, BigDecimal billed, BigDecimal current, BigDecimal candidate) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int PERCENT_DECIMALS = 2;

    /** How much more the other plan costs; negative where it costs less. */
    public BigDecimal change() {
        return candidate.subtract(current);
    }

    /** The same in per cent of what it costs now; empty where that is nothing. */
    public Optional<BigDecimal> percent() {
        return current.signum() == 0
                ? Optional.empty()
                : Optional.of(change().multiply(HUNDRED).divide(current.abs(), PERCENT_DECIMALS, RoundingMode.HALF_UP));
    }
}
