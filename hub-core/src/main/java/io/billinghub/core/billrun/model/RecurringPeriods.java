package io.billinghub.core.billrun.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.PricePlan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * For which periods a run charges a subscription: its own in arrears, the next one in advance, a one-time fee once. A plan
 * that is not a flat fee prices usage, so the subscription itself costs nothing.
 */
public final class RecurringPeriods {

    private RecurringPeriods() {}

    /**
     * @param service the days on which the subscription ran inside of {@code billing}; never empty
     * @param billing the whole period that the fee pays for
     */
    public record Due(LocalPeriod service, LocalPeriod billing) {}

    /**
     * What is due for a subscription in the run of a period. A subscription in advance that starts in the run's period
     * pays for the rest of it together with the next one.
     *
     * @param startedOn first day of the subscription
     * @param endedOn the day after its last day; {@link LocalDate#MAX} if it has no end
     */
    public static List<Due> of(
            PricePlan plan, CyclePeriod period, int dayOfMonth, LocalDate startedOn, LocalDate endedOn) {
        List<Due> due = new ArrayList<>(2);
        if (!(plan.model() instanceof Flat fee)) {
            return due;
        }
        boolean startsInPeriod = !startedOn.isBefore(period.from()) && startedOn.isBefore(period.to());
        switch (fee.timing()) {
            case ONE_TIME -> {
                if (startsInPeriod) {
                    addIfServed(due, period, startedOn, endedOn);
                }
            }
            case IN_ARREARS -> addIfServed(due, period, startedOn, endedOn);
            case IN_ADVANCE -> {
                if (startsInPeriod) {
                    addIfServed(due, period, startedOn, endedOn);
                }
                // who starts later than in this period pays for the first one in the run of that period
                if (startedOn.isBefore(period.to())) {
                    addIfServed(due, period.next(dayOfMonth), startedOn, endedOn);
                }
            }
        }
        return due;
    }

    private static void addIfServed(List<Due> due, CyclePeriod period, LocalDate startedOn, LocalDate endedOn) {
        LocalDate from = startedOn.isAfter(period.from()) ? startedOn : period.from();
        LocalDate to = endedOn.isBefore(period.to()) ? endedOn : period.to();
        if (from.isBefore(to)) {
            due.add(new Due(new LocalPeriod(from, to), new LocalPeriod(period.from(), period.to())));
        }
    }
}
