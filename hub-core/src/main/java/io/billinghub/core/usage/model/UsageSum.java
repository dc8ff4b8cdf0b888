package io.billinghub.core.usage.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A sum of usage records.
 *
 * @param offeringKey of the product, for people
 * @param offeringName what a customer reads
 * @param meter index in {@link Meters#all()}; empty if no meter takes the usage
 * @param dimensions those that the meter asks for
 * @param quantity in the unit of the usage
 * @param net how many records, those of negative quantity taken off
 * @param records how many records, without those that were taken back and what took them back
 * @param firstAt when the first of them began
 */
public record UsageSum(
        long accountId,
        long offeringId,
        String offeringKey,
        String offeringName,
        long partnerId,
        String partnerKey,
        String groupingKey,
        String unit,
        Optional<Integer> meter,
        Map<String, String> dimensions,
        BigDecimal quantity,
        long net,
        long records,
        Instant firstAt) {

    /** Whether all of it was taken back again: then no price is missing. */
    boolean isTakenBack() {
        return records == 0 && quantity.signum() == 0;
    }
}
