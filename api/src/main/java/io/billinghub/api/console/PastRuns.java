package io.billinghub.api.console;

import io.billinghub.core.billrun.infrastructure.BillRunReportSql.PastRun;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The past runs of a cycle as tables and charts: what they billed per currency, how many bills, how long and how fast. */
public record PastRuns(List<BarChart> charts, List<Row> rows) {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uu", Locale.ENGLISH);

    /**
     * A run in one currency.
     *
     * @param billsPerSecond of all its bills; empty where it took no time that can be measured
     */
    public record Row(
            UUID run, String period, String currency, String net, long bills, String seconds, String billsPerSecond) {}

    private record Whole(LocalDate period, long bills, BigDecimal seconds) {}

    public PastRuns {
        charts = List.copyOf(charts);
        rows = List.copyOf(rows);
    }

    static PastRuns of(List<PastRun> past) {
        Map<UUID, Whole> runs = new LinkedHashMap<>();
        past.forEach(run -> runs.merge(
                run.run(),
                new Whole(run.periodFrom(), run.bills(), run.seconds()),
                (one, other) -> new Whole(one.period(), one.bills() + other.bills(), one.seconds())));
        Map<String, List<BarChart.Value>> revenue = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        for (PastRun run : past) {
            Whole whole = runs.get(run.run());
            revenue.computeIfAbsent(run.currency(), currency -> new ArrayList<>())
                    .add(new BarChart.Value(MONTH.format(run.periodFrom()), run.net(), BillView.amount(run.net())));
            rows.add(new Row(
                    run.run(),
                    RunRow.days(run.periodFrom(), run.periodTo()),
                    run.currency(),
                    BillView.amount(run.net()),
                    run.bills(),
                    BillView.amount(run.seconds()),
                    whole.seconds().signum() == 0 ? "" : BillView.amount(speed(whole))));
        }
        List<BarChart> charts = new ArrayList<>();
        revenue.forEach((currency, values) -> charts.add(BarChart.of("Net billed, " + currency, values)));
        charts.add(BarChart.of("Bills", values(runs, whole -> BigDecimal.valueOf(whole.bills()))));
        charts.add(BarChart.of("Duration, seconds", values(runs, Whole::seconds)));
        charts.add(BarChart.of("Bills per second", values(runs, PastRuns::speed)));
        return new PastRuns(charts, rows);
    }

    private static List<BarChart.Value> values(Map<UUID, Whole> runs, Function<Whole, BigDecimal> reading) {
        return runs.values().stream()
                .map(run -> new BarChart.Value(
                        MONTH.format(run.period()), reading.apply(run), BillView.amount(reading.apply(run))))
                .toList();
    }

    private static BigDecimal speed(Whole run) {
        return run.seconds().signum() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(run.bills()).divide(run.seconds(), 1, RoundingMode.HALF_UP);
    }
}
