package io.billinghub.adapters.intake;

import io.billinghub.adapters.validation.LateUsage;
import io.billinghub.core.cycle.CyclePeriod;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Where usage counts. Pure.
 *
 * @param day on which it happened, in the cycle's time zone
 * @param bill first day of the period whose bill it is on
 * @param rated first day of the billed period whose price it changes; null where it counts in the bill's own period
 */
record UsagePeriod(LocalDate day, LocalDate bill, LocalDate rated) {

    /** @param late what becomes of usage whose own period is billed */
    static UsagePeriod of(Instant at, Lookups.Cycle cycle, LateUsage.Counts late) {
        LocalDate day = at.atZone(cycle.zone()).toLocalDate();
        LocalDate own = CyclePeriod.containing(day, cycle.dayOfMonth()).from();
        if (!own.isBefore(cycle.openFrom())) {
            return new UsagePeriod(day, own, null);
        }
        return new UsagePeriod(day, cycle.openFrom(), late == LateUsage.Counts.OWN_PERIOD ? own : null);
    }

    /**
     * Where usage counts that takes the place of other usage.
     *
     * @param counted first day of the period in which the other one counted
     */
    static UsagePeriod inPlaceOf(LocalDate day, LocalDate counted, Lookups.Cycle cycle) {
        return counted.isBefore(cycle.openFrom())
                ? new UsagePeriod(day, cycle.openFrom(), counted)
                : new UsagePeriod(day, counted, null);
    }
}
