package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.change.FeeChanges;
import io.billinghub.core.rating.modifier.change.RecurringFee;
import io.billinghub.core.rating.modifier.change.Segment;
import io.billinghub.core.rating.modifier.change.ServiceChange;
import io.billinghub.core.rating.modifier.change.ServiceState;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.discount.DiscountRules;
import io.billinghub.core.rating.modifier.discount.Discounts;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What cannot be priced is refused with what is wrong. */
class RefusedModifierTest {
    private static final LocalPeriod MAY = Table.period("2026-05");
    private static final Map<String, Class<?>> SORTS = Map.ofEntries(
            Map.entry("allowance", Allowance.class),
            Map.entry("promotion", Promotion.class),
            Map.entry("limit", SpendLimit.class),
            Map.entry("commitment", Commitment.class),
            Map.entry("discount", Discount.class),
            Map.entry("bundle", Bundle.class),
            Map.entry("loyalty", LoyaltyProgram.class),
            Map.entry("sponsorship", Sponsorship.class),
            Map.entry("credit", Credit.class),
            Map.entry("fee", RecurringFee.class),
            Map.entry("changes", FeeChanges.class),
            Map.entry("account", AccountModifiers.class),
            Map.entry("plan", PlanModifiers.class));

    @TestFactory
    Stream<DynamicTest> aModifierThatMakesNoSenseIsRefused() {
        return Table.read("refused.txt").stream().map(entry -> {
            String[] words = entry.input().split(" ", 2);
            return DynamicTest.dynamicTest(
                    entry.place() + " " + entry.expected(),
                    () -> assertThatIllegalArgumentException()
                            .isThrownBy(() -> ModifierJson.read(words[1], SORTS.get(words[0])))
                            .withMessageContaining(entry.expected()));
        });
    }

    @Test
    void aLineInAnotherCurrencyIsRefused() {
        RatedLine line = Row.line("voice 10.00", MAY);
        Assertions.assertThatThrownBy(() -> Priced.of(CurrencyUnit.USD, List.of(line)))
                .isInstanceOf(CurrencyMismatchException.class);
    }

    @Test
    void twoLinesOfOneIdAreRefused() {
        RatedLine line = Row.line("voice 10.00", MAY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Priced.of(CurrencyUnit.EUR, List.of(line, line)))
                .withMessage("there are two lines with the id voice");
    }

    @Test
    void twoDiscountsOfOneCouponAreRefused() {
        String json = "{\"key\":\"%s\",\"name\":\"N\",\"reduction\":{\"type\":\"percentOff\",\"percent\":1},"
                + "\"coupon\":{\"code\":\"SAME\"}}";
        List<Discount> discounts = List.of(
                ModifierJson.read(String.format(json, "a"), Discount.class),
                ModifierJson.read(String.format(json, "b"), Discount.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Discounts(DiscountRules.DEFAULT, discounts))
                .withMessageStartingWith("two discounts have the same coupon");
    }

    @Test
    void aRunOfAnEarlierPeriodIsRefusedOnceALaterOneIsPriced() {
        PricingPeriod may = PricingPeriod.whole("may", MAY, 2);
        PricingPeriod april = PricingPeriod.whole("april", Table.period("2026-04"), 1);
        Memory<String> memory = Memory.start("empty").after(may, "full");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.stateFor(april))
                .withMessageStartingWith("run april is for the period from 2026-04-01, but run may has already priced");
    }

    @Test
    void twoChangesOnOneDayAreRefused() {
        ServiceState state = new ServiceState(BigDecimal.ONE, false);
        ServiceChange change = new ServiceChange(LocalDate.of(2026, 5, 5), state);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segment.cut(MAY, MAY, List.of(change, change)))
                .withMessage("there are two changes on 2026-05-05; give the one that holds at the end of the day");
    }
}
