package io.billinghub.core.money;

import java.util.Objects;
import org.joda.money.BigMoney;

/**
 * An amount after currency conversion, with the evidence that is kept on the line.
 *
 * @param original in the rate's {@code from} currency
 * @param amount in the rate's {@code to} currency, exactly {@code original × rate}, not rounded
 * @param rate the rate, its date and its source
 */
public record Converted(BigMoney original, BigMoney amount, ExchangeRate rate) {
    /** Refuses an amount that is not the original at this rate. */
    public Converted {
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(rate, "rate");
        if (!original.getCurrencyUnit().equals(rate.from())
                || !original.convertedTo(rate.to(), rate.rate()).isEqual(amount)) {
            throw new IllegalArgumentException(amount + " is not " + original + " at " + rate);
        }
    }
}
