package io.billinghub.api.tmf630;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A period, half-open: the end is the midnight after the last day. Days are shown as midnights in UTC. */
public record TimePeriod(Instant startDateTime, Instant endDateTime) {

    /** @param to the day after the last day */
    public static TimePeriod ofDays(LocalDate from, LocalDate to) {
        return new TimePeriod(midnight(from), midnight(to));
    }

    /** The instant as which a day is shown. */
    public static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
