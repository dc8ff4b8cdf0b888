package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.RollOver;
import io.billinghub.core.rating.modifier.allowance.Use;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.change.Segment;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.modifier.change.ServiceChange;
import io.billinghub.core.rating.modifier.change.ServiceHistory;
import io.billinghub.core.rating.modifier.change.ServiceHistory.Told;
import io.billinghub.core.rating.modifier.change.ServiceState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Cutting a period loses nothing, and free quantity is never more than there is. */
class ChangePropertiesTest {
    private static LocalPeriod month(int number) {
        YearMonth month = YearMonth.of(2026, 1).plusMonths(number);
        return new LocalPeriod(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    @Property(tries = 300)
    void theSegmentsAreExactlyTheDaysOfService(
            @ForAll @IntRange(max = 40) int month, @ForAll("days") Set<Integer> days, @ForAll Random random) {
        LocalPeriod billing = month(month);
        List<ServiceChange> changes = changes(billing, days);
        Collections.shuffle(changes, random);
        List<Segment> segments = Segment.cut(billing, billing, changes);
        LocalDate day = billing.from();
        for (Segment segment : segments) {
            assertThat(segment.days().from()).isEqualTo(day);
            day = segment.days().to();
        }
        assertThat(day).isEqualTo(billing.to());
    }

    @Property(tries = 300)
    void cuttingAPeriodNeverChangesTheFee(
            @ForAll @IntRange(max = 40) int month, @ForAll("days") Set<Integer> days, @ForAll("fees") BigDecimal fee) {
        LocalPeriod billing = month(month);
        // paused or not: at 100 percent that makes no difference
        List<Segment> segments = Segment.cut(billing, billing, changes(billing, days));
        List<SegmentAmount> amounts = new FeeChanges(null, BigDecimal.valueOf(100))
                .of(Proration.END_DAY_EXCLUDED)
                .rate(segments, billing, fee);
        assertThat(Split.sum(amounts.stream().map(SegmentAmount::amount).toList()))
                .isEqualByComparingTo(fee);
    }

    @Property(tries = 300)
    void aPeriodCostsTheSameHoweverItsDaysAreCutIntoHistory(
            @ForAll @IntRange(max = 40) int month, @ForAll("quantities") List<Integer> byDay) {
        LocalPeriod billing = month(month);
        List<Told> told = new ArrayList<>();
        told.add(new Told(LocalDate.MIN, BigDecimal.ONE, false));
        BigDecimal expected = BigDecimal.ZERO;
        for (int day = 0; day < billing.days(); day++) {
            int quantity = byDay.get(day);
            told.add(new Told(billing.from().plusDays(day), BigDecimal.valueOf(quantity), null));
            expected = expected.add(BigDecimal.valueOf(quantity));
        }
        List<Segment> segments = ServiceHistory.of(told).segments(billing, billing);
        List<SegmentAmount> amounts = FeeChanges.DEFAULT
                .of(Proration.END_DAY_EXCLUDED)
                .rate(segments, billing, BigDecimal.valueOf(billing.days()));
        assertThat(Split.sum(amounts.stream().map(SegmentAmount::amount).toList()))
                .isEqualByComparingTo(expected);
    }

    @Property(tries = 300)
    void aChangeThatIsTakenBackIsNone(
            @ForAll("days") Set<Integer> days, @ForAll @IntRange(max = 35) int day, @ForAll boolean paused) {
        LocalPeriod billing = month(0);
        List<Told> told = new ArrayList<>();
        told.add(new Told(LocalDate.MIN, BigDecimal.ONE, false));
        days.forEach(
                each -> told.add(new Told(billing.from().plusDays(each), BigDecimal.valueOf(each + 2), each % 2 == 0)));
        LocalDate on = billing.from().plusDays(day);
        ServiceState before = ServiceHistory.of(told).on(on);
        told.add(new Told(on, before.quantity(), before.paused()));
        List<Segment> segments = ServiceHistory.of(told).segments(billing, billing);
        told.add(new Told(on, before.quantity().add(BigDecimal.TEN), paused));
        told.add(new Told(on, before.quantity(), before.paused()));
        assertThat(ServiceHistory.of(told).segments(billing, billing)).isEqualTo(segments);
    }

    @Property(tries = 300)
    void anAllowanceGivesWhatItHasAndNoMore(
            @ForAll("periods") List<List<BigDecimal>> periods,
            @ForAll("fees") BigDecimal quantity,
            @ForAll RollOver.Order order,
            @ForAll Random random) {
        Allowance allowance = new Allowance(
                "a", "A", quantity, "GB", null, 0, null, new RollOver(2, quantity.multiply(BigDecimal.TEN), order));
        AllowanceState state = AllowanceState.START;
        BigDecimal given = BigDecimal.ZERO;
        for (int i = 0; i < periods.size(); i++) {
            List<Use> uses = new ArrayList<>();
            for (int u = 0; u < periods.get(i).size(); u++) {
                uses.add(new Use("u" + u, periods.get(i).get(u)));
            }
            PricingPeriod period = PricingPeriod.whole("run-" + i, month(i), i + 1);
            Drawn drawn = allowance.draw(uses, period, state);
            Collections.shuffle(uses, random);
            assertThat(allowance.draw(uses, period, state)).isEqualTo(drawn);
            for (Use use : uses) {
                assertThat(drawn.free().getOrDefault(use.id(), BigDecimal.ZERO))
                        .isBetween(BigDecimal.ZERO, use.quantity());
            }
            assertThat(drawn.state().left())
                    .isEqualByComparingTo(drawn.available().subtract(drawn.used()));
            given = given.add(drawn.used());
            assertThat(given).isLessThanOrEqualTo(quantity.multiply(BigDecimal.valueOf(i + 1L)));
            state = drawn.state();
        }
    }

    private static List<ServiceChange> changes(LocalPeriod billing, Set<Integer> days) {
        List<ServiceChange> changes = new ArrayList<>();
        changes.add(new ServiceChange(billing.from().minusDays(1), new ServiceState(BigDecimal.ONE, false)));
        for (int day : days) {
            changes.add(new ServiceChange(
                    billing.from().plusDays(day), new ServiceState(BigDecimal.ONE, changes.size() % 2 == 1)));
        }
        return changes;
    }

    @Provide
    Arbitrary<Set<Integer>> days() {
        return Arbitraries.integers().between(0, 35).set().ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> quantities() {
        return Arbitraries.integers().between(1, 4).list().ofSize(31);
    }

    @Provide
    Arbitrary<BigDecimal> fees() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("500"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<List<BigDecimal>> uses() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("90"))
                .ofScale(1)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<List<BigDecimal>>> periods() {
        return uses().list().ofMaxSize(5);
    }
}
