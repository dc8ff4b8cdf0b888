package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;
import java.util.List;

/**
 * Since when an account has a product, by which promotions and minimum amounts of the product's usage go.
 *
 * @param offeringName what a customer reads
 * @param partnerId the party role whose product it is: of the partner, or of the host
 * @param from the first day
 * @param to the day after the last one; {@link LocalDate#MAX} if it has no end
 * @param evidence when its usage is no charge of the hub's, so that no minimum of it is due either
 */
public record Subscribed(
        long accountId,
        long offeringId,
        String offeringKey,
        String offeringName,
        long partnerId,
        String partnerKey,
        LocalDate from,
        LocalDate to,
        List<Days> evidence) {

    public Subscribed {
        evidence = List.copyOf(evidence);
    }

    /** From a day until before another one. */
    public record Days(LocalDate from, LocalDate to) {}

    /** Whether the hub charges its usage in a period that begins on the day. */
    public boolean chargesUsage(LocalDate day) {
        return evidence.stream().noneMatch(days -> !day.isBefore(days.from()) && day.isBefore(days.to()));
    }

    /** Whether the product is there on one of the days or later. */
    public boolean reaches(LocalPeriod days) {
        return to.isAfter(days.from());
    }

    Subscribed until(LocalDate day) {
        return new Subscribed(
                accountId, offeringId, offeringKey, offeringName, partnerId, partnerKey, from, day, evidence);
    }
}
