package io.billinghub.core.money;

import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.joda.money.BigMoneyProvider;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Amounts as whole numbers of the currency's minor unit (cents, yen, fils), as the indexed columns hold them. */
public final class MinorUnits {
    private MinorUnits() {}

    /**
     * The number of minor units: 12.34 EUR is 1234, 5 JPY is 5, 1.234 KWD is 1234.
     *
     * @throws ArithmeticException if the amount is finer than the minor unit, or does not fit a 64-bit integer
     */
    public static long of(BigMoneyProvider amount) {
        BigMoney exact = amount.toBigMoney();
        CurrencyUnit currency = exact.getCurrencyUnit();
        BigDecimal number = AmountLimit.requireFits(exact.getAmount(), "amount in " + currency);
        try {
            return number.movePointRight(currency.getDecimalPlaces()).longValueExact();
        } catch (ArithmeticException inexact) {
            throw new ArithmeticException(exact + " is not a whole 64-bit number of minor units: " + currency + " has "
                    + currency.getDecimalPlaces() + " decimal places; round it at a named place first");
        }
    }

    /** The amount of so many minor units; the inverse of {@link #of}. */
    public static Money toMoney(CurrencyUnit currency, long minorUnits) {
        return Money.ofMinor(currency, minorUnits);
    }
}
