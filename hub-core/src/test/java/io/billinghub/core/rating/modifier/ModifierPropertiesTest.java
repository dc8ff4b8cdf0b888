package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.money.CurrencyUnit;

/** What holds for an account whatever its lines and modifiers. */
class ModifierPropertiesTest extends ModifierCases {
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
}
