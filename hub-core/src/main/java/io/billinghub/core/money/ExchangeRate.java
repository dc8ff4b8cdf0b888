package io.billinghub.core.money;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;

/**
 * A published rate: one unit of {@code from} is {@code rate} units of {@code to}.
 *
 * <p>There is no inverse: 1 ÷ rate would be a second rounding that nobody published.
 *
 * @param from the currency that is converted
 * @param to the currency that results, another than {@code from}
 * @param rate greater than zero
 * @param date the day for which the rate was published
 * @param source who published it, for example {@code ECB}; not blank
 */
public record ExchangeRate(CurrencyUnit from, CurrencyUnit to, BigDecimal rate, LocalDate date, String source) {
    /** Refuses an incomplete rate, a rate of a currency to itself and a rate that is not positive. */
    public ExchangeRate {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(source, "source");
        if (from.equals(to)) {
            throw new IllegalArgumentException("an exchange rate needs two currencies, but both are " + from);
        }
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException(
                    "the rate from " + from + " to " + to + " must be greater than zero, but is " + rate);
        }
        AmountLimit.requireAccepted(rate, "exchange rate");
        if (source.isBlank()) {
            throw new IllegalArgumentException("the rate from " + from + " to " + to + " does not name its source");
        }
    }

    /**
     * The amount in the other currency, unrounded, together with what it was converted from.
     *
     * @throws CurrencyMismatchException if the amount is not in {@link #from}
     */
    public Converted convert(BigMoney amount) {
        if (!amount.getCurrencyUnit().equals(from)) {
            throw new CurrencyMismatchException(amount.getCurrencyUnit(), from);
        }
        return new Converted(amount, amount.convertedTo(to, rate), this);
    }
}
