package io.billinghub.core.rating.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.metering.Metric.AtPeriodEnd;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for metering whatever the events. */
class MeteringPropertiesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int MONTHS = 14;

    @Property(tries = 300)
    void theOrderOfEventsNeverMatters(
            @ForAll("events") List<UsageEvent> events, @ForAll("metrics") Metric metric, @ForAll long seed) {
        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(seed));
        MeteringPeriod year = period(0, MONTHS, ZoneId.of("UTC"));
        assertThat(comparable(Metering.of(metric, shuffled, year)))
                .isEqualTo(comparable(Metering.of(metric, events, year)));
    }

    @Property(tries = 300)
    void noUsageIsLostOrDoubledBetweenPeriods(
            @ForAll("events") List<UsageEvent> events, @ForAll("zones") ZoneId zone, @ForAll AtPeriodEnd atPeriodEnd) {
        Metric metric = new Metric(Aggregation.SUM, null, null, null, null, null, null, null, atPeriodEnd);
        assertThat(sumOfMonths(metric, events, zone))
                .isEqualByComparingTo(quantity(Metering.of(metric, events, period(0, MONTHS, zone))));
    }

    @Property(tries = 300)
    void timeWeightedSumsOfPeriodsAddUp(@ForAll("events") List<UsageEvent> events, @ForAll("zones") ZoneId zone) {
        Metric metric = new Metric(Aggregation.TIME_WEIGHTED_SUM, null, null, null, null, null, null, null, null);
        assertThat(sumOfMonths(metric, events, zone))
                .isEqualByComparingTo(quantity(Metering.of(metric, events, period(0, MONTHS, zone))));
    }

    @Property(tries = 300)
    void groupsAddUpToTheWhole(@ForAll("events") List<UsageEvent> events) {
        MeteringPeriod year = period(0, MONTHS, ZoneId.of("UTC"));
        BigDecimal whole = quantity(Metering.of(Metric.SUM, events, year));
        assertThat(Metering.of(Metric.SUM.groupedBy(List.of("region", "class")), events, year).stream()
                        .map(Measurement::quantity)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(whole);
    }

    @Property(tries = 300)
    void sumsTakenElsewhereGiveTheSame(@ForAll("events") List<UsageEvent> events) {
        Metric metric = new Metric(
                Aggregation.SUM,
                null,
                null,
                null,
                List.of(new Filter("class", Filter.Operator.NE, List.of("gold"))),
                List.of("region"),
                new Conversion(null, Divisor.of(60)),
                new QuantityRounding(BigDecimal.ONE, QuantityRounding.Mode.UP, QuantityRounding.Per.SUM, null),
                null);
        MeteringPeriod year = period(0, MONTHS, ZoneId.of("UTC"));
        List<Measurement> sums = Metering.of(Metric.SUM.groupedBy(List.of("class", "region")), events, year);
        assertThat(comparable(Metering.ofSums(metric, sums))).isEqualTo(comparable(Metering.of(metric, events, year)));
    }

    @Property(tries = 300)
    void whatIsReversedIsAsIfItHadNotBeen(@ForAll("events") List<UsageEvent> events) {
        // an event of nothing cannot be told from its reversal
        List<UsageEvent> some =
                events.stream().filter(event -> event.quantity().signum() != 0).toList();
        List<UsageEvent> both = new ArrayList<>(some);
        some.stream().map(UsageEvent::reversed).forEach(both::add);
        MeteringPeriod year = period(0, MONTHS, ZoneId.of("UTC"));
        for (Aggregation aggregation : List.of(Aggregation.SUM, Aggregation.COUNT)) {
            Metric metric = new Metric(aggregation, null, null, null, null, null, null, null, null);
            assertThat(quantity(Metering.of(metric, both, year))).isEqualByComparingTo(BigDecimal.ZERO);
        }
    }

    @Property(tries = 300)
    void roundingUpNeverTakesAndNeverGivesMoreThanAnIncrement(
            @ForAll("quantities") BigDecimal quantity, @ForAll("increments") BigDecimal increment) {
        BigDecimal up = new QuantityRounding(increment, QuantityRounding.Mode.UP, QuantityRounding.Per.EVENT, null)
                .of(quantity);
        assertThat(up.abs()).isGreaterThanOrEqualTo(quantity.abs());
        assertThat(up.abs().subtract(quantity.abs())).isLessThan(increment);
        assertThat(up.remainder(increment)).isEqualByComparingTo(BigDecimal.ZERO);
    }

    private static BigDecimal sumOfMonths(Metric metric, List<UsageEvent> events, ZoneId zone) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int month = 0; month < MONTHS; month++) {
            sum = sum.add(quantity(Metering.of(metric, events, period(month, month + 1, zone))));
        }
        return sum;
    }

    private static MeteringPeriod period(int fromMonth, int toMonth, ZoneId zone) {
        return MeteringPeriod.of(FIRST.plusMonths(fromMonth), FIRST.plusMonths(toMonth), zone);
    }

    private static BigDecimal quantity(List<Measurement> one) {
        return one.get(0).quantity();
    }

    private static List<String> comparable(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> each.dimensions() + " " + each.count() + " "
                        + (each.quantity().signum() == 0
                                ? "0"
                                : each.quantity().stripTrailingZeros().toPlainString()))
                .toList();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Santiago",
                        "Australia/Lord_Howe",
                        "Pacific/Kiritimati",
                        "Pacific/Pago_Pago",
                        "Asia/Kathmandu",
                        "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-5000"), new BigDecimal("5000"))
                .ofScale(4);
    }

    @Provide
    Arbitrary<BigDecimal> increments() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.01"), new BigDecimal("100"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<Metric> metrics() {
        Percentile percentile = new Percentile(BigDecimal.valueOf(90), Percentile.Method.INTERPOLATED);
        return Combinators.combine(
                        Arbitraries.of(Aggregation.class),
                        Arbitraries.of(List.<String>of(), List.of("region"), List.of("class", "region")))
                .as((aggregation, groups) -> new Metric(
                        aggregation,
                        null,
                        aggregation == Aggregation.UNIQUE_COUNT ? "class" : null,
                        aggregation == Aggregation.PERCENTILE ? percentile : null,
                        null,
                        groups,
                        new Conversion(null, Divisor.of(7)),
                        null,
                        null));
    }

    /** Instants and sessions of up to 90 days in a year and a month. */
    @Provide
    Arbitrary<List<UsageEvent>> events() {
        Instant first = Instant.parse("2026-01-02T00:00:00Z");
        Arbitrary<Map<String, String>> dimensions = Arbitraries.of(
                Map.of(), Map.of("region", "EU"), Map.of("region", "US", "class", "gold"), Map.of("class", "best"));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 300L * 86_400),
                        Arbitraries.oneOf(
                                Arbitraries.just(0L), Arbitraries.longs().between(1, 90L * 86_400)),
                        quantities(),
                        dimensions)
                .as((start, length, quantity, values) -> new UsageEvent(
                        "e" + start + "-" + length + "-" + quantity,
                        "property",
                        first.plusSeconds(start),
                        first.plusSeconds(start + length),
                        quantity,
                        values,
                        null))
                .list()
                .ofMaxSize(12)
                .map(list -> list.stream().distinct().toList());
    }
}
