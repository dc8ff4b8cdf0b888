package io.billinghub.core.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods follow one another without a gap or an overlap: in local dates, and so in instants, whatever the zone's clocks do. */
class CyclePeriodTest {

    @ParameterizedTest(name = "{0} in a cycle of day {1}")
    @CsvSource({
        // day, day of the cycle, first day, day after the last
        "2026-01-30, 31, 2025-12-31, 2026-01-31",
        "2026-01-31, 31, 2026-01-31, 2026-02-28", // February ends on the 28th: so does the period that began on the
        // 31st
        "2026-02-27, 31, 2026-01-31, 2026-02-28",
        "2026-02-28, 31, 2026-02-28, 2026-03-31",
        "2026-03-30, 31, 2026-02-28, 2026-03-31", // and the 31st comes back
        "2026-04-30, 31, 2026-04-30, 2026-05-31",
        "2026-02-28, 30, 2026-02-28, 2026-03-30",
        "2026-02-28, 29, 2026-02-28, 2026-03-29",
        "2026-02-28, 28, 2026-02-28, 2026-03-28",
        "2024-02-28, 29, 2024-01-29, 2024-02-29", // a leap year
        "2024-02-29, 29, 2024-02-29, 2024-03-29",
        "2024-02-29, 31, 2024-02-29, 2024-03-31",
        "2024-02-29,  1, 2024-02-01, 2024-03-01",
        "2100-02-28, 29, 2100-02-28, 2100-03-29", // no leap year
        "2026-12-31,  1, 2026-12-01, 2027-01-01",
        "2027-01-01, 15, 2026-12-15, 2027-01-15",
    })
    void theDayOfTheCycleIsTheLastOfAMonthThatDoesNotHaveIt(
            LocalDate day, int dayOfMonth, LocalDate from, LocalDate to) {
        assertThat(CyclePeriod.containing(day, dayOfMonth)).isEqualTo(new CyclePeriod(from, to));
    }

    @Property
    void aDayIsInOnePeriodAndTheNextPeriodBeginsWhereItEnds(
            @ForAll("days") LocalDate day, @ForAll @IntRange(min = 1, max = 31) int dayOfMonth) {
        CyclePeriod period = CyclePeriod.containing(day, dayOfMonth);
        assertThat(day).isAfterOrEqualTo(period.from()).isBefore(period.to());
        assertThat(CyclePeriod.containing(period.from(), dayOfMonth)).isEqualTo(period);
        assertThat(CyclePeriod.containing(period.to().minusDays(1), dayOfMonth)).isEqualTo(period);
        assertThat(period.next(dayOfMonth).from()).isEqualTo(period.to());
        assertThat(period.from().until(period.to()).toTotalMonths()).isBetween(0L, 1L);
        assertThat(period.to().toEpochDay() - period.from().toEpochDay()).isBetween(28L, 31L);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(1990, 1, 1).toEpochDay(),
                        LocalDate.of(2110, 1, 1).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }

    /** In each zone of the world: 2024 has a leap day, 2026 none. */
    @ParameterizedTest
    @ValueSource(ints = {2024, 2026})
    void eachInstantOfAYearIsInExactlyOnePeriod(int year) {
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            for (int dayOfMonth : new int[] {1, 6, 15, 28, 29, 30, 31}) {
                List<CyclePeriod> periods = periodsOf(year, dayOfMonth);
                TreeMap<Instant, CyclePeriod> byBegin = new TreeMap<>();
                for (CyclePeriod period : periods) {
                    Instant begin = period.from().atStartOfDay(zone).toInstant();
                    Instant end = period.to().atStartOfDay(zone).toInstant();
                    assertThat(begin).as("%s in %s", period, id).isBefore(end);
                    byBegin.put(begin, period);
                }
                assertThat(byBegin)
                        .as("periods of day %s in %s", dayOfMonth, id)
                        .hasSameSizeAs(periods);
                instants(year, zone, byBegin.keySet().stream()).forEach(instant -> {
                    LocalDate local = instant.atZone(zone).toLocalDate();
                    List<CyclePeriod> found = periods.stream()
                            .filter(period -> !local.isBefore(period.from()) && local.isBefore(period.to()))
                            .toList();
                    assertThat(found)
                            .as("%s in %s, cycle of day %s", instant, id, dayOfMonth)
                            .containsExactly(byBegin.floorEntry(instant).getValue())
                            .containsExactly(CyclePeriod.containing(local, dayOfMonth));
                });
            }
        }
    }

    /** From the period in which the year begins to the one in which it ends, with a neighbour on either side for other zones. */
    private static List<CyclePeriod> periodsOf(int year, int dayOfMonth) {
        List<CyclePeriod> periods = new ArrayList<>();
        CyclePeriod period = CyclePeriod.containing(LocalDate.of(year - 1, 11, 30), dayOfMonth);
        while (period.from().getYear() <= year || period.from().getDayOfYear() < 40) {
            periods.add(period);
            period = period.next(dayOfMonth);
        }
        return periods;
    }

    /** Begins of periods and changes of the clocks, each with the last moment before and the first one behind, in order. */
    private static Stream<Instant> instants(int year, ZoneId zone, Stream<Instant> begins) {
        Instant from = LocalDateTime.of(year, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        Instant to = LocalDateTime.of(year + 1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        List<Instant> instants = new ArrayList<>(begins.toList());
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        while (change != null && change.getInstant().isBefore(to)) {
            instants.add(change.getInstant());
            instants.add(change.getInstant().plusSeconds(1_800));
            instants.add(change.getInstant().plusSeconds(3_600));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return instants.stream()
                .flatMap(instant -> Stream.of(instant.minusNanos(1_000), instant, instant.plusNanos(1_000)))
                .filter(instant -> !instant.isBefore(from) && instant.isBefore(to))
                .sorted(Comparator.naturalOrder());
    }

    /** Samoa had no 30 December 2011: a period that would begin there begins with the 31st. */
    @Test
    void aDayThatAZoneSkippedIsMissedByNobody() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        Instant begin = LocalDate.of(2011, 12, 30).atStartOfDay(apia).toInstant();
        assertThat(begin)
                .isEqualTo(LocalDate.of(2011, 12, 31).atStartOfDay(apia).toInstant())
                .isEqualTo("2011-12-30T10:00:00Z");
        assertThat(CyclePeriod.containing(begin.atZone(apia).toLocalDate(), 30).from())
                .isEqualTo("2011-12-30");
        assertThat(CyclePeriod.containing(begin.minusNanos(1).atZone(apia).toLocalDate(), 30)
                        .to())
                .isEqualTo("2011-12-30");
    }
}
