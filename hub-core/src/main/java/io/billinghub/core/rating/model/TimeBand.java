package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;

/**
 * A band of local time on some days.
 *
 * @param name what a customer reads, for example {@code peak}; not blank
 * @param days on which the band begins; null or empty is taken as every day
 * @param from the first local time; left out together with {@code to} for the whole day
 * @param to the first local time that is not inside. Not after {@code from}: the band goes on over midnight, and its part
 *     after midnight belongs to the day on which it began
 * @param model prices the quantity inside the band
 */
public record TimeBand(String name, List<Day> days, LocalTime from, LocalTime to, ChargeModel model) {

    /** A day of the week, or a holiday, whichever day of the week that is. */
    public enum Day {
        /** Each Monday that is no holiday. */
        MONDAY,
        /** Each Tuesday that is no holiday. */
        TUESDAY,
        /** Each Wednesday that is no holiday. */
        WEDNESDAY,
        /** Each Thursday that is no holiday. */
        THURSDAY,
        /** Each Friday that is no holiday. */
        FRIDAY,
        /** Each Saturday that is no holiday. */
        SATURDAY,
        /** Each Sunday that is no holiday. */
        SUNDAY,
        /** A date among the plan's holidays. */
        HOLIDAY;

        static Day of(DayOfWeek day) {
            return valueOf(day.name());
        }
    }

    /** Refuses half a pair of times, equal times, and a model that needs more than a quantity. */
    public TimeBand {
        Parts.notBlank(name, "name");
        days = Parts.listOf(days, "days");
        Parts.distinct(days, "days");
        if ((from == null) != (to == null)) {
            throw new IllegalArgumentException("from and to are given together, or left out for the whole day");
        }
        if (from != null && from.equals(to)) {
            throw new IllegalArgumentException("from and to are both " + from + "; leave them out for the whole day");
        }
        ChargeModel.requireInner(model, "model");
    }

    boolean holds(LocalDateTime at, Collection<LocalDate> holidays) {
        LocalDate date = at.toLocalDate();
        LocalTime time = at.toLocalTime();
        if (from == null) {
            return begins(date, holidays);
        }
        if (from.isBefore(to)) {
            return begins(date, holidays) && !time.isBefore(from) && time.isBefore(to);
        }
        return !time.isBefore(from) ? begins(date, holidays) : time.isBefore(to) && begins(date.minusDays(1), holidays);
    }

    private boolean begins(LocalDate date, Collection<LocalDate> holidays) {
        Day day = holidays.contains(date) ? Day.HOLIDAY : Day.of(date.getDayOfWeek());
        return days.isEmpty() || days.contains(day);
    }
}
