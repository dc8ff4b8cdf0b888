package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.RollOver;
import io.billinghub.core.rating.modifier.allowance.Use;
import io.billinghub.core.rating.modifier.change.Delta;
import io.billinghub.core.rating.modifier.change.RecurringFee;
import io.billinghub.core.rating.modifier.change.Segment;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.modifier.change.ServiceChange;
import io.billinghub.core.rating.modifier.change.ServiceState;
import io.billinghub.core.rating.modifier.change.UsageOverSegments;
import io.billinghub.core.rating.modifier.change.UsageOverSegments.SegmentUse;
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
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Cutting a period loses nothing, free quantity is never more than there is, and deltas come to what is due. */
class ChangePropertiesTest {
    private static final BigDecimal FREE = BigDecimal.valueOf(100);

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
        List<Segment> segments = Segment.cut(billing, billing, changes(billing, days));
        List<SegmentAmount> amounts =
                new RecurringFee(null, Proration.END_DAY_EXCLUDED, null).rate(segments, billing, state -> fee);
        assertThat(Split.sum(amounts.stream().map(SegmentAmount::amount).toList()))
                .isEqualByComparingTo(fee);
    }

    @Property(tries = 300)
    void runningTiersAreThoseOfTheUncutPeriod(@ForAll("uses") List<BigDecimal> uses) {
        LocalPeriod billing = month(0);
        ServiceState state = new ServiceState("plan", 1, BigDecimal.ONE, false);
        List<SegmentUse> cut = new ArrayList<>();
        for (int i = 0; i < uses.size(); i++) {
            LocalDate from = billing.from().plusDays(i);
            cut.add(new SegmentUse(new Segment(new LocalPeriod(from, from.plusDays(1)), state), uses.get(i)));
        }
        UsageOverSegments.Price price = (any, quantity) -> quantity.min(FREE)
                .multiply(new BigDecimal("0.13"))
                .add(quantity.subtract(FREE).max(BigDecimal.ZERO));
        List<SegmentAmount> amounts = UsageOverSegments.rate(cut, UsageOverSegments.Tiers.RUNNING, price);
        assertThat(Split.sum(amounts.stream().map(SegmentAmount::amount).toList()))
                .isEqualByComparingTo(price.of(state, Split.sum(uses)));
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

    @Property(tries = 300)
    void whatWasChargedAndTheDeltaAreWhatIsDue(
            @ForAll("uses") List<BigDecimal> before,
            @ForAll("uses") List<BigDecimal> after,
            @ForAll Delta.Form form,
            @ForAll Random random) {
        List<RatedLine> charged = lines(before);
        List<RatedLine> due = lines(after);
        List<RatedLine> deltas = Delta.between("fix", charged, due, form);
        List<RatedLine> corrected = new ArrayList<>(charged);
        corrected.addAll(deltas);
        assertThat(sum(corrected)).isEqualByComparingTo(sum(due));
        Collections.shuffle(corrected, random);
        assertThat(Delta.between("again", corrected, due, form)).isEmpty();
        Collections.shuffle(charged, random);
        Collections.shuffle(due, random);
        assertThat(Delta.between("fix", charged, due, form)).isEqualTo(deltas);
    }

    private static List<ServiceChange> changes(LocalPeriod billing, Set<Integer> days) {
        List<ServiceChange> changes = new ArrayList<>();
        int version = 1;
        changes.add(new ServiceChange(billing.from().minusDays(1), state(version)));
        for (int day : days) {
            version++;
            changes.add(new ServiceChange(billing.from().plusDays(day), state(version)));
        }
        return changes;
    }

    private static ServiceState state(int version) {
        return new ServiceState("plan", version, BigDecimal.ONE, false);
    }

    private static List<RatedLine> lines(List<BigDecimal> amounts) {
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            ChargedItem item = new ChargedItem(
                    "l" + i, "acme", "p" + i % 2, "host", ChargeKind.RECURRING, null, month(i % 3), null);
            lines.add(new RatedLine(
                    item, new Quantity(BigDecimal.ONE, "piece"), BigMoney.of(CurrencyUnit.EUR, amounts.get(i)), ""));
        }
        return lines;
    }

    private static BigDecimal sum(List<RatedLine> lines) {
        return Split.sum(lines.stream().map(line -> line.amount().getAmount()).toList());
    }

    @Provide
    Arbitrary<Set<Integer>> days() {
        return Arbitraries.integers().between(0, 35).set().ofMaxSize(6);
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
