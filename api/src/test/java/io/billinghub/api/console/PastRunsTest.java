package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.infrastructure.BillRunReportSql.PastRun;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Charts of past runs: one of revenue per currency, and of bills, time and speed one bar per run. */
class PastRunsTest {

    private static PastRun run(int month, String currency, long bills, String net, String seconds) {
        LocalDate from = LocalDate.of(2026, month, 1);
        return new PastRun(
                new UUID(0, month),
                from,
                from.plusMonths(1),
                currency,
                bills,
                new BigDecimal(net),
                new BigDecimal(seconds));
    }

    @Test
    void aRunInTwoCurrenciesHasOneBarOfBillsAndSpeed() {
        PastRuns past = PastRuns.of(List.of(
                run(9, "EUR", 100, "1000.00", "10.000"),
                run(10, "EUR", 150, "2000.00", "20.000"),
                run(10, "SEK", 50, "-500.00", "20.000")));
        assertThat(past.charts())
                .extracting(BarChart::title)
                .containsExactly(
                        "Net billed, EUR", "Net billed, SEK", "Bills", "Duration, seconds", "Bills per second");
        assertThat(past.charts().get(2).bars()).extracting(BarChart.Bar::text).containsExactly("100", "200");
        assertThat(past.charts().get(4).bars()).extracting(BarChart.Bar::text).containsExactly("10.0", "10.0");
        assertThat(past.rows()).hasSize(3);
    }

    @Test
    void barsReachFromZeroInProportion() {
        List<BarChart.Bar> bars = PastRuns.of(List.of(run(9, "EUR", 1, "50.00", "0"), run(10, "EUR", 1, "100.00", "0")))
                .charts()
                .get(0)
                .bars();
        assertThat(bars.get(1).height())
                .isEqualTo(166)
                .isEqualTo(2 * bars.get(0).height());
        assertThat(bars).allMatch(bar -> bar.y() + bar.height() == 190);
        assertThat(bars.get(0).label()).isEqualTo("Sep 26");
    }

    @Test
    void aNegativeSumHangsBelowZeroAndNoTimeIsNoSpeed() {
        PastRuns past = PastRuns.of(List.of(run(9, "EUR", 1, "-50.00", "0")));
        BarChart.Bar bar = past.charts().get(0).bars().get(0);
        assertThat(bar.y()).isEqualTo(past.charts().get(0).zero()).isEqualTo(24);
        assertThat(past.rows().get(0).billsPerSecond()).isEmpty();
        assertThat(PastRuns.of(List.of()).rows()).isEmpty();
    }
}
