package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.credit.CreditReach;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.pricing.AccountInput;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What holds for an account whatever its lines and modifiers. */
class ModifierPropertiesTest {
    private static final LocalPeriod MAY = Table.period("2026-05");
    private static final PricingPeriod PERIOD = PricingPeriod.whole("run", MAY, 1);
    private static final List<String> PRODUCTS = List.of("a", "b", "c");

    /** All that an account is priced by. */
    record Case(List<RatedLine> lines, AccountModifiers modifiers, AccountState state, int pointsToBurn) {
        AccountPriced price() {
            return price(lines, modifiers, state);
        }

        AccountPriced price(List<RatedLine> some, AccountModifiers by, AccountState from) {
            return AccountPricing.price(by, input(some), Memory.start(from));
        }

        AccountInput input(List<RatedLine> some) {
            return new AccountInput(
                    Priced.of(CurrencyUnit.EUR, some),
                    PERIOD,
                    new Customer("acme", null, null, List.of("CODE")),
                    null,
                    BigDecimal.valueOf(pointsToBurn),
                    null);
        }
    }

    @Property(tries = 500)
    void linesAndAdjustmentsAddUpToTheTotal(@ForAll("cases") Case given) {
        Priced priced = given.price().priced();
        BigDecimal sum = amounts(priced.lines())
                .add(priced.adjusted(kind -> !kind.isPayment()).getAmount());
        assertThat(priced.total().getAmount()).isEqualByComparingTo(sum);
        BigDecimal steps = Split.sum(
                priced.steps().stream().map(step -> step.amount().getAmount()).toList());
        assertThat(steps)
                .isEqualByComparingTo(priced.total()
                        .getAmount()
                        .subtract(amounts(given.lines()))
                        .add(priced.adjusted(AdjustmentKind::isPayment).getAmount()));
    }

    @Property(tries = 500)
    void noLineGoesBelowZeroAndWhatIsGivenBackStays(@ForAll("cases") Case given) {
        Priced priced = given.price().priced();
        for (RatedLine line : priced.lines()) {
            if (line.amount().isNegative()) {
                assertThat(priced.billed(line))
                        .isEqualByComparingTo(priced.rounded(line.amount().getAmount()));
            } else {
                assertThat(priced.net(line)).isNotNegative();
            }
        }
    }

    @Property(tries = 300)
    void theOrderOfTheInputChangesNothing(@ForAll("cases") Case given, @ForAll Random random) {
        AccountModifiers by = given.modifiers();
        AccountModifiers shuffled = new AccountModifiers(
                by.limits(),
                by.commitments(),
                by.discountRules(),
                shuffled(by.discounts(), random),
                by.bundles(),
                by.loyalty(),
                by.creditReach(),
                shuffled(by.sponsorships(), random));
        AccountState from = given.state();
        AccountState mixed = new AccountState(
                from.commitments(),
                from.coupons(),
                shuffled(from.points(), random),
                shuffled(from.credits(), random),
                from.sponsored());
        AccountPriced other = given.price(shuffled(given.lines(), random), shuffled, mixed);
        assertThat(other.priced()).isEqualTo(given.price().priced());
        assertThat(other.memory().after()).isEqualTo(given.price().memory().after());
    }

    @Property(tries = 300)
    void aRepeatedRunCountsNothingTwice(@ForAll("cases") Case given) {
        AccountPriced once = given.price();
        AccountPriced again = AccountPricing.price(given.modifiers(), given.input(given.lines()), once.memory());
        assertThat(again).isEqualTo(once);
    }

    @Property(tries = 500)
    void creditsAreNeverDrawnBelowZeroAndPayWhatTheyLose(@ForAll("cases") Case given) {
        AccountPriced priced = given.price();
        for (CreditUse use : priced.creditUses()) {
            Credit before = given.state().credits().stream()
                    .filter(credit -> credit.key().equals(use.credit()))
                    .findFirst()
                    .orElseThrow();
            assertThat(use.left()).isNotNegative();
            assertThat(use.left().add(use.drawn())).isEqualByComparingTo(before.left());
            if (before.unit() == null) {
                BigDecimal paid = Split.sum(priced.priced().adjustments().stream()
                        .filter(adjustment -> adjustment.reason().key().equals(use.credit()))
                        .map(adjustment -> adjustment.amount().getAmount().negate())
                        .toList());
                assertThat(paid).isEqualByComparingTo(use.drawn());
            }
        }
    }

    @Property(tries = 500)
    void sponsorsPayWhatIsTakenOff(@ForAll("cases") Case given) {
        AccountPriced priced = given.price();
        BigDecimal taken = priced.priced()
                .adjusted(kind -> kind == AdjustmentKind.SPONSORED)
                .getAmount()
                .negate();
        assertThat(amounts(priced.sponsorLines())).isEqualByComparingTo(taken);
        for (Sponsorship sponsorship : given.modifiers().sponsorships()) {
            if (sponsorship.upTo() != null) {
                assertThat(of(priced, sponsorship.key())).isLessThanOrEqualTo(sponsorship.upTo());
            }
        }
    }

    @Property(tries = 500)
    void capsHold(@ForAll("cases") Case given) {
        AccountPriced priced = given.price();
        BigDecimal all = BigDecimal.ZERO;
        for (Discount discount : given.modifiers().discounts()) {
            BigDecimal taken = of(priced, discount.key());
            all = all.add(taken);
            if (discount.cap() != null) {
                assertThat(taken).isLessThanOrEqualTo(discount.cap());
            }
            if (discount.coupon() != null && discount.coupon().amountPerAccount() != null) {
                assertThat(taken).isLessThanOrEqualTo(discount.coupon().amountPerAccount());
            }
        }
        if (given.modifiers().discountRules().capAmount() != null) {
            assertThat(all)
                    .isLessThanOrEqualTo(given.modifiers().discountRules().capAmount());
        }
        for (Bundle bundle : given.modifiers().bundles()) {
            if (bundle.cap() != null) {
                assertThat(of(priced, bundle.key())).isLessThanOrEqualTo(bundle.cap());
            }
        }
    }

    @Property(tries = 500)
    void whatBearersBearIsByWeightToTheMinorUnit(
            @ForAll("lines") List<RatedLine> lines, @ForAll("bundles") Bundle bundle) {
        Priced priced = bundle.apply(Priced.of(CurrencyUnit.EUR, lines), PERIOD, PRODUCTS);
        BigDecimal all = priced.adjusted(kind -> true).getAmount().negate();
        BigDecimal weights =
                Split.sum(bundle.bearers().stream().map(Bearer::weight).toList());
        for (Bearer bearer : bundle.bearers()) {
            BigDecimal borne = Split.sum(priced.adjustments().stream()
                    .filter(adjustment -> adjustment.bearer().equals(bearer.party()))
                    .map(adjustment -> adjustment.amount().getAmount().negate())
                    .toList());
            BigDecimal exact = all.multiply(bearer.weight()).divide(weights, 30, RoundingMode.HALF_UP);
            assertThat(borne.subtract(exact).abs()).isLessThan(new BigDecimal("0.02"));
        }
    }

    @Property(tries = 500)
    void theBestOnlyDiscountTakesAsMuchAsAnyAlone(
            @ForAll("lines") List<RatedLine> lines, @ForAll("discounts") List<Discount> discounts) {
        BigDecimal best = reduction(lines, DiscountRules.Stacking.BEST_ONLY, discounts);
        for (Discount discount : discounts) {
            BigDecimal alone = reduction(lines, DiscountRules.Stacking.COMPOUND, List.of(discount));
            assertThat(best).isGreaterThanOrEqualTo(alone);
        }
        assertThat(best).isLessThanOrEqualTo(reduction(lines, DiscountRules.Stacking.COMPOUND, discounts));
    }

    @Property(tries = 500)
    void aFixedDiscountLowersTheSumOfTheRoundedLinesByExactlyItself(
            @ForAll("charges") List<BigDecimal> amounts, @ForAll("cents") BigDecimal cents) {
        List<RatedLine> lines = lines(amounts);
        BigDecimal amount = cents.min(amounts(lines).movePointLeft(1).setScale(2, RoundingMode.DOWN));
        Discount fixed = new Discount("f", "F", 0, new AmountOff(amount), null, null, null, null, null);
        AccountModifiers by = new AccountModifiers(null, null, null, List.of(fixed), null, null, null, null);
        AccountPriced priced = new Case(lines, by, AccountState.START, 0).price();
        assertThat(rounded(lines).subtract(rounded(priced.priced().netLines()))).isEqualByComparingTo(amount);
    }

    private static BigDecimal reduction(
            List<RatedLine> lines, DiscountRules.Stacking stacking, List<Discount> discounts) {
        AccountModifiers by = new AccountModifiers(
                null, null, new DiscountRules(stacking, null, null, null), discounts, null, null, null, null);
        return new Case(lines, by, AccountState.START, 0)
                .price()
                .priced()
                .adjusted(kind -> true)
                .getAmount()
                .negate();
    }

    private static BigDecimal rounded(List<RatedLine> lines) {
        return Split.sum(lines.stream()
                .map(line -> Rounding.lineNet(line.amount()).getAmount())
                .toList());
    }

    private static BigDecimal of(AccountPriced priced, String key) {
        return Split.sum(priced.priced().adjustments().stream()
                .filter(adjustment -> adjustment.reason().key().equals(key))
                .map(adjustment -> adjustment.amount().getAmount().negate())
                .toList());
    }

    private static BigDecimal amounts(List<RatedLine> lines) {
        return Split.sum(lines.stream().map(line -> line.amount().getAmount()).toList());
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static List<RatedLine> lines(List<BigDecimal> amounts) {
        List<RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            String product = PRODUCTS.get(i % PRODUCTS.size());
            ChargeKind kind = i % 2 == 0 ? ChargeKind.USAGE : ChargeKind.RECURRING;
            ChargedItem item = new ChargedItem(
                    "line-" + i,
                    "acme",
                    product,
                    i % 3 == 0 ? "host" : "kino",
                    kind,
                    null,
                    MAY,
                    BigDecimal.valueOf(24));
            BigDecimal count = BigDecimal.valueOf(7L * amounts.get(i).signum());
            lines.add(
                    new RatedLine(item, new Quantity(count, "GB"), BigMoney.of(CurrencyUnit.EUR, amounts.get(i)), ""));
        }
        return lines;
    }

    @Provide
    Arbitrary<List<RatedLine>> lines() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-20"), new BigDecimal("200"))
                .ofScale(4)
                .list()
                .ofMaxSize(7)
                .map(ModifierPropertiesTest::lines);
    }

    @Provide
    Arbitrary<List<BigDecimal>> charges() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ONE, new BigDecimal("200"))
                .ofScale(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(7);
    }

    @Provide
    Arbitrary<BigDecimal> cents() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("100"))
                .ofScale(2);
    }

    @Provide
    Arbitrary<List<Discount>> discounts() {
        return Combinators.combine(
                        reductions().list().ofMaxSize(4),
                        Arbitraries.integers().between(0, 3).list().ofSize(4),
                        cents().injectNull(0.5).list().ofSize(4))
                .as((reductions, orders, caps) -> {
                    List<Discount> discounts = new ArrayList<>();
                    for (int i = 0; i < reductions.size(); i++) {
                        Coupon coupon = i == 1 ? new Coupon("CODE", 2, caps.get(0), 0, null) : null;
                        LineScope scope =
                                i == 2 ? LineScope.ofProducts(PRODUCTS.subList(0, 1 + orders.get(0) % 3)) : null;
                        discounts.add(new Discount(
                                "d" + i,
                                "D",
                                orders.get(i),
                                reductions.get(i),
                                scope,
                                null,
                                coupon,
                                null,
                                caps.get(i)));
                    }
                    return discounts;
                });
    }

    @Provide
    Arbitrary<Bundle> bundles() {
        Arbitrary<List<Bearer>> bearers = Arbitraries.integers()
                .between(1, 5)
                .list()
                .ofSize(3)
                .map(weights -> List.of(
                        new Bearer("host", BigDecimal.valueOf(weights.get(0))),
                        new Bearer("kino", BigDecimal.valueOf(weights.get(1))),
                        new Bearer("market", BigDecimal.valueOf(weights.get(2)))));
        return Combinators.combine(reductions(), bearers, cents().injectNull(0.5))
                .as((reduction, who, cap) ->
                        new Bundle("bundle", "Bundle", PRODUCTS, 2, reduction, null, who, null, cap));
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<DiscountRules> rules = Combinators.combine(
                        Arbitraries.of(DiscountRules.Stacking.class),
                        Arbitraries.of(DiscountRules.Sequence.class),
                        cents().injectNull(0.5),
                        cents().injectNull(0.5))
                .as(DiscountRules::new);
        Arbitrary<List<Sponsorship>> sponsorships = Combinators.combine(cents(), cents().injectNull(0.5))
                .as((percent, upTo) -> List.of(
                        new Sponsorship("s1", "S1", "works", 2, percent, null, null, null, null),
                        new Sponsorship("s2", "S2", "fund", 1, null, upTo, new BigDecimal("70"), null, null)));
        Arbitrary<AccountModifiers> modifiers = Combinators.combine(
                        cents(), rules, discounts(), bundles(), Arbitraries.of(CreditReach.class), sponsorships)
                .as((amount, by, discounts, bundle, reach, sponsors) -> new AccountModifiers(
                        List.of(new SpendLimit(
                                "limit",
                                "Limit",
                                amount,
                                new BigDecimal("300"),
                                null,
                                discounts.size() % 2 == 0
                                        ? SpendLimit.Basis.BEFORE_DISCOUNTS
                                        : SpendLimit.Basis.AFTER_DISCOUNTS,
                                null,
                                new ChargedAs("a", "host", null))),
                        null,
                        by,
                        discounts,
                        List.of(bundle),
                        new LoyaltyProgram(
                                "stars",
                                "Stars",
                                BigDecimal.ONE,
                                BigDecimal.TEN,
                                null,
                                null,
                                new BigDecimal("0.07"),
                                null,
                                null,
                                12,
                                null),
                        reach,
                        sponsors));
        Arbitrary<AccountState> states = Combinators.combine(cents(), cents(), cents())
                .as((one, two, pack) -> new AccountState(
                        null,
                        null,
                        List.of(
                                new PointLot(MAY.from(), null, new BigDecimal("40")),
                                new PointLot(MAY.from().minusMonths(1), LocalDate.of(2026, 7, 1), BigDecimal.TEN)),
                        List.of(
                                new Credit("c1", "C1", 1, null, LocalDate.of(2026, 8, 1), null, one, null),
                                new Credit("c2", "C2", 1, null, null, null, two, LineScope.ofProducts(List.of("b"))),
                                new Credit("c3", "C3", 0, null, null, "GB", pack.movePointLeft(1), null)),
                        null));
        return Combinators.combine(
                        lines(), modifiers, states, Arbitraries.integers().between(0, 60))
                .as(Case::new);
    }

    private static Arbitrary<Reduction> reductions() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("100"))
                        .ofScale(1)
                        .map(PercentOff::new),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("60"))
                        .ofScale(2)
                        .map(AmountOff::new));
    }
}
