package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.model.Flat;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A stored price plan and the offering it prices.
 *
 * @param validFrom the first day on which it is in force
 * @param validTo the day after the last one; {@link LocalDate#MAX} if it has no end
 */
public record StoredPlan(long id, long offeringId, PricePlan plan, LocalDate validFrom, LocalDate validTo) {

    /** Of these, those in force on the day, in the same order. */
    public static List<StoredPlan> on(List<StoredPlan> plans, LocalDate day) {
        return plans.stream()
                .filter(plan -> !day.isBefore(plan.validFrom()) && day.isBefore(plan.validTo()))
                .toList();
    }

    /** When its fee is charged; empty for a plan that prices usage. */
    public Optional<Flat.Timing> timing() {
        return plan.model() instanceof Flat fee ? Optional.of(fee.timing()) : Optional.empty();
    }

    /** Whether it is a fee that is charged once. */
    public boolean isOnce() {
        return timing().filter(Flat.Timing.ONE_TIME::equals).isPresent();
    }

    /** Whether it is a fee that is charged for each period. */
    public boolean isRecurring() {
        return timing().isPresent() && !isOnce();
    }

    /** Whether it is a fee that is charged before the period that it pays for. */
    public boolean isInAdvance() {
        return timing().filter(Flat.Timing.IN_ADVANCE::equals).isPresent();
    }
}
