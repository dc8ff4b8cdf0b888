package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.BigMoney;

/**
 * What other runs have charged a subscription for one fee, corrections included.
 *
 * @param subscriptionId {@code product.id}
 * @param day what tells the fee: the first day of the period that it pays for, of a one-time fee the last day of that of the start
 * @param quantity how many of the product were charged
 * @param unit what the quantity counts
 * @param pricePlanId of one of the charges
 * @param chargedIn first day of the billing period whose run has charged it first; of a fee in advance that of the period before
 */
public record ChargedFee(
        long subscriptionId,
        LocalDate day,
        BigMoney amount,
        BigDecimal quantity,
        String unit,
        long pricePlanId,
        LocalDate chargedIn) {

    /** Which fee of which subscription. */
    public record Key(long subscriptionId, LocalDate day) {}

    /** What it is about. */
    public Key key() {
        return new Key(subscriptionId, day);
    }
}
