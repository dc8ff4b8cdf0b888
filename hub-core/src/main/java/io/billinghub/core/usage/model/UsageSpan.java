package io.billinghub.core.usage.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which records are rated together: those that count in {@code rated}, whichever run bills them.
 *
 * @param rated the billing period whose prices hold
 * @param billedTo up to which bill period, exclusive, records are taken: late ones are billed in a later period than they count in
 * @param zone of the cycle
 */
public record UsageSpan(LocalPeriod rated, LocalDate billedTo, ZoneId zone) {

    /** What came in for a period while it was open, and no run has billed yet. */
    public static UsageSpan of(CyclePeriod period, ZoneId zone) {
        return until(period, period.to(), zone);
    }

    /** The same, with what came in after the period was closed, for bill periods before the day, and counts in it. */
    public static UsageSpan until(CyclePeriod period, LocalDate billedTo, ZoneId zone) {
        return new UsageSpan(new LocalPeriod(period.from(), period.to()), billedTo, zone);
    }
}
