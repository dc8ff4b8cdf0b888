package io.billinghub.core.billrun.model;

import io.billinghub.core.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * What is still due of something that bills hold already. What bills hold is a whole number of minor units, since each line is
 * rounded; but where a bill is in another currency, what was charged is known before it was converted, with all its digits. Asked
 * again once the answer has been billed, it is zero. Pure.
 */
public final class StillDue {
    private StillDue() {}

    /**
     * The rest, negative where too much was charged; zero where it would come to nothing on a bill.
     *
     * @param lines what is due by all that is known now, each as a line of its own, unrounded
     * @param before what has been charged, of the same currency
     */
    public static BigMoney of(Collection<BigMoney> lines, BigMoney before) {
        CurrencyUnit currency = before.getCurrencyUnit();
        if (isWhole(before.getAmount(), currency)) {
            return rounded(lines, currency).minus(before);
        }
        BigMoney rest =
                lines.stream().reduce(BigMoney.zero(currency), BigMoney::plus).minus(before);
        // half a minor unit is left alone: billed as a whole one it would be given back the next time, and so on
        return rest.toMoney(RoundingMode.HALF_DOWN).isZero() ? BigMoney.zero(currency) : rest;
    }

    /** The lines as bills hold them. */
    static BigMoney rounded(Collection<BigMoney> lines, CurrencyUnit currency) {
        return lines.stream()
                .map(line -> Rounding.lineNet(line).toBigMoney())
                .reduce(BigMoney.zero(currency), BigMoney::plus);
    }

    private static boolean isWhole(BigDecimal amount, CurrencyUnit currency) {
        return amount.stripTrailingZeros().scale() <= currency.getDecimalPlaces();
    }
}
