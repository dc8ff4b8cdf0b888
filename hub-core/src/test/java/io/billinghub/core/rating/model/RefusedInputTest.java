package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.money.AmountOutOfLimitException;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Input that a plan cannot rate is refused with what is wrong. */
class RefusedInputTest {
    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);

    private static PricePlan plan(ChargeModel model) {
        return new PricePlan("p", 1, "Plan", CurrencyUnit.EUR, "GB", model, MAY, JUNE);
    }

    @Test
    void anotherCurrencyIsRefused() {
        PricePlan plan = plan(new PreRated());
        assertThatThrownBy(() ->
                        plan.rate(RatingInput.preRated(new Quantity(BigDecimal.ONE, "GB"), BigMoney.parse("USD 1"))))
                .isInstanceOf(CurrencyMismatchException.class)
                .hasMessageContaining("USD/EUR");
    }

    @Test
    void anotherUnitIsRefused() {
        PricePlan plan = plan(new PerUnit(BigDecimal.ONE, null));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> plan.rate(RatingInput.usage(CurrencyUnit.EUR, new Quantity(new BigDecimal("5"), "MB"))))
                .withMessage("plan p counts GB, but the quantity is 5 MB; convert the unit first");
    }

    @Test
    void aProratedFeeWithoutPeriodsIsRefused() {
        PricePlan plan = plan(new Flat(Flat.Timing.IN_ADVANCE, BigDecimal.TEN, Proration.END_DAY_EXCLUDED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.rateUsage(BigDecimal.ONE))
                .withMessage("a prorated fee needs the service period and the billing period");
    }

    @Test
    void aPreRatedLineWithoutAmountIsRefused() {
        PricePlan plan = plan(new PreRated());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.rateUsage(BigDecimal.ONE))
                .withMessage("a pre-rated line needs the partner's amount");
    }

    @Test
    void aQuantityOfThirtyDigitsIsRefused() {
        PricePlan plan = plan(new PerUnit(BigDecimal.ONE, null));
        assertThatThrownBy(() -> plan.rateUsage(new BigDecimal("123456789012345678901234567890")))
                .isInstanceOf(AmountOutOfLimitException.class)
                .hasMessage(
                        "quantity 123456789012345678901234567890 has too many digits: at most 15 before and 30 after"
                                + " the decimal point are accepted");
    }

    @Test
    void anAmountThatGrowsTooLargeIsRefused() {
        PricePlan plan = plan(new PerUnit(new BigDecimal("10"), null));
        assertThatThrownBy(() -> plan.rateUsage(new BigDecimal("999999999999999")))
                .isInstanceOf(AmountOutOfLimitException.class)
                .hasMessageContaining("rated amount");
    }

    @Test
    void halfAPairOfPeriodsIsRefused() {
        Quantity one = Quantity.one("GB");
        LocalPeriod may = new LocalPeriod(MAY, JUNE);
        assertThatIllegalArgumentException().isThrownBy(() -> RatingInput.recurring(CurrencyUnit.EUR, one, may, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatingInput.recurring(CurrencyUnit.EUR, one, may, new LocalPeriod(MAY, MAY)));
    }

    @Test
    void aPeriodThatEndsBeforeItBeginsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LocalPeriod(JUNE, MAY));
    }

    @Test
    void aPlanIsInForceFromItsFirstDayToTheDayBeforeItsEnd() {
        PricePlan plan = plan(new PreRated());
        assertThat(List.of(
                        plan.inForceOn(MAY.minusDays(1)),
                        plan.inForceOn(MAY),
                        plan.inForceOn(JUNE.minusDays(1)),
                        plan.inForceOn(JUNE)))
                .containsExactly(false, true, true, false);
    }

    @Test
    void storedInstantsBecomeTheDaysOfTheCyclesZone() {
        // March 2026 in Berlin: one hour short, 31 days all the same
        LocalPeriod march = LocalPeriod.between(
                Instant.parse("2026-02-28T23:00:00Z"),
                Instant.parse("2026-03-31T22:00:00Z"),
                ZoneId.of("Europe/Berlin"));
        assertThat(march).isEqualTo(new LocalPeriod(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1)));
        assertThat(march.days()).isEqualTo(31);
    }

    @Test
    void tiersCannotBeChangedFromOutside() {
        List<Tier> mine = new java.util.ArrayList<>(List.of(new Tier(null, BigDecimal.ONE, null)));
        Graduated model = new Graduated(mine, null, false);
        mine.clear();
        assertThat(model.tiers()).hasSize(1);
    }
}
