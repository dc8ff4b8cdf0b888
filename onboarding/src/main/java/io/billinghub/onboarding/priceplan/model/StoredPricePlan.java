package io.billinghub.onboarding.priceplan.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * One version of a price plan as it is stored.
 *
 * @param offering key of its offering; null where it belongs to none
 * @param validFrom null where it has always been valid
 * @param validTo the day after the last day, which the next version may have set; null where it has no end
 * @param definition the plan's document
 */
public record StoredPricePlan(
        UUID id,
        String key,
        int version,
        String offering,
        LocalDate validFrom,
        LocalDate validTo,
        Instant changedAt,
        String definition) {}
