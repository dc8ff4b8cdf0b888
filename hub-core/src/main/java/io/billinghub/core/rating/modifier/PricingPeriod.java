package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * The period that is priced, and in which run.
 *
 * @param run key of the run: the same key again means the same run again
 * @param billing the whole billing period
 * @param service the days of it on which the service, or the account, was there
 * @param number which billing period of the service this is, from 1; a short first one is number 1
 * @param closes whether the run closes the period; a bill on demand in the middle of it does not, and neither minimum
 *     spend nor commitment is settled by it
 * @param ends whether the service ends in this period
 */
public record PricingPeriod(
        String run, LocalPeriod billing, LocalPeriod service, int number, boolean closes, boolean ends) {
    /** Refuses a period without days or number. */
    public PricingPeriod {
        Checks.text(run, "run");
        Checks.present(billing, "billing");
        Checks.present(service, "service");
        Checks.atLeast(1, number, "number");
        if (billing.days() == 0) {
            throw new IllegalArgumentException("the billing period at " + billing.from() + " has no days");
        }
    }

    /** A whole period that the run closes. */
    public static PricingPeriod whole(String run, LocalPeriod billing, int number) {
        return new PricingPeriod(run, billing, billing, number, true, false);
    }

    /**
     * How many periods of this length the present one is later, by the calendar: those in between count, whether anything was
     * priced in them or not. 1 or more; periods shorter than a month follow each other.
     *
     * @param earlier the first day of an earlier period
     */
    public int periodsSince(LocalDate earlier) {
        long length = Math.max(1, months(billing.from(), billing.to()));
        return Math.toIntExact(Math.max(1, months(earlier, billing.from()) / length));
    }

    /** Every period of months begins in a month of its own, also where the day of the month differs. */
    private static long months(LocalDate from, LocalDate to) {
        return ChronoUnit.MONTHS.between(YearMonth.from(from), YearMonth.from(to));
    }

    /** An amount or a quantity for the days of service, exact as far as {@link Divisor} is. */
    public BigDecimal prorated(BigDecimal whole, Proration proration) {
        long days = proration.days(service, billing);
        return days == billing.days()
                ? whole
                : Divisor.of(billing.days()).into(whole.multiply(BigDecimal.valueOf(days)));
    }
}
