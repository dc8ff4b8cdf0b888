package io.billinghub.core.rating.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Calendar days {@code [from, to)} in the time zone of the billing cycle. Days are counted, not hours, so a change of
 * daylight saving time neither adds nor takes a day.
 *
 * @param from the first day
 * @param to the day after the last one; may equal {@code from}: no days
 */
public record LocalPeriod(LocalDate from, LocalDate to) {
    /** Refuses a period that ends before it begins. */
    public LocalPeriod {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the period from " + from + " to " + to + " ends before it begins");
        }
    }

    /**
     * The calendar days of a stored period. A service that starts or ends in the course of a day starts or ends on the
     * date of that day.
     */
    public static LocalPeriod between(Instant from, Instant to, ZoneId zone) {
        return new LocalPeriod(LocalDate.ofInstant(from, zone), LocalDate.ofInstant(to, zone));
    }

    /** The number of days, zero or more. */
    public long days() {
        return ChronoUnit.DAYS.between(from, to);
    }
}
