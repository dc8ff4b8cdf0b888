package io.billinghub.core.rating.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Whether a recurring fee is reduced to the calendar days of service, and how these are counted. */
public enum Proration {
    /** The whole fee is due, however short the service. */
    NONE,
    /** From the first day to the day before the end date: 10 May to 15 May are 5 days. */
    END_DAY_EXCLUDED,
    /**
     * From the first day to the end date, both counted: 10 May to 15 May are 6 days. A change of plan on 15 May then
     * counts the 15th under either plan.
     */
    END_DAY_INCLUDED;

    /** The days of the billing period on which the service is charged, from zero to all of them. */
    public long days(LocalPeriod service, LocalPeriod billing) {
        if (this == NONE) {
            return billing.days();
        }
        LocalDate end = this == END_DAY_INCLUDED ? service.to().plusDays(1) : service.to();
        LocalDate last = end.isBefore(billing.to()) ? end : billing.to();
        LocalDate first = service.from().isAfter(billing.from()) ? service.from() : billing.from();
        return Math.max(0, ChronoUnit.DAYS.between(first, last));
    }
}
