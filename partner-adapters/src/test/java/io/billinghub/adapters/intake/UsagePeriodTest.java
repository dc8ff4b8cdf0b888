package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.validation.LateUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage counts in the period of its day in the cycle's zone; late usage where the agreement says. */
class UsagePeriodTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // happened            | zone               | day | open from  | of the day | on the bill | late: rates
                // anew
                "2026-11-15T12:00:00Z | UTC                | 1   | 2026-11-01 | 2026-11-15 | 2026-11-01  | -",
                "2026-12-01T00:00:00Z | UTC                | 1   | 2026-11-01 | 2026-12-01 | 2026-12-01  | -", // of the
                // next
                // period
                "2026-10-31T23:59:59Z | UTC                | 1   | 2026-11-01 | 2026-10-31 | 2026-11-01  | 2026-10-01",
                "2026-07-04T00:00:00Z | UTC                | 1   | 2026-11-01 | 2026-07-04 | 2026-11-01  | 2026-07-01", // long billed
                "2026-11-01T00:00:00Z | UTC                | 1   | 2026-11-01 | 2026-11-01 | 2026-11-01  | -",
                // winter time is UTC+1 in Berlin: midnight is 23:00 UTC
                "2026-10-31T22:59:59Z | Europe/Berlin      | 1   | 2026-11-01 | 2026-10-31 | 2026-11-01  | 2026-10-01",
                "2026-10-31T23:00:00Z | Europe/Berlin      | 1   | 2026-11-01 | 2026-11-01 | 2026-11-01  | -",
                // the day of 25 hours: it begins at 22:00 UTC in summer time and ends at 23:00 UTC in winter time
                "2026-10-24T21:59:59Z | Europe/Berlin      | 25  | 2026-10-25 | 2026-10-24 | 2026-10-25  | 2026-09-25",
                "2026-10-24T22:00:00Z | Europe/Berlin      | 25  | 2026-10-25 | 2026-10-25 | 2026-10-25  | -",
                "2026-10-25T00:30:00Z | Europe/Berlin      | 26  | 2026-10-26 | 2026-10-25 | 2026-10-26  | 2026-09-26", // 02:30 the first time
                "2026-10-25T01:30:00Z | Europe/Berlin      | 26  | 2026-10-26 | 2026-10-25 | 2026-10-26  | 2026-09-26", // 02:30 again
                "2026-10-25T22:59:59Z | Europe/Berlin      | 26  | 2026-10-26 | 2026-10-25 | 2026-10-26  | 2026-09-26",
                "2026-10-25T23:00:00Z | Europe/Berlin      | 26  | 2026-10-26 | 2026-10-26 | 2026-10-26  | -",
                // the day of 23 hours: from 23:00 UTC to 22:00 UTC
                "2027-03-27T22:59:59Z | Europe/Berlin      | 28  | 2027-03-28 | 2027-03-27 | 2027-03-28  | 2027-02-28",
                "2027-03-27T23:00:00Z | Europe/Berlin      | 28  | 2027-03-28 | 2027-03-28 | 2027-03-28  | -",
                "2027-03-28T21:59:59Z | Europe/Berlin      | 29  | 2027-03-29 | 2027-03-28 | 2027-03-29  | 2027-02-28", // no 29 February
                "2027-03-28T22:00:00Z | Europe/Berlin      | 29  | 2027-03-29 | 2027-03-29 | 2027-03-29  | -",
                // both sides of the date line: UTC+14 and UTC-11
                "2026-10-31T09:59:59Z | Pacific/Kiritimati | 1   | 2026-11-01 | 2026-10-31 | 2026-11-01  | 2026-10-01",
                "2026-10-31T10:00:00Z | Pacific/Kiritimati | 1   | 2026-11-01 | 2026-11-01 | 2026-11-01  | -",
                "2026-11-01T10:59:59Z | Pacific/Pago_Pago  | 1   | 2026-11-01 | 2026-10-31 | 2026-11-01  | 2026-10-01",
                "2026-11-01T11:00:00Z | Pacific/Pago_Pago  | 1   | 2026-11-01 | 2026-11-01 | 2026-11-01  | -",
                // ends of months and the leap day
                "2028-02-28T23:59:59Z | UTC                | 31  | 2028-02-29 | 2028-02-28 | 2028-02-29  | 2028-01-31",
                "2028-02-29T00:00:00Z | UTC                | 31  | 2028-02-29 | 2028-02-29 | 2028-02-29  | -",
                "2028-03-30T23:59:59Z | UTC                | 31  | 2028-02-29 | 2028-03-30 | 2028-02-29  | -",
                "2027-02-27T12:00:00Z | UTC                | 30  | 2027-02-28 | 2027-02-27 | 2027-02-28  | 2027-01-30",
            })
    void countsWhereItsDayBelongs(
            Instant at,
            ZoneId zone,
            int dayOfMonth,
            LocalDate openFrom,
            LocalDate day,
            LocalDate bill,
            LocalDate rated) {
        Lookups.Cycle cycle = new Lookups.Cycle(openFrom, dayOfMonth, zone);
        assertThat(UsagePeriod.of(at, cycle, LateUsage.Counts.OWN_PERIOD)).isEqualTo(new UsagePeriod(day, bill, rated));
        assertThat(UsagePeriod.of(at, cycle, LateUsage.Counts.NEXT_BILL)).isEqualTo(new UsagePeriod(day, bill, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // happened            | came                 | zone               | days | refused
                "2020-01-01T00:00:00Z | 2026-11-01T00:00:00Z | UTC                | -    | false",
                "2026-11-01T00:00:00Z | 2026-11-01T23:59:59Z | UTC                | 0    | false",
                "2026-10-31T23:59:59Z | 2026-11-01T00:00:00Z | UTC                | 0    | true", // a second, and the
                // day before
                "2026-10-01T12:00:00Z | 2026-10-31T23:59:59Z | UTC                | 30   | false",
                "2026-10-01T12:00:00Z | 2026-11-01T00:00:00Z | UTC                | 30   | true",
                "2026-12-24T00:00:00Z | 2026-11-01T00:00:00Z | UTC                | 0    | false", // ahead
                // from 25 October 00:00 in summer time to 26 October 23:59:59 in winter time it is one day and 49 hours
                "2026-10-24T22:00:00Z | 2026-10-26T22:59:59Z | Europe/Berlin      | 1    | false",
                "2026-10-24T22:00:00Z | 2026-10-26T23:00:00Z | Europe/Berlin      | 1    | true",
                "2026-10-24T21:59:59Z | 2026-10-25T23:00:00Z | Europe/Berlin      | 1    | true",
                "2026-10-01T10:00:00Z | 2026-11-01T09:59:59Z | Pacific/Kiritimati | 30   | false", // 2 October to 1
                // November
                "2026-10-01T10:00:00Z | 2026-11-01T10:00:00Z | Pacific/Kiritimati | 30   | true",
                "2026-10-01T10:59:59Z | 2026-10-31T10:59:59Z | Pacific/Pago_Pago  | 30   | false", // 30 September to 30
                // October
                "2026-10-01T10:59:59Z | 2026-10-31T11:00:00Z | Pacific/Pago_Pago  | 30   | true",
                "2028-02-29T12:00:00Z | 2028-03-30T12:00:00Z | UTC                | 30   | false",
                "2028-02-29T12:00:00Z | 2028-03-31T12:00:00Z | UTC                | 30   | true",
            })
    void isRefusedWhenItIsOlderThanAgreed(Instant at, Instant came, ZoneId zone, Integer days, boolean refused) {
        LateUsage late = new LateUsage(LateUsage.Counts.NEXT_BILL, days);
        assertThat(late.refuses(at.atZone(zone).toLocalDate(), came.atZone(zone).toLocalDate()))
                .isEqualTo(refused);
    }
}
