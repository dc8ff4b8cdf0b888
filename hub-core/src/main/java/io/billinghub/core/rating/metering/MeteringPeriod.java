package io.billinghub.core.rating.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;

/**
 * The time {@code [from, to)} in which usage is measured.
 *
 * @param from the first instant
 * @param to the first instant that is not inside, after {@code from}
 */
public record MeteringPeriod(Instant from, Instant to) {
    /** Refuses a period without duration. */
    public MeteringPeriod {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the period from " + from + " to " + to + " has no duration");
        }
    }

    /** From the first moment of {@code from} to the first moment of {@code to} in the zone, however long these days are. */
    public static MeteringPeriod of(LocalDate from, LocalDate to, ZoneId zone) {
        return new MeteringPeriod(
                from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }

    /** Whether the instant is inside. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
