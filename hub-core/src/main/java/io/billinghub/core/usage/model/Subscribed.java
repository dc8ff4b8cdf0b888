package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;

/**
 * Since when an account has a product, by which promotions and minimum amounts of the product's usage go.
 *
 * @param offeringName what a customer reads
 * @param partnerId the party role whose product it is: of the partner, or of the host
 * @param from the first day
 * @param to the day after the last one; {@link LocalDate#MAX} if it has no end
 */
public record Subscribed(
        long accountId,
        long offeringId,
        String offeringKey,
        String offeringName,
        long partnerId,
        String partnerKey,
        LocalDate from,
        LocalDate to) {

    /** Whether the product is there on one of the days or later. */
    public boolean reaches(LocalPeriod days) {
        return to.isAfter(days.from());
    }

    Subscribed until(LocalDate day) {
        return new Subscribed(accountId, offeringId, offeringKey, offeringName, partnerId, partnerKey, from, day);
    }
}
