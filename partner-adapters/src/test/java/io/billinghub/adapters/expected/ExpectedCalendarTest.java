package io.billinghub.adapters.expected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billinghub.adapters.expected.Expectation.Cadence;
import io.billinghub.adapters.expected.ExpectedCalendar.Arrival;
import io.billinghub.adapters.expected.ExpectedDocument.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where documents stand that are expected. */
class ExpectedCalendarTest {

    /** Due on the 5th, missing from the 9th on. */
    private static final Expectation MONTHLY =
            new Expectation(Cadence.MONTHLY, 5, 3, day("2026-09-15"), Set.of(day("2026-09-01")));

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static List<Status> on(String today, Arrival... arrivals) {
        return ExpectedCalendar.on(day(today), MONTHLY, day("2020-01-01"), List.of(arrivals)).stream()
                .map(ExpectedDocument::status)
                .toList();
    }

    @Test
    void fromTheDayOnWhichThePeriodIsOver() {
        Object[][] cases = {
            // today, that of October; September is waived and comes behind it
            {"2026-10-31", List.of(Status.WAIVED)},
            {"2026-11-01", List.of(Status.DUE, Status.WAIVED)},
            {"2026-11-05", List.of(Status.DUE, Status.WAIVED)},
            {"2026-11-06", List.of(Status.LATE, Status.WAIVED)},
            {"2026-11-08", List.of(Status.LATE, Status.WAIVED)},
            {"2026-11-09", List.of(Status.MISSING, Status.WAIVED)},
            {"2026-12-06", List.of(Status.LATE, Status.MISSING, Status.WAIVED)},
        };
        for (Object[] each : cases) {
            assertThat(on((String) each[0])).as("%s", each[0]).isEqualTo(each[1]);
        }
    }

    @Test
    void onceOneHasCome() {
        assertThat(on("2026-11-20", new Arrival(day("2026-10-16"), day("2026-11-05"))))
                .containsExactly(Status.ARRIVED, Status.WAIVED);
        assertThat(on("2026-11-20", new Arrival(day("2026-10-16"), day("2026-11-06"))))
                .containsExactly(Status.ARRIVED_LATE, Status.WAIVED);
        // the first one counts; one for another period does not; what was waived may come all the same
        assertThat(on(
                        "2026-11-20",
                        new Arrival(day("2026-10-16"), day("2026-11-09")),
                        new Arrival(day("2026-10-31"), day("2026-11-02"))))
                .containsExactly(Status.ARRIVED, Status.WAIVED);
        assertThat(on("2026-11-20", new Arrival(day("2026-11-01"), day("2026-11-02"))))
                .containsExactly(Status.MISSING, Status.WAIVED);
        assertThat(on("2026-10-20", new Arrival(day("2026-09-30"), day("2026-10-02"))))
                .containsExactly(Status.ARRIVED);
    }

    @Test
    void byWeeksAndQuarters() {
        Expectation weekly = new Expectation(Cadence.WEEKLY, 2, 0, day("2026-11-02"), Set.of());
        // weeks from Monday 2 and 9 November; the second is due on Tuesday the 17th
        assertThat(ExpectedCalendar.on(day("2026-11-18"), weekly, day("2026-01-01"), List.of()))
                .extracting(ExpectedDocument::from, ExpectedDocument::dueOn, ExpectedDocument::status)
                .containsExactly(
                        tuple(day("2026-11-09"), day("2026-11-17"), Status.MISSING),
                        tuple(day("2026-11-02"), day("2026-11-10"), Status.MISSING));
        Expectation quarterly = new Expectation(Cadence.QUARTERLY, 10, 5, null, Set.of());
        // made in May: the second quarter is the first one
        assertThat(ExpectedCalendar.on(day("2026-10-12"), quarterly, day("2026-05-20"), List.of()))
                .extracting(ExpectedDocument::from, ExpectedDocument::to, ExpectedDocument::status)
                .containsExactly(
                        tuple(day("2026-07-01"), day("2026-10-01"), Status.LATE),
                        tuple(day("2026-04-01"), day("2026-07-01"), Status.MISSING));
    }

    @Test
    void noFurtherBackThanAYear() {
        Expectation old = new Expectation(Cadence.MONTHLY, 1, 0, day("2020-01-01"), Set.of());
        assertThat(ExpectedCalendar.on(day("2026-10-12"), old, day("2020-01-01"), List.of()))
                .hasSize(ExpectedCalendar.MOST_PERIODS);
    }
}
