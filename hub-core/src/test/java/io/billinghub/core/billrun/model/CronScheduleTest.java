package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource({
        // the 1st of each month at six: Helsinki is three hours ahead in summer, two in winter
        "0 6 1 * *,   Europe/Helsinki,  2026-09-20T00:00:00Z, 2026-10-01T03:00:00Z",
        "0 6 1 * *,   Europe/Helsinki,  2026-10-01T03:00:00Z, 2026-11-01T04:00:00Z",
        // the last day, in a leap year and not
        "30 23 L * *, Europe/Stockholm, 2028-02-01T00:00:00Z, 2028-02-29T22:30:00Z",
        "30 23 L * *, Europe/Stockholm, 2027-02-01T00:00:00Z, 2027-02-28T22:30:00Z",
        // the last weekday: 31 October 2026 is a Saturday
        "0 5 LW * *,  UTC,              2026-10-01T00:00:00Z, 2026-10-30T05:00:00Z",
        // the weekday next to the 1st: 1 November 2026 is a Sunday
        "0 5 1W * *,  UTC,              2026-10-15T00:00:00Z, 2026-11-02T05:00:00Z",
        // a 31st, where there is one
        "0 0 31 * *,  UTC,              2026-11-01T00:00:00Z, 2026-12-31T00:00:00Z",
        // 02:30 is left out on 29 March 2026: an hour later, 03:30 in summer time, which is 01:30 in UTC
        "30 2 29 3 *, Europe/Berlin,    2026-03-01T00:00:00Z, 2026-03-29T01:30:00Z",
        "30 2 29 3 *, Europe/Berlin,    2026-03-29T01:10:00Z, 2026-03-29T01:30:00Z",
        "30 2 29 3 *, Europe/Berlin,    2026-03-29T01:30:00Z, 2027-03-29T00:30:00Z",
        // 02:30 comes twice on 25 October 2026: the first time
        "30 2 25 10 *, Europe/Berlin,   2026-10-01T00:00:00Z, 2026-10-25T00:30:00Z",
        "30 2 25 10 *, Europe/Berlin,   2026-10-25T00:30:00Z, 2027-10-25T00:30:00Z",
        "30 2 25 10 *, Europe/Berlin,   2026-10-25T01:15:00Z, 2027-10-25T00:30:00Z",
        // Mondays; Sunday by either number
        "0 4 * * 1,   UTC,              2026-11-23T04:00:00Z, 2026-11-30T04:00:00Z",
        "0 4 * * 0,   UTC,              2026-11-23T04:00:00Z, 2026-11-29T04:00:00Z",
        "0 4 * * 7,   UTC,              2026-11-23T04:00:00Z, 2026-11-29T04:00:00Z",
        // each quarter of an hour
        "*/15 * * * *, UTC,             2026-11-23T04:16:00Z, 2026-11-23T04:30:00Z",
        // each quarter of a year
        "0 6 1 1/3 *, UTC,              2026-11-23T04:16:00Z, 2027-01-01T06:00:00Z",
    })
    void comesNext(String cron, String zone, Instant after, Instant next) {
        assertThat(CronSchedule.of(cron).next(after, ZoneId.of(zone))).contains(next);
    }

    @Test
    void aDayThatNeverComesHasNoTime() {
        assertThat(CronSchedule.of("0 6 30 2 *").next(Instant.EPOCH, ZoneId.of("UTC")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0 6 1 *",
        "0 6 1 * * *",
        "60 6 1 * *",
        "0 24 1 * *",
        "0 6 32 * *",
        "0 6 1 13 *",
        "0 6 1 * 8",
        "monthly",
        "''",
    })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> CronSchedule.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
