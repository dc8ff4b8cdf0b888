package io.billinghub.core.rating.modifier;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.credit.CreditReach;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Accounts with lines and modifiers of every kind, made up. */
abstract class ModifierCases {
    static final LocalPeriod MAY = Table.period("2026-05");
    static final PricingPeriod PERIOD = PricingPeriod.whole("run", MAY, 1);
    static final List<String> PRODUCTS = List.of("a", "b", "c");

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

    static List<RatedLine> lines(List<BigDecimal> amounts) {
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
                .map(ModifierCases::lines);
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
