package io.billinghub.adapters.expected;

import io.billinghub.adapters.expected.ExpectedDocument.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which documents are expected, and where they stand on a day. Pure. */
final class ExpectedCalendar {

    /** So many periods are looked back. */
    static final int MOST_PERIODS = 12;

    private ExpectedCalendar() {}

    /**
     * A document that came.
     *
     * @param covers a day inside of the period that it is for
     * @param on the day on which it came
     */
    record Arrival(LocalDate covers, LocalDate on) {}

    /**
     * The documents of all periods that are over, the newest first.
     *
     * @param made the day on which the adapter was made
     */
    static List<ExpectedDocument> on(LocalDate today, Expectation expectation, LocalDate made, List<Arrival> arrivals) {
        Expectation.Cadence cadence = expectation.cadence();
        LocalDate first = cadence.startOf(expectation.from() == null ? made : expectation.from());
        List<ExpectedDocument> documents = new ArrayList<>();
        LocalDate start = cadence.startOf(cadence.startOf(today).minusDays(1));
        while (!start.isBefore(first) && documents.size() < MOST_PERIODS) {
            documents.add(document(today, expectation, start, arrivals));
            start = cadence.startOf(start.minusDays(1));
        }
        return documents;
    }

    private static ExpectedDocument document(
            LocalDate today, Expectation expectation, LocalDate from, List<Arrival> arrivals) {
        LocalDate to = expectation.cadence().next(from);
        LocalDate due = to.plusDays(expectation.day() - 1L);
        LocalDate missingFrom = due.plusDays(expectation.graceDays() + 1L);
        Optional<LocalDate> arrived = arrivals.stream()
                .filter(arrival ->
                        !arrival.covers().isBefore(from) && arrival.covers().isBefore(to))
                .map(Arrival::on)
                .min(Comparator.naturalOrder());
        return new ExpectedDocument(
                from,
                to,
                due,
                missingFrom,
                status(today, expectation, from, due, missingFrom, arrived),
                arrived.orElse(null));
    }

    private static Status status(
            LocalDate today,
            Expectation expectation,
            LocalDate from,
            LocalDate due,
            LocalDate missingFrom,
            Optional<LocalDate> arrived) {
        if (arrived.isPresent()) {
            return arrived.get().isAfter(due) ? Status.ARRIVED_LATE : Status.ARRIVED;
        }
        if (expectation.waived().contains(from)) {
            return Status.WAIVED;
        }
        if (!today.isAfter(due)) {
            return Status.DUE;
        }
        return today.isBefore(missingFrom) ? Status.LATE : Status.MISSING;
    }
}
