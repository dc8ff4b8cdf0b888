package io.billinghub.core.usage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stretch of service a month sees: subscriptions that follow each other are one, after a gap it begins anew. */
class SubscriptionsTest {

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # subscriptions, the day after the last one               | month   | stretch
            2026-01-05/2026-03-11                                     | 2026-01 | 2026-01-05/2026-03-11
            2026-01-05/2026-03-11                                     | 2026-03 | 2026-01-05/2026-03-11
            # it has ended, and had not begun
            2026-01-05/2026-03-11                                     | 2026-04 | 2026-01-05/2026-03-11
            2026-01-05/2026-03-11                                     | 2025-12 | none
            # the next one follows at once, in any order of rows; and both are there at once
            2026-03-11/2026-05-01 2026-01-05/2026-03-11               | 2026-02 | 2026-01-05/2026-05-01
            2026-01-05/2026-04-01 2026-03-11/2026-05-01               | 2026-02 | 2026-01-05/2026-05-01
            2026-01-05/2026-06-01 2026-03-11/2026-05-01               | 2026-02 | 2026-01-05/2026-06-01
            # a gap inside of the month in which the first one ends is none; it ends with March
            2026-01-05/2026-03-11 2026-03-20/2026-05-01               | 2026-04 | 2026-01-05/2026-05-01
            2026-01-05/2026-04-01 2026-04-01/2026-05-01               | 2026-04 | 2026-01-05/2026-05-01
            # one that reaches into the next month is
            2026-01-05/2026-03-11 2026-04-01/2026-05-01               | 2026-03 | 2026-01-05/2026-03-11
            2026-01-05/2026-03-11 2026-04-01/2026-05-01               | 2026-04 | 2026-04-01/2026-05-01
            2026-01-05/2026-04-01 2026-04-02/2026-05-01               | 2026-04 | 2026-04-02/2026-05-01
            # no days at all
            2026-01-05/2026-01-05                                     | 2026-01 | none
            """)
    void aMonthSeesTheStretchThatReachesIntoIt(String subscriptions, YearMonth month, String stretch) {
        List<Subscribed> each = new ArrayList<>();
        for (String days : subscriptions.trim().split(" +", -1)) {
            String[] parts = days.split("/", -1);
            each.add(new Subscribed(
                    1, 7, "data", "Data", 3, "host", LocalDate.parse(parts[0]), LocalDate.parse(parts[1]), List.of()));
        }

        assertThat(new Subscriptions(each)
                        .at(
                                List.of(1L),
                                7,
                                new LocalPeriod(
                                        month.atDay(1), month.plusMonths(1).atDay(1)))
                        .map(seen -> seen.from() + "/" + seen.to())
                        .orElse(null))
                .isEqualTo(stretch);
    }
}
