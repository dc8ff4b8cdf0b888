package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.intake.Originals.Original;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.validation.LateUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A correction counts where what it corrects counted, unless it moves the usage to another period. */
class CorrectedPeriodsTest {

    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");

    /** The cycle begins its periods on the first day; what is corrected is stored. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // it happened         | and counted in | open from  | the correction: happened | on the bill of | rates
                // in its own period, open or billed
                "2026-09-10T12:00:00Z | 2026-09-01     | 2026-09-01 | 2026-09-10T12:00:00Z     | 2026-09-01     | -",
                "2026-09-10T12:00:00Z | 2026-09-01     | 2026-10-01 | 2026-09-10T12:00:00Z     | 2026-10-01     | 2026-09-01",
                "2026-09-10T12:00:00Z | 2026-09-01     | 2026-12-01 | 2026-09-30T20:59:59Z     | 2026-12-01     | 2026-09-01",
                // it came late and counted with October, which is open, or billed by now
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-10-01 | 2026-09-10T12:00:00Z     | 2026-10-01     | -",
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-10-01 | 2026-09-11T12:00:00Z     | 2026-10-01     | -",
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-11-01 | 2026-09-10T12:00:00Z     | 2026-11-01     | 2026-10-01",
                "2026-07-10T12:00:00Z | 2026-10-01     | 2026-12-01 | 2026-07-01T12:00:00Z     | 2026-12-01     | 2026-10-01",
                // the correction says that it happened in another period: midnight in Helsinki is 21:00 UTC
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-10-01 | 2026-09-30T21:00:00Z     | 2026-10-01     | -",
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-11-01 | 2026-09-30T21:00:00Z     | 2026-11-01     | 2026-10-01",
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-11-01 | 2026-08-31T20:59:59Z     | 2026-11-01     | 2026-08-01",
                "2026-09-10T12:00:00Z | 2026-10-01     | 2026-10-01 | 2026-11-10T12:00:00Z     | 2026-11-01     | -",
            })
    void ofStoredUsage(Instant before, LocalDate counted, LocalDate open, Instant at, LocalDate bill, LocalDate rated) {
        Lookups.Cycle cycle = new Lookups.Cycle(open, 1, HELSINKI);
        Originals stored = new Originals(Map.of("e1", new Original(false, 7L, counted, before, false)));

        UsageRow settled = settled(stored, cycle, row(1, "c1", "e1", at, cycle));

        assertThat(settled.billPeriod()).isEqualTo(bill);
        assertThat(Optional.ofNullable(settled.ratedPeriod())).isEqualTo(Optional.ofNullable(rated));
    }

    @Test
    void anAccountOfAnotherCycleHasPeriodsOfItsOwn() {
        Lookups.Cycle before = new Lookups.Cycle(LocalDate.of(2026, 10, 1), 1, HELSINKI);
        Lookups.Cycle now = new Lookups.Cycle(LocalDate.of(2026, 10, 15), 15, HELSINKI);
        Instant at = Instant.parse("2026-09-10T12:00:00Z");
        Originals stored = new Originals(Map.of("e1", new Original(false, 7L, LocalDate.of(2026, 10, 1), at, false)));

        UsageRow settled = CorrectedPeriods.of(List.of(row(1, "c1", "e1", at, now)), stored, id -> before)
                .get(1);

        assertThat(settled.billPeriod()).isEqualTo("2026-10-15");
        assertThat(settled.ratedPeriod()).isEqualTo("2026-08-15");
    }

    @Test
    void ofABatchEachCorrectionFollowsTheOneThatItCorrectsInAnyOrder() {
        Lookups.Cycle cycle = new Lookups.Cycle(LocalDate.of(2026, 11, 1), 1, HELSINKI);
        Instant at = Instant.parse("2026-09-10T12:00:00Z");
        Originals stored = new Originals(Map.of("e1", new Original(false, 7L, LocalDate.of(2026, 10, 1), at, false)));
        List<UsageRow> rows =
                List.of(row(1, "c3", "c2", at, cycle), row(2, "c1", "e1", at, cycle), row(3, "c2", "c1", at, cycle));

        assertThat(CorrectedPeriods.of(rows, stored, id -> cycle).values())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.ratedPeriod()).isEqualTo("2026-10-01"));
    }

    /** What is taken back as evidence comes as evidence again, whatever usage is for meanwhile; one that moves to another period is what it says. */
    @ParameterizedTest
    @CsvSource({"2026-09-12T12:00:00Z, true", "2026-08-12T12:00:00Z, false"})
    void aCorrectionIsEvidenceWhereWhatItCorrectsIs(Instant at, boolean evidence) {
        Lookups.Cycle cycle = new Lookups.Cycle(LocalDate.of(2026, 10, 1), 1, HELSINKI);
        Instant before = Instant.parse("2026-09-10T12:00:00Z");
        Originals stored = new Originals(Map.of("e1", new Original(false, 7L, LocalDate.of(2026, 9, 1), before, true)));

        assertThat(settled(stored, cycle, row(1, "c1", "e1", at, cycle)).evidence())
                .isEqualTo(evidence);
    }

    /** A long chain needs no deep recursion, and a circle, which is refused later, ends. */
    @Test
    void longChainsAndCirclesEnd() {
        Lookups.Cycle cycle = new Lookups.Cycle(LocalDate.of(2026, 11, 1), 1, HELSINKI);
        Instant at = Instant.parse("2026-09-10T12:00:00Z");
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(row(i, "c" + i, "c" + (i + 1), at, cycle));
        }
        rows.add(row(50_000, "c50000", "c0", at, cycle));

        assertThat(CorrectedPeriods.of(rows, new Originals(Map.of()), id -> cycle))
                .hasSize(50_001);
    }

    private static UsageRow settled(Originals stored, Lookups.Cycle cycle, UsageRow row) {
        return CorrectedPeriods.of(List.of(row), stored, id -> cycle)
                .get(row.usage().position());
    }

    /** As it is judged: in its own period. */
    private static UsageRow row(int position, String key, String corrects, Instant at, Lookups.Cycle cycle) {
        UsagePeriod own = UsagePeriod.of(at, cycle, LateUsage.Counts.OWN_PERIOD);
        CanonicalUsage usage = new CanonicalUsage(
                position,
                "event " + position,
                key,
                "acc-1",
                "sku",
                "",
                BigDecimal.ONE,
                "call",
                at,
                null,
                Map.of(),
                null,
                corrects);
        return new UsageRow(own.bill(), own.rated(), 1, 2, usage, cycle, false);
    }
}
