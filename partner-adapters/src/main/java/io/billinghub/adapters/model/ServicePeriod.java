package io.billinghub.adapters.model;

import java.time.LocalDate;
import java.util.Objects;

/**
 * When a service was given: half-open, in the calendar that the partner's document uses.
 *
 * @param from first day
 * @param to first day after
 */
public record ServicePeriod(LocalDate from, LocalDate to) {

    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);

    public ServicePeriod {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the period from " + from + " ends before it begins, on " + to);
        }
        if (from.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw new IllegalArgumentException("the period " + from + " to " + to + " is not between 2000 and 2200");
        }
    }

    /** From the first to the last day, both inside. */
    public static ServicePeriod inclusive(LocalDate first, LocalDate last) {
        return new ServicePeriod(first, last.plusDays(1));
    }

    /** One day. */
    public static ServicePeriod day(LocalDate day) {
        return new ServicePeriod(day, day.plusDays(1));
    }
}
