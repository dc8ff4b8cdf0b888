package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.modifier.change.ServiceHistory;
import io.billinghub.core.rating.modifier.change.ServiceHistory.Told;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountInput;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanInput;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.pricing.PlanPriced;
import io.billinghub.core.rating.modifier.pricing.PlanPricing;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.modifier.pricing.PlanUse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** One account through all modifiers in the documented order; docs/pricing.md tells the same numbers. */
class PricingOrderTest {
    private static final LocalPeriod MAY = Table.period("2026-05");
    private static final PricingPeriod PERIOD = PricingPeriod.whole("run-may", MAY, 2);

    private static final PlanModifiers DATA_PLAN = ModifierJson.read("""
            {
              "allowance": {"key": "free", "name": "Free data", "quantity": "50", "unit": "GB"},
              "promotions": [{"key": "welcome", "name": "Welcome offer",
                              "reduction": {"type": "percentOff", "percent": "20"}, "toPeriod": 3}],
              "limit": {"key": "minimum", "name": "Minimum spend", "minimum": "30.00"}
            }
            """, PlanModifiers.class);

    private static final AccountModifiers ACCOUNT = ModifierJson.read("""
            {
              "commitments": [{"key": "commitment", "name": "Commitment", "measure": "AMOUNT", "committed": "110.00",
                               "cycles": 12, "settlement": "EACH_CYCLE", "chargedAs": {"product": "line", "partner": "host"}}],
              "discounts": [
                {"key": "staff", "name": "Staff discount", "order": 1, "reduction": {"type": "percentOff", "percent": "10"},
                 "audience": {"groups": ["staff"]}},
                {"key": "spring", "name": "Spring coupon", "order": 2, "reduction": {"type": "amountOff", "amount": "9.00"},
                 "coupon": {"code": "SPRING", "timesPerAccount": 1}}],
              "bundles": [{"key": "duo", "name": "Data and TV", "products": ["data", "tv"],
                           "reduction": {"type": "amountOff", "amount": "5.00"},
                           "bearers": [{"party": "host", "weight": "1"}, {"party": "kino", "weight": "4"}]}],
              "loyalty": {"key": "stars", "name": "Stars", "points": "1", "perAmount": "10.00", "pointValue": "0.10"},
              "sponsorships": [{"key": "employer", "name": "Paid by your employer", "sponsor": "works", "upTo": "20.00"}]
            }
            """, AccountModifiers.class);

    private static final AccountState BEFORE = ModifierJson.read("""
            {
              "points": [{"earnedOn": "2026-01-01", "points": "200"}],
              "credits": [{"key": "gift", "name": "Gift card", "left": "20.00"}]
            }
            """, AccountState.class);

    private static ChargedItem item(String product, String partner, ChargeKind kind) {
        return new ChargedItem(product, "sirkka", product, partner, kind, product, MAY, null);
    }

    private static PlanPriced data() {
        PlanUse used = PlanUse.of(item("data", "host", ChargeKind.USAGE), new Quantity(new BigDecimal("120"), "GB"));
        PlanInput input = new PlanInput(CurrencyUnit.EUR, used.item(), List.of(used), PERIOD);
        return PlanPricing.price(
                DATA_PLAN,
                input,
                (use, charged) -> BigMoney.of(CurrencyUnit.EUR, charged.multiply(new BigDecimal("0.50"))),
                Memory.start(PlanState.START));
    }

    private static List<SegmentAmount> fee() {
        ServiceHistory history = ServiceHistory.of(List.of(
                new Told(LocalDate.of(2026, 1, 1), BigDecimal.ONE, false),
                new Told(LocalDate.of(2026, 5, 11), BigDecimal.valueOf(2), null)));
        return FeeChanges.DEFAULT
                .of(Proration.END_DAY_EXCLUDED)
                .rate(history.segments(MAY, MAY), MAY, new BigDecimal("31.00"));
    }

    private static AccountInput input() {
        BigDecimal recurring =
                Split.sum(fee().stream().map(SegmentAmount::amount).toList());
        List<RatedLine> lines = new ArrayList<>();
        lines.add(new RatedLine(
                item("line", "host", ChargeKind.RECURRING),
                Quantity.one("line"),
                BigMoney.of(CurrencyUnit.EUR, recurring),
                ""));
        lines.add(new RatedLine(
                item("tv", "kino", ChargeKind.PARTNER), Quantity.one("month"), PricingTableTest.eur("20.00"), ""));
        Priced all = Priced.together(CurrencyUnit.EUR, List.of(data().priced(), Priced.of(CurrencyUnit.EUR, lines)));
        return new AccountInput(
                all,
                PERIOD,
                new Customer("sirkka", List.of("staff"), null, List.of("SPRING")),
                null,
                new BigDecimal("60"),
                null);
    }

    @Test
    void thePlanComesFirst() {
        assertThat(data().priced().explanation())
                .containsExactly(
                        "Free data: 50 GB of 50 GB used",
                        "Welcome offer, 20 % = -7.00 EUR",
                        "Minimum spend: at least 30.00 EUR, charged 28.00 EUR = 2.00 EUR");
        assertThat(fee().stream().map(SegmentAmount::amount).toList())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("10.00"), new BigDecimal("42.00"));
    }

    @Test
    void theAccountFollowsInTheDocumentedOrder() {
        AccountPriced priced = AccountPricing.price(ACCOUNT, input(), Memory.start(BEFORE));
        assertThat(priced.priced().explanation().subList(3, 10))
                .containsExactly(
                        "Commitment: 10.00 EUR less than committed = 10.00 EUR",
                        "Staff discount, 10 % = -10.00 EUR",
                        "Spring coupon, 9.00 EUR = -9.00 EUR",
                        "Data and TV, 5.00 EUR = -5.00 EUR",
                        "Stars, 60 points burnt = -6.00 EUR",
                        "Gift card = -20.00 EUR",
                        "Paid by your employer = -20.00 EUR");
        assertThat(priced.priced().steps()).hasSize(10);
    }

    @Test
    void eachLineBearsItsPartOfEachReduction() {
        Priced priced =
                AccountPricing.price(ACCOUNT, input(), Memory.start(BEFORE)).priced();
        Map<String, String> parts = priced.adjustments().stream()
                .collect(Collectors.groupingBy(
                        adjustment -> adjustment.reason().key(),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                adjustment -> adjustment.line() + " "
                                        + adjustment
                                                .amount()
                                                .toMoney(RoundingMode.UNNECESSARY)
                                                .getAmount(),
                                Collectors.joining(", "))));
        assertThat(parts)
                .containsExactly(
                        Map.entry("welcome", "data -7.00"),
                        Map.entry("staff", "data -2.80, line -5.20, tv -2.00"),
                        Map.entry("spring", "data -2.52, line -4.68, tv -1.80"),
                        Map.entry("duo", "data -1.00, tv -4.00"),
                        Map.entry("stars", "data -1.71, line -3.33, tv -0.96"),
                        Map.entry("gift", "data -5.71, line -11.08, tv -3.21"),
                        Map.entry("employer", "data -5.71, line -11.08, tv -3.21"));
    }

    @Test
    void theLinesComeToWhatIsDue() {
        AccountPriced priced = AccountPricing.price(ACCOUNT, input(), Memory.start(BEFORE));
        assertThat(priced.priced().netLines().stream()
                        .map(line -> line.id() + " " + line.amount().toMoney(RoundingMode.UNNECESSARY))
                        .toList())
                .containsExactly(
                        "data EUR 8.55",
                        "data/minimum EUR 2.00",
                        "line EUR 16.63",
                        "sirkka/commitment EUR 10.00",
                        "tv EUR 4.82");
        assertThat(priced.priced().total().getAmount()).isEqualByComparingTo("42.00");
        assertThat(priced.sponsorLines().stream()
                        .map(line -> line.item().account() + " " + line.amount())
                        .toList())
                .containsExactly("works EUR 5.71", "works EUR 11.08", "works EUR 3.21");
    }

    @Test
    void whatIsKeptForTheNextPeriodIsTold() {
        AccountPriced priced = AccountPricing.price(ACCOUNT, input(), Memory.start(BEFORE));
        AccountState after = priced.memory().after();
        assertThat(after.credits()).isEmpty();
        assertThat(priced.pointsEarned()).isEqualByComparingTo("7");
        assertThat(after.points().stream()
                        .map(lot -> lot.points().intValueExact())
                        .toList())
                .containsExactly(140, 7);
        assertThat(after.coupons().get("SPRING").times()).isEqualTo(1);
        assertThat(after.sponsored().get("employer")).isEqualByComparingTo("20.00");
        assertThat(after.commitments().get("commitment").cyclesDone()).isEqualTo(1);
    }

    @Test
    void aRepeatedRunComesToTheSame() {
        AccountPriced once = AccountPricing.price(ACCOUNT, input(), Memory.start(BEFORE));
        assertThat(AccountPricing.price(ACCOUNT, input(), once.memory())).isEqualTo(once);
        Memory<AccountState> stored = ModifierJson.throughJson(once.memory(), new TypeReference<>() {});
        assertThat(AccountPricing.price(ACCOUNT, input(), stored).priced()).isEqualTo(once.priced());
    }
}
