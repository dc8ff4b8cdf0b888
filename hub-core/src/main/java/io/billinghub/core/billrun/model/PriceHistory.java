package io.billinghub.core.billrun.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Since when an offering has had prices, whether they have ended or not. It tells a subscription that costs nothing by
 * intent from one whose price has been let lapse.
 *
 * @param firstPrice the first day on which any price held; {@link LocalDate#MAX} if there was none
 * @param firstRecurring the first day on which a recurring fee held; {@link LocalDate#MAX} if there was none
 */
public record PriceHistory(LocalDate firstPrice, LocalDate firstRecurring) {

    /** Of an offering that never had a price. */
    public static final PriceHistory NONE = new PriceHistory(LocalDate.MAX, LocalDate.MAX);

    /**
     * Which price a subscription needs, and has not. A recurring fee that was there once is needed from then on; a one-time fee
     * is charged only where there is one, but who begins with an offering of which no price is left has not been sold anything.
     *
     * @param day the first day of the subscription that is billed
     * @param begins whether that is the first day of the subscription
     * @param inForce whether any price is in force on the day
     * @param recurringInForce whether a recurring fee is in force on the day
     * @return what is missing, in words; empty if nothing is
     */
    public Optional<String> missing(LocalDate day, boolean begins, boolean inForce, boolean recurringInForce) {
        if (!recurringInForce && !day.isBefore(firstRecurring)) {
            return Optional.of("recurring price");
        }
        boolean neverPriced = day.isBefore(firstPrice);
        return !inForce && (begins || neverPriced) ? Optional.of("price plan") : Optional.empty();
    }
}
