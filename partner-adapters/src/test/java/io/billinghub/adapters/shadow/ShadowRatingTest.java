package io.billinghub.adapters.shadow;

import static io.billinghub.adapters.shadow.Prices.OCTOBER;
import static io.billinghub.adapters.shadow.Prices.graduated;
import static io.billinghub.adapters.shadow.Prices.line;
import static io.billinghub.adapters.shadow.Prices.lines;
import static io.billinghub.adapters.shadow.Prices.monthly;
import static io.billinghub.adapters.shadow.Prices.number;
import static io.billinghub.adapters.shadow.Prices.perUnit;
import static io.billinghub.adapters.shadow.Prices.period;
import static io.billinghub.adapters.shadow.Prices.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.validation.PriceTolerance;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Validity;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lines are priced as agreed. */
class ShadowRatingTest {

    private static List<Integer> differ(List<StoredPlan> plans, ProductLines lines) {
        return new ShadowRating(plans, "EUR", PriceTolerance.STANDARD)
                .check(lines).stream()
                        .flatMap(difference -> difference.lines().stream().map(BilledLine::position))
                        .toList();
    }

    private static List<Integer> differ(StoredPlan plan, BilledLine... lines) {
        return differ(List.of(plan), lines(lines));
    }

    @Test
    void aLineThatThePlanGives() {
        // 100 × 0.50 + 37.5 × 0.40 = 65
        assertThat(differ(plan(graduated()), line(1, "", "137.5", "65.00", OCTOBER)))
                .isEmpty();
        assertThat(differ(plan(graduated()), line(1, "", "137.5", "55.00", OCTOBER)))
                .containsExactly(1);
    }

    @Test
    void aLineWithinHalfAMinorUnitAndNoFurther() {
        // 3 × 0.333 = 0.999
        assertThat(differ(plan(perUnit("0.333", 1)), line(1, "", "3", "1.00", OCTOBER)))
                .isEmpty();
        // 0.999 + 0.005 = 1.004
        assertThat(differ(plan(perUnit("0.333", 1)), line(1, "", "3", "1.004", OCTOBER)))
                .isEmpty();
        assertThat(differ(plan(perUnit("0.333", 1)), line(1, "", "3", "1.0041", OCTOBER)))
                .containsExactly(1);
    }

    @Test
    void aReducedPriceMayBeRoundedBeforeAndAfter() {
        // 1 × 0.205 less 20 % is 0.164; rounded before, 0.21 less 20 % is 0.168, which is 0.17
        Promotion fifth = new Promotion(
                "start",
                "Start",
                new PercentOff(number("20")),
                1,
                0,
                new Validity(LocalDate.parse("2026-01-01"), LocalDate.parse("2027-01-01"), null));
        StoredPlan reduced = plan(perUnit("0.205", 1), new PlanModifiers(null, List.of(fifth), null, null, null));
        assertThat(differ(reduced, line(1, "", "1", "0.17", OCTOBER))).isEmpty();
        assertThat(differ(reduced, line(1, "", "1", "0.18", OCTOBER))).containsExactly(1);
        // without a promotion it is rounded once
        assertThat(differ(plan(perUnit("0.164", 1)), line(1, "", "1", "0.17", OCTOBER)))
                .containsExactly(1);
    }

    @Test
    void aLineWithinTheAgreedToleranceAndNoFurther() {
        PriceTolerance one = new PriceTolerance(number("0.02"), number("1"));
        // 1 % of 100 is 1: 101 is, 101.01 is not
        ShadowRating rating = new ShadowRating(List.of(plan(perUnit("0.50", 1))), "EUR", one);
        assertThat(rating.check(lines(line(1, "", "200", "101.00", OCTOBER)))).isEmpty();
        assertThat(rating.check(lines(line(1, "", "200", "101.01", OCTOBER)))).hasSize(1);
        // of 0.50, one per cent is less than 0.02
        assertThat(rating.check(lines(line(1, "", "1", "0.52", OCTOBER)))).isEmpty();
    }

    @Test
    void severalLinesThatOnlyTogetherMakeWhatThePlanPrices() {
        // 80 + 57.5 = 137.5 GB: 40 + (20 × 0.50 + 37.5 × 0.40 = 25) = 65
        assertThat(differ(
                        plan(graduated()),
                        line(1, "", "80", "40.00", period("2026-10-01", "2026-10-16")),
                        line(2, "", "57.5", "25.00", period("2026-10-16", "2026-11-01"))))
                .isEmpty();
        // the same by grouping key, while another line is wrong by itself
        assertThat(differ(
                        plan(graduated()),
                        line(1, "vm-1", "80", "40.00", OCTOBER),
                        line(2, "vm-1", "57.5", "25.00", OCTOBER),
                        line(3, "vm-2", "10", "9.00", OCTOBER)))
                .containsExactly(3);
    }

    @Test
    void severalLinesThatTogetherAreNotAsAgreedEachWithTheSum() {
        // 137.5 GB at the second tier's price: 32 + 23 = 55
        List<PriceDifference> differences = new ShadowRating(List.of(plan(graduated())), "EUR", PriceTolerance.STANDARD)
                .check(lines(line(1, "", "80", "32.00", OCTOBER), line(2, "", "57.5", "23.00", OCTOBER)));
        assertThat(differences).singleElement().satisfies(difference -> {
            assertThat(difference.billed().net()).isEqualByComparingTo(new BigDecimal("55"));
            assertThat(difference.lines()).hasSize(2);
        });
    }

    @Test
    void aFeeForAMonthForSeveralMonthsForAPartOfOneAndForOneDay() {
        StoredPlan fee = plan(monthly("31"));
        assertThat(differ(fee, line(1, "", "2", "62.00", OCTOBER))).isEmpty();
        assertThat(differ(fee, line(1, "", "1", "93.00", period("2026-10-01", "2027-01-01"))))
                .isEmpty();
        // 22 of 31 days
        assertThat(differ(fee, line(1, "", "1", "22.00", period("2026-10-10", "2026-11-01"))))
                .isEmpty();
        // the day is when it was sold
        assertThat(differ(fee, line(1, "", "1", "31.00", period("2026-10-10", "2026-10-11"))))
                .isEmpty();
        assertThat(differ(fee, line(1, "", "1", "32.00", OCTOBER))).containsExactly(1);
    }

    @Test
    void nothingIsSaidWhereNoPlanCanBeHeldAgainstTheLine() {
        StoredPlan old = plan(1, perUnit("0.35", 1), null, "2026-01-01", "2026-07-01");
        assertThat(differ(old, line(1, "", "1", "9.00", OCTOBER))).isEmpty();
        ProductLines messages =
                new ProductLines(7, 1, "message", OCTOBER, null, List.of(line(1, "", "1", "9.00", OCTOBER)));
        assertThat(differ(List.of(plan(perUnit("0.35", 1))), messages)).isEmpty();
        assertThat(new ShadowRating(List.of(plan(perUnit("0.35", 1))), "USD", PriceTolerance.STANDARD)
                        .check(lines(line(1, "", "1", "9.00", OCTOBER))))
                .isEmpty();
    }

    @Test
    void nothingIsSaidOfCreditsAndOfWhatCostsNothing() {
        StoredPlan plan = plan(perUnit("0.35", 1));
        assertThat(differ(plan, line(1, "", "1", "-9.00", OCTOBER))).isEmpty();
        assertThat(differ(plan, line(1, "", "10", "0", OCTOBER))).isEmpty();
        // what takes back a quantity is held against what was billed, not against the plan
        assertThat(differ(plan, line(1, "", "-10", "-1.75", OCTOBER))).isEmpty();
        assertThat(differ(plan, line(1, "", "-10", "3.50", OCTOBER))).containsExactly(1);
    }

    @Test
    void aProductWithSeveralPricesHasAnyOfThem() {
        StoredPlan other = plan(4, perUnit("0.50", 1), null, "2026-07-01", "2027-07-01");
        List<StoredPlan> both = List.of(plan(perUnit("0.35", 1)), other);
        assertThat(differ(both, lines(line(1, "", "10", "3.50", OCTOBER), line(2, "", "10", "5.00", OCTOBER))))
                .isEmpty();
        assertThat(differ(both, lines(line(1, "", "10", "4.00", OCTOBER)))).containsExactly(1);
    }
}
