package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.CurrencyUnit;

/** What holds for charge models whatever the plan and the quantity. */
class RatingPropertiesTest {

    private static Rated rate(ChargeModel model, BigDecimal quantity) {
        return model.rate(RatingInput.usage(CurrencyUnit.EUR, new Quantity(quantity, "GB")));
    }

    @Property
    void theStepsAddUpToTheAmountExactly(@ForAll("models") ChargeModel model, @ForAll("quantities") BigDecimal q) {
        Rated rated = rate(model, q);
        BigDecimal sum =
                rated.steps().stream().map(step -> step.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(rated.amount().getAmount());
    }

    @Property
    void eachStepIsQuantityTimesPriceByBasePlusFee(
            @ForAll("models") ChargeModel model, @ForAll("quantities") BigDecimal q) {
        for (RatedStep step : rate(model, q).steps()) {
            BigDecimal alone = step.priceBase()
                    .into(step.quantity().multiply(step.unitPrice()))
                    .add(step.fee());
            // a division without an end may differ in a digit far behind any minor unit
            assertThat(alone.subtract(step.amount().getAmount()).abs()).isLessThan(new BigDecimal("1E-18"));
        }
    }

    @Property
    void theAmountWithoutStepsIsThatOfTheSteps(
            @ForAll("models") ChargeModel model, @ForAll("quantities") BigDecimal q) {
        RatingInput input = RatingInput.usage(CurrencyUnit.EUR, new Quantity(q, "GB"));
        assertThat(model.amount(input).getAmount())
                .isEqualByComparingTo(model.rate(input).amount().getAmount());
    }

    @Property
    void chargingTheDifferenceOfRunningTotalsAddsUpToTheWhole(
            @ForAll("models") ChargeModel model, @ForAll("parts") List<BigDecimal> parts) {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal charged = rate(model, total).amount().getAmount();
        for (BigDecimal part : parts) {
            BigDecimal before = rate(model, total).amount().getAmount();
            total = total.add(part);
            charged = charged.add(rate(model, total).amount().getAmount().subtract(before));
        }
        assertThat(charged).isEqualByComparingTo(rate(model, total).amount().getAmount());
    }

    @Property
    void blocksOfAllTiersNeverCostLessForMore(
            @ForAll("blockTiers") BlockTiers model,
            @ForAll("quantities") BigDecimal one,
            @ForAll("quantities") BigDecimal other) {
        BigDecimal less = one.abs().min(other.abs());
        BigDecimal more = one.abs().max(other.abs());
        if (model.charged() == BlockTiers.Charged.ALL_TIERS) {
            assertThat(rate(model, less).amount())
                    .isLessThanOrEqualTo(rate(model, more).amount());
        }
    }

    @Property
    void aPercentageInTiersIsGraduatedPerHundred(
            @ForAll("graduated") Graduated model, @ForAll("quantities") BigDecimal q) {
        List<PercentageTier> tiers = model.tiers().stream()
                .map(tier -> new PercentageTier(tier.upTo(), tier.unitPrice(), tier.flatFee()))
                .toList();
        BigDecimal percentages =
                rate(new GraduatedPercentage(tiers, false), q).amount().getAmount();
        assertThat(percentages)
                .isEqualByComparingTo(rate(new Graduated(model.tiers(), Divisor.of(100), false), q)
                        .amount()
                        .getAmount());
    }

    @Property
    void theQuantitiesOfTheTiersAddUpToTheQuantity(
            @ForAll("graduated") Graduated model, @ForAll("quantities") BigDecimal q) {
        BigDecimal sum =
                rate(model, q).steps().stream().map(RatedStep::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(q);
    }

    @Property
    void aReversalIsTheExactMirror(@ForAll("models") ChargeModel model, @ForAll("quantities") BigDecimal q) {
        if (q.signum() != 0) {
            assertThat(rate(model, q.negate()).amount())
                    .isEqualTo(rate(model, q).amount().negated());
        }
    }

    @Property
    void aDoubleReversalIsTheSame(@ForAll("models") ChargeModel model, @ForAll("quantities") BigDecimal q) {
        Rated rated = rate(model, q);
        assertThat(rated.reversed().reversed()).isEqualTo(rated);
        assertThat(rated.reversed().reversed().explanation()).isEqualTo(rated.explanation());
    }

    @Property
    void graduatedNeverFallsAsTheQuantityRises(
            @ForAll("graduated") Graduated model,
            @ForAll("quantities") BigDecimal one,
            @ForAll("quantities") BigDecimal other) {
        BigDecimal less = one.min(other).abs().min(one.max(other).abs());
        BigDecimal more = one.abs().max(other.abs());
        assertThat(rate(model, less).amount())
                .isLessThanOrEqualTo(rate(model, more).amount());
    }

    @Property
    void oneTierIsPerUnitWhetherGraduatedOrVolume(
            @ForAll("prices") BigDecimal price, @ForAll("bases") Divisor base, @ForAll("quantities") BigDecimal q) {
        List<Tier> one = List.of(new Tier(null, price, null));
        BigDecimal perUnit = rate(new PerUnit(price, base), q).amount().getAmount();
        assertThat(rate(new Graduated(one, base, false), q).amount().getAmount())
                .isEqualByComparingTo(perUnit);
        assertThat(rate(new Volume(one, base, true), q).amount().getAmount()).isEqualByComparingTo(perUnit);
    }

    @Property
    void tiersOfTheSamePriceAreOneTier(
            @ForAll("graduated") Graduated model,
            @ForAll("prices") BigDecimal price,
            @ForAll("quantities") BigDecimal q) {
        List<Tier> same = model.tiers().stream()
                .map(tier -> new Tier(tier.upTo(), price, null))
                .toList();
        BigDecimal split =
                rate(new Graduated(same, model.priceBase(), false), q).amount().getAmount();
        BigDecimal whole =
                rate(new PerUnit(price, model.priceBase()), q).amount().getAmount();
        assertThat(split.subtract(whole).abs()).isLessThan(new BigDecimal("1E-18"));
    }

    @Property
    void packagesAreTheFewestThatHoldTheQuantity(
            @ForAll("positives") BigDecimal size, @ForAll("quantities") BigDecimal quantity) {
        BigDecimal q = quantity.abs();
        Package model = new Package(Divisor.of(size), BigDecimal.ONE, null, Package.PackageRounding.UP);
        BigDecimal packages = rate(model, q).amount().getAmount();
        assertThat(packages.multiply(size)).isGreaterThanOrEqualTo(q);
        assertThat(packages.subtract(BigDecimal.ONE).multiply(size)).isLessThan(q.max(new BigDecimal("1E-9")));
    }

    @Provide
    Arbitrary<BigDecimal> quantities() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-100000"), new BigDecimal("100000"))
                .ofScale(3);
    }

    @Provide
    Arbitrary<BigDecimal> positives() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.01"), new BigDecimal("9999"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<BigDecimal> prices() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("100"))
                .ofScale(6);
    }

    @Provide
    Arbitrary<Divisor> bases() {
        return Arbitraries.of(1L, 7L, 30L, 60L, 1000L, 1024L, 3600L).map(Divisor::of);
    }

    @Provide
    Arbitrary<Graduated> graduated() {
        return Combinators.combine(tiers(), bases(), Arbitraries.of(true, false))
                .as(Graduated::new);
    }

    @Provide
    Arbitrary<ChargeModel> models() {
        Arbitrary<ChargeModel> volume = Combinators.combine(tiers(), bases(), Arbitraries.of(true, false))
                .as(Volume::new);
        Arbitrary<ChargeModel> perUnit = Combinators.combine(prices(), bases()).as(PerUnit::new);
        Arbitrary<ChargeModel> blocks = Combinators.combine(
                        positives().map(Divisor::of),
                        prices(),
                        positives(),
                        Arbitraries.of(Package.PackageRounding.class))
                .as(Package::new);
        Arbitrary<ChargeModel> flat = prices().map(fee -> new Flat(Flat.Timing.ONE_TIME, fee, Proration.NONE));
        Arbitrary<ChargeModel> percentage = prices().map(rate -> new Percentage(rate, null, 0, null, null, null, null));
        Arbitrary<ChargeModel> stairs = tiers().map(tiers -> new StairStep(
                tiers.stream()
                        .map(tier -> new StairTier(tier.upTo(), tier.flatFee()))
                        .toList(),
                false));
        return Arbitraries.oneOf(
                graduated().map(model -> model),
                volume,
                perUnit,
                blocks,
                flat,
                percentage,
                stairs,
                blockTiers().map(model -> model));
    }

    @Provide
    Arbitrary<BlockTiers> blockTiers() {
        Arbitrary<List<BlockTier>> tiers = Combinators.combine(
                        positives().map(Divisor::of).list().ofMinSize(1).ofMaxSize(4),
                        prices().list().ofSize(4),
                        Arbitraries.integers().between(1, 50).list().ofSize(4))
                .as((sizes, prices, blocks) -> {
                    List<BlockTier> made = new ArrayList<>();
                    for (int i = 0; i < sizes.size(); i++) {
                        BigDecimal held = i == sizes.size() - 1 ? null : BigDecimal.valueOf(blocks.get(i));
                        made.add(new BlockTier(sizes.get(i), prices.get(i), held));
                    }
                    return made;
                });
        return Combinators.combine(
                        tiers, Arbitraries.of(BlockTiers.Charged.class), Arbitraries.of(Package.PackageRounding.class))
                .as(BlockTiers::new);
    }

    @Provide
    Arbitrary<List<BigDecimal>> parts() {
        return quantities().map(BigDecimal::abs).list().ofMaxSize(8);
    }

    private Arbitrary<List<Tier>> tiers() {
        Arbitrary<List<BigDecimal>> ends = positives()
                .list()
                .uniqueElements()
                .ofMaxSize(5)
                .map(list -> list.stream().sorted().toList());
        return Combinators.combine(
                        ends, prices().list().ofSize(6), prices().list().ofSize(6))
                .as((upTo, unitPrices, fees) -> {
                    List<Tier> tiers = new ArrayList<>();
                    for (int i = 0; i <= upTo.size(); i++) {
                        tiers.add(new Tier(i < upTo.size() ? upTo.get(i) : null, unitPrices.get(i), fees.get(i)));
                    }
                    return tiers;
                });
    }
}
