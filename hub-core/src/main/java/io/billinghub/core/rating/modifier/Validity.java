package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The days on which a reduction holds.
 *
 * @param from the first day; null if it has always held
 * @param to the day after the last one; null if it has no end
 * @param partial what a period gets of which only some days are inside; null is taken as
 *     {@link PartialPeriods#BY_FIRST_DAY}
 */
public record Validity(LocalDate from, LocalDate to, PartialPeriods partial) {
    /** Without begin and end. */
    public static final Validity ALWAYS = new Validity(null, null, null);

    /** What a period gets of which only some days are inside of the validity. */
    public enum PartialPeriods {
        /** All of the reduction if the period's first day is inside, else nothing. */
        BY_FIRST_DAY,
        /** The part of the reduction that the days inside are of the period's days. */
        BY_DAYS
    }

    /** Refuses an end that is not after the begin. */
    public Validity {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the end of validity " + to + " must be after its begin " + from);
        }
        partial = Checks.orElse(partial, PartialPeriods.BY_FIRST_DAY);
    }

    /** Whether the day is inside. */
    public boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
    }

    /**
     * What a customer reads behind the name of a reduction that is reckoned by days: {@code ", 2026-05-10 – 2026-05-19"}, the days of the
     * period on which it holds; nothing where it holds on all of them, or as a whole.
     */
    public String words(LocalPeriod period) {
        LocalDate first = from == null || from.isBefore(period.from()) ? period.from() : from;
        LocalDate end = to == null || to.isAfter(period.to()) ? period.to() : to;
        boolean whole = first.equals(period.from()) && end.equals(period.to());
        if (partial == PartialPeriods.BY_FIRST_DAY || whole || !first.isBefore(end)) {
            return "";
        }
        LocalDate last = end.minusDays(1);
        return ", " + (last.equals(first) ? first.toString() : first + " – " + last);
    }

    /** The part of an amount that the reduction may be reckoned of, for a line or a period of these days. */
    public BigDecimal part(BigDecimal amount, LocalPeriod days) {
        if (partial == PartialPeriods.BY_FIRST_DAY || days.days() == 0) {
            return contains(days.from()) ? amount : BigDecimal.ZERO;
        }
        LocalDate first = from == null || from.isBefore(days.from()) ? days.from() : from;
        LocalDate end = to == null || to.isAfter(days.to()) ? days.to() : to;
        long inside = Math.max(0, ChronoUnit.DAYS.between(first, end));
        return inside == days.days()
                ? amount
                : Divisor.of(days.days()).into(amount.multiply(BigDecimal.valueOf(inside)));
    }
}
