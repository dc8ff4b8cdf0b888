package io.billinghub.adapters.expected;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * When an adapter's documents are due, as its descriptor says.
 *
 * @param day on which day behind the period the document is due; 1 is the first one
 * @param graceDays how many days later it is still only late, not missing
 * @param from day in the first period for which one is expected; null for the one in which the adapter was made
 * @param waived first days of periods for which none is expected
 */
record Expectation(Cadence cadence, int day, int graceDays, LocalDate from, Set<LocalDate> waived) {

    Expectation {
        Objects.requireNonNull(cadence, "cadence");
        waived = Set.copyOf(waived);
    }

    /** How long the periods are. */
    enum Cadence {
        WEEKLY,
        MONTHLY,
        QUARTERLY;

        /** First day of the period that holds the day; weeks begin on Monday. */
        LocalDate startOf(LocalDate day) {
            return switch (this) {
                case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTHLY -> day.withDayOfMonth(1);
                case QUARTERLY -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
            };
        }

        /** First day of the next period. */
        LocalDate next(LocalDate start) {
            return switch (this) {
                case WEEKLY -> start.plusWeeks(1);
                case MONTHLY -> start.plusMonths(1);
                case QUARTERLY -> start.plusMonths(3);
            };
        }
    }

    /** From a descriptor that its schema has accepted. */
    static Expectation of(JsonNode json) {
        Set<LocalDate> waived = new HashSet<>();
        json.path("waived").forEach(day -> waived.add(LocalDate.parse(day.asText())));
        return new Expectation(
                Cadence.valueOf(json.path("cadence").asText("MONTHLY")),
                json.path("day").asInt(),
                json.path("graceDays").asInt(0),
                json.hasNonNull("from") ? LocalDate.parse(json.path("from").asText()) : null,
                waived);
    }
}
