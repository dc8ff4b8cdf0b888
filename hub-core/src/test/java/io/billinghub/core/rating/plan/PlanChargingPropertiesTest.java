package io.billinghub.core.rating.plan;

import static io.billinghub.core.rating.plan.PlanChargingTest.item;
import static io.billinghub.core.rating.plan.PlanChargingTest.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.infrastructure.PlanStateJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.math.BigDecimal;
import java.time.YearMonth;
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

/** What holds for each plan with modifiers, whatever was used. */
class PlanChargingPropertiesTest {
    private static final String GROUPS = "'metric':{'aggregation':'SUM','groupBy':['zone']},";
    private static final List<String> MODELS = List.of(
            "'model':{'type':'perUnit','unitPrice':'0.037'}",
            "'model':{'type':'graduated','tiers':[{'upTo':10,'unitPrice':'1.00','flatFee':'0.50'},{'unitPrice':'0.333'}]}",
            "'model':{'type':'package','size':7,'price':'2.50'}",
            "'model':{'type':'matrix','dimensions':['zone','class'],'cells':[{'when':{'zone':'z1'},"
                    + "'model':{'type':'perUnit','unitPrice':'0.7'}}],'otherwise':{'type':'volume','tiers':"
                    + "[{'upTo':20,'unitPrice':2},{'unitPrice':1}]}}");
    private static final String MODIFIERS =
            ",'modifiers':{'allowance':{'key':'a','name':'A','quantity':'12.5','unit':'GB',"
                    + "'rollOver':{'periods':2}},'promotions':[{'key':'p','name':'P','reduction':{'type':'percentOff','percent':15},"
                    + "'toPeriod':2},{'key':'q','name':'Q','reduction':{'type':'amountOff','amount':'1.11'}}],"
                    + "'limit':{'key':'l','name':'L','minimum':'5.00','maximum':'40.00'},"
                    + "'commitment':{'key':'c','name':'C','measure':'AMOUNT','committed':'20.00','cycles':3,"
                    + "'settlement':'EACH_CYCLE','surplusCounts':true}}";
    private static final YearMonth MAY = YearMonth.of(2026, 5);

    @Property(tries = 300)
    void withoutModifiersTheLinesAreThoseOfRating(
            @ForAll("models") String model, @ForAll("sums") List<Measurement> sums) {
        PricePlan plan = plan(model);
        Memory<PlanState> memory = Memory.start(PlanState.START);
        PlanCharged charged = PlanCharging.ofSums(plan, sums, context(1), memory);
        assertThat(charged.lines().stream()
                        .map(line -> new RatedLine(line.dimensions(), line.quantity(), line.count(), line.rated()))
                        .toList())
                .isEqualTo(PlanRating.ofSums(plan, sums, context(1).period().billing()));
        assertThat(charged.lines())
                .allMatch(line -> line.amount().equals(line.rated().amount()));
        assertThat(charged.memory()).isSameAs(memory);
    }

    @Property(tries = 300)
    void linesAdjustmentsAndAddedLinesAddUpAndNothingGoesBelowZero(
            @ForAll("models") String model, @ForAll("sums") List<Measurement> sums) {
        PlanCharged charged = charge(model, sums);
        BigDecimal total = BigDecimal.ZERO;
        for (ChargedLine line : charged.lines()) {
            BigDecimal adjusted = Split.sum(line.adjustments().stream()
                    .map(adjustment -> adjustment.amount().getAmount())
                    .toList());
            assertThat(line.amount().getAmount())
                    .isEqualByComparingTo(line.rated().amount().getAmount().add(adjusted));
            if (line.rated().amount().isPositiveOrZero()) {
                assertThat(line.amount().getAmount()).isNotNegative();
            }
            assertThat(line.free()).isNotNegative();
            total = total.add(line.amount().getAmount());
        }
        for (AddedLine line : charged.added()) {
            assertThat(line.amount().getAmount()).isPositive();
            total = total.add(line.amount().getAmount());
        }
        assertThat(charged.total().getAmount()).isEqualByComparingTo(total);
    }

    @Property(tries = 300)
    void asMuchIsFreeAsIsThereAndWasUsed(@ForAll("models") String model, @ForAll("sums") List<Measurement> sums) {
        PlanCharged charged = charge(model, sums);
        BigDecimal free =
                Split.sum(charged.lines().stream().map(ChargedLine::free).toList());
        BigDecimal left = charged.memory().after().allowance().left();
        assertThat(free.add(left)).isEqualByComparingTo("12.5");
        boolean byCombination = model.contains("matrix") || model.startsWith(GROUPS);
        BigDecimal used = byCombination
                ? Split.sum(sums.stream()
                        .map(Measurement::quantity)
                        .map(BigDecimal.ZERO::max)
                        .toList())
                : Split.sum(sums.stream().map(Measurement::quantity).toList()).max(BigDecimal.ZERO);
        if (sums.stream().allMatch(sum -> sum.quantity().signum() >= 0)) {
            assertThat(free).isEqualByComparingTo(used.min(new BigDecimal("12.5")));
        }
    }

    @Property(tries = 200)
    void theOrderOfSumsChangesNothing(
            @ForAll("models") String model, @ForAll("sums") List<Measurement> sums, @ForAll Random random) {
        List<Measurement> shuffled = new ArrayList<>(sums);
        Collections.shuffle(shuffled, random);
        assertThat(charge(model, shuffled)).isEqualTo(charge(model, sums));
    }

    @Property(tries = 200)
    void aRepeatedRunAndAStoredMemoryGiveTheSame(
            @ForAll("models") String model, @ForAll("months") List<List<Measurement>> months) {
        PricePlan plan = plan(model + MODIFIERS);
        Memory<PlanState> memory = Memory.start(PlanState.START);
        Memory<PlanState> stored = memory;
        for (int i = 0; i < months.size(); i++) {
            PlanCharged charged = PlanCharging.ofSums(plan, months.get(i), context(i + 1), memory);
            assertThat(PlanCharging.ofSums(plan, months.get(i), context(i + 1), charged.memory()))
                    .isEqualTo(charged);
            assertThat(PlanCharging.ofSums(plan, months.get(i), context(i + 1), stored))
                    .isEqualTo(charged);
            memory = charged.memory();
            stored = PlanStateJson.read(PlanStateJson.write(memory));
        }
    }

    private static PlanCharged charge(String model, List<Measurement> sums) {
        return PlanCharging.ofSums(plan(model + MODIFIERS), sums, context(1), Memory.start(PlanState.START));
    }

    private static ChargingContext context(int number) {
        YearMonth month = MAY.plusMonths(number - 1L);
        LocalPeriod billing =
                new LocalPeriod(month.atDay(1), month.plusMonths(1).atDay(1));
        return ChargingContext.of(item(billing), PricingPeriod.whole("run-" + month, billing, number));
    }

    @Provide
    Arbitrary<String> models() {
        return Arbitraries.of(MODELS).flatMap(model -> Arbitraries.of(model, GROUPS + model));
    }

    @Provide
    Arbitrary<List<Measurement>> sums() {
        Arbitrary<String> zones = Arbitraries.of("z1", "z2", "z3");
        Arbitrary<String> classes = Arbitraries.of("c1", "c2");
        Arbitrary<BigDecimal> quantities = Arbitraries.bigDecimals()
                .between(new BigDecimal("-5"), new BigDecimal("60"))
                .ofScale(3);
        return Combinators.combine(zones, classes, quantities)
                .as((zone, sort, quantity) -> Measurement.of(Map.of("zone", zone, "class", sort), quantity, 1))
                .list()
                .ofMaxSize(6)
                .map(PlanChargingPropertiesTest::distinct);
    }

    @Provide
    Arbitrary<List<List<Measurement>>> months() {
        return sums().list().ofSize(4);
    }

    /** A database gives one sum for each combination. */
    private static List<Measurement> distinct(List<Measurement> sums) {
        List<Measurement> distinct = new ArrayList<>();
        for (Measurement sum : sums) {
            if (distinct.stream().noneMatch(other -> other.dimensions().equals(sum.dimensions()))) {
                distinct.add(sum);
            }
        }
        return distinct;
    }
}
