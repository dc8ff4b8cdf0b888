package io.billinghub.adapters.shadow;

import static io.billinghub.adapters.shadow.Prices.OCTOBER;
import static io.billinghub.adapters.shadow.Prices.graduated;
import static io.billinghub.adapters.shadow.Prices.monthly;
import static io.billinghub.adapters.shadow.Prices.number;
import static io.billinghub.adapters.shadow.Prices.perUnit;
import static io.billinghub.adapters.shadow.Prices.period;
import static io.billinghub.adapters.shadow.Prices.plan;
import static io.billinghub.adapters.shadow.Prices.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.validation.PriceTolerance;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.Package;
import io.billinghub.core.rating.model.StairStep;
import io.billinghub.core.rating.model.StairTier;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Validity;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The likely cause of an amount that is not the agreed one. */
class HypothesesTest {

    private static final Known KNOWN = new Known(
            List.of(number("25.5"), number("14")),
            List.of(new Known.ExchangeRate("USD", "EUR", number("0.863036"), LocalDate.parse("2026-10-30"))),
            new TreeMap<>(Map.of(LocalDate.parse("2026-09-01"), number("120"))));

    private static Graduated tiersWithFee() {
        return new Graduated(
                List.of(
                        new Tier(number("100"), number("0.50"), number("3")),
                        new Tier(null, number("0.40"), number("5"))),
                null,
                false);
    }

    private static StairStep stairs() {
        return new StairStep(
                List.of(new StairTier(number("10"), number("20")), new StairTier(null, number("50"))), false);
    }

    private static Package blocks(Package.PackageRounding rounding) {
        return new Package(Divisor.of(10), number("4"), number("20"), rounding);
    }

    private static PlanModifiers limits(String minimum, String maximum) {
        return new PlanModifiers(
                null,
                List.of(),
                new SpendLimit(
                        "limit",
                        "Limit",
                        minimum == null ? null : number(minimum),
                        maximum == null ? null : number(maximum),
                        null,
                        null,
                        null,
                        null),
                null,
                null);
    }

    private static PlanModifiers promotion(String from, String to) {
        Promotion promotion = new Promotion(
                "start",
                "Start",
                new PercentOff(number("20")),
                1,
                0,
                new Validity(LocalDate.parse(from), LocalDate.parse(to), null));
        return new PlanModifiers(null, List.of(promotion), null, null, null);
    }

    private static PlanModifiers free(String quantity) {
        return new PlanModifiers(
                new Allowance("free", "Free", number(quantity), "GB", null, 0, null, null),
                List.of(),
                null,
                null,
                null);
    }

    private record Case(
            Cause cause, StoredPlan agreed, String quantity, ServicePeriod service, String expected, String stated) {}

    private static Case usage(Cause cause, ChargeModel model, String quantity, String expected, String stated) {
        return new Case(cause, plan(model), quantity, OCTOBER, expected, stated);
    }

    private static Case fee(Cause cause, String from, String to, String expected, String stated) {
        return new Case(cause, plan(monthly("31")), "1", period(from, to), expected, stated);
    }

    private static final List<Case> CASES = List.of(
            // 100 × 0.50 + 37.5 × 0.40 = 65; all at the second tier's price: 137.5 × 0.40 = 55
            usage(Cause.VOLUME_FOR_GRADUATED, graduated(), "137.5", "65", "55.00"),
            // and the reverse
            usage(Cause.GRADUATED_FOR_VOLUME, volume(), "137.5", "55", "65.00"),
            // 100 GB are the first tier's: 100 × 0.50 = 50; "below 100" would give 100 × 0.40 = 40
            usage(Cause.TIER_BOUNDARY, volume(), "100", "50", "40.00"),
            // tiers from 101 on: 101 × 0.50 = 50.50 in place of 101 × 0.40 = 40.40
            usage(Cause.TIER_BOUNDARY, volume(), "101", "40.40", "50.50"),
            // 10 are the first stair's
            usage(Cause.TIER_BOUNDARY, stairs(), "10", "20", "50.00"),
            // 50 + 15 + fees 3 + 5 = 73
            usage(Cause.FLAT_FEE_MISSING, tiersWithFee(), "137.5", "73", "65.00"),
            // ⌈(47 − 20) ÷ 10⌉ × 4 = 12; without the free units ⌈4.7⌉ × 4 = 20
            usage(Cause.FREE_QUANTITY_MISSING, blocks(null), "47", "12", "20.00"),
            // ⌊2.7⌋ × 4 = 8
            usage(Cause.BLOCK_ROUNDING, blocks(null), "47", "12", "8.00"),
            // 2.7 × 4 = 10.80
            usage(Cause.BLOCK_ROUNDING, blocks(null), "47", "12", "10.80"),
            // 1.5 GB taken for 1500 MB: 1500 × 0.20 = 300
            usage(Cause.UNIT_OR_BLOCK, perUnit("0.20", 1), "1.5", "0.30", "300.00"),
            // 120 minutes taken for 2 hours: 2 × 0.90 = 1.80 in place of 108
            usage(Cause.UNIT_OR_BLOCK, perUnit("0.90", 1), "120", "108", "1.80"),
            // 500 × 1.073741824 GiB × 0.30 = 161.06
            usage(Cause.UNIT_OR_BLOCK, perUnit("0.30", 1), "500", "150", "161.06"),
            // 2,500 at 4 per 500 are 20; the price taken for one: 2,500 × 4 = 10,000
            usage(Cause.UNIT_OR_BLOCK, perUnit("4", 500), "2500", "20", "10000.00"),
            // September's 120 × 0.37 = 44.40
            usage(Cause.OTHER_PERIOD, perUnit("0.37", 1), "131", "48.47", "44.40"),
            // 48.47 × 1.255 = 60.83
            usage(Cause.TAX_INCLUDED, perUnit("0.37", 1), "131", "48.47", "60.83"),
            // 48.47 ÷ 0.863036 = 56.16
            usage(Cause.CURRENCY_CONVERSION, perUnit("0.37", 1), "131", "48.47", "56.16"),
            // 48.47 × 0.863036 = 41.83
            usage(Cause.CURRENCY_CONVERSION, perUnit("0.37", 1), "131", "48.47", "41.83"),
            usage(Cause.SIGN, perUnit("0.37", 1), "131", "48.47", "-48.47"),
            usage(Cause.COUNTED_TWICE, perUnit("0.37", 1), "131", "48.47", "96.94"),
            // 131 × 0.37 with a price of 0.374 is 48.99
            usage(Cause.ROUNDED_UNIT_PRICE, perUnit("0.374", 1), "131", "48.994", "48.47"),
            // 48.47 × 0.93 = 45.08
            usage(Cause.PERCENTAGE, perUnit("0.37", 1), "131", "48.47", "45.08"),
            usage(Cause.UNKNOWN, perUnit("0.37", 1), "131", "48.47", "47.11"),
            // 10 October to 31 October are 22 of 31 days: 22; the whole fee is 31
            fee(Cause.PRORATION, "2026-10-10", "2026-11-01", "22", "31.00"),
            // both ends counted: 23
            fee(Cause.PRORATION, "2026-10-10", "2026-11-01", "22", "23.00"),
            // 30/360: from the 10th to the 1st are 21 days, 31 × 21 ÷ 30 = 21.70
            fee(Cause.PRORATION, "2026-10-10", "2026-11-01", "22", "21.70"),
            // 31 × 22 ÷ 30 = 22.73
            fee(Cause.PRORATION, "2026-10-10", "2026-11-01", "22", "22.73"),
            // 31 × 12 × 22 ÷ 365 = 22.42
            fee(Cause.PRORATION, "2026-10-10", "2026-11-01", "22", "22.42"),
            // 10 × 0.50 = 5, at least 25
            new Case(Cause.MINIMUM_MISSING, plan(graduated(), limits("25", null)), "10", OCTOBER, "25", "5.00"),
            // 200 GB: 50 + 40 = 90, at most 60
            new Case(Cause.MAXIMUM_MISSING, plan(graduated(), limits(null, "60")), "200", OCTOBER, "60", "90.00"),
            // 131 × 0.37 = 48.47, less 20 % = 38.776
            new Case(
                    Cause.PROMOTION_MISSING,
                    plan(perUnit("0.37", 1), promotion("2026-01-01", "2027-01-01")),
                    "131",
                    OCTOBER,
                    "38.776",
                    "48.47"),
            new Case(
                    Cause.PROMOTION_EXPIRED,
                    plan(perUnit("0.37", 1), promotion("2026-01-01", "2026-10-01")),
                    "131",
                    OCTOBER,
                    "48.47",
                    "38.78"),
            // 31 of 131 are charged: 11.47
            new Case(
                    Cause.FREE_QUANTITY_MISSING,
                    plan(perUnit("0.37", 1), free("100")),
                    "131",
                    OCTOBER,
                    "11.47",
                    "48.47"));

    private static Compared compared(Case each) {
        Billed billed = new Billed(number(each.quantity()), number(each.stated()), each.service(), OCTOBER, 1, null);
        BigDecimal expected = AgreedAmount.of(each.agreed().plan(), billed).orElseThrow();
        assertThat(expected).as("expected of %s", each).isEqualByComparingTo(each.expected());
        return new Compared(each.agreed(), List.of(), billed, expected, KNOWN);
    }

    @Test
    void isNamed() {
        for (Case each : CASES) {
            Cause cause = Hypotheses.likely(compared(each), PriceTolerance.STANDARD)
                    .map(Guess::cause)
                    .orElse(Cause.UNKNOWN);
            assertThat(cause).as("%s", each).isEqualTo(each.cause());
        }
    }

    @Test
    void isAnOlderOrALaterVersionOfThePriceBeforeAnythingElse() {
        StoredPlan agreed = plan(perUnit("0.37", 1));
        List<StoredPlan> versions = List.of(
                plan(1, perUnit("0.35", 1), null, "2026-01-01", "2026-07-01"),
                plan(3, perUnit("0.40", 1), null, "2027-07-01", "2028-07-01"));
        // 131 × 0.35 = 45.85, × 0.37 = 48.47, × 0.40 = 52.40
        String[][] cases = {{"45.85", "OLD_PRICE_VERSION", "1"}, {"52.40", "FUTURE_PRICE_VERSION", "3"}};
        for (String[] each : cases) {
            Billed billed = new Billed(number("131"), number(each[0]), OCTOBER, OCTOBER, 1, null);
            Guess guess = Hypotheses.likely(
                            new Compared(agreed, versions, billed, number("48.47"), KNOWN), PriceTolerance.STANDARD)
                    .orElseThrow();
            assertThat(guess.cause().name()).isEqualTo(each[1]);
            assertThat(guess.words()).contains("version " + each[2]);
        }
    }

    @Test
    void isToldInASentence() {
        Compared compared = compared(CASES.get(0));
        Explained explained = Explained.of(compared, Hypotheses.likely(compared, PriceTolerance.STANDARD), 1);
        assertThat(explained.detail())
                .isEqualTo(
                        "the price \"Data\" (version 2) gives 65.00 for 137.5 GB, the partner states 55.00; the difference is"
                                + " -10.00. Likely cause: 55.00 is what volume pricing gives for 137.5 GB; graduated, as agreed,"
                                + " gives 65.00");
        assertThat(explained.evidence().cause()).isEqualTo("VOLUME_FOR_GRADUATED");
    }

    @Test
    void isLookedForInTheOrderOfTheCatalogue() {
        // 31 × 1 for a whole month: neither proration nor anything else differs from what is agreed
        Flat flat = monthly("31");
        Billed billed = new Billed(number("1"), number("62.00"), OCTOBER, OCTOBER, 1, null);
        assertThat(Hypotheses.likely(
                        new Compared(plan(flat), List.of(), billed, number("31"), KNOWN), PriceTolerance.STANDARD))
                .map(Guess::cause)
                .contains(Cause.COUNTED_TWICE);
    }
}
