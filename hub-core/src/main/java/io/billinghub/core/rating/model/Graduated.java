package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * Σ over tiers of the part of the quantity inside the tier × its price ÷ price base, plus the flat fee of each tier that
 * is entered. A tier is entered by the first quantity above its lower end.
 *
 * <p>A negative quantity reverses the whole: −150 takes back what 150 costs, fees included. It is not the difference
 * between two quantities; see {@link ChargeModel}.
 *
 * @param tiers contiguous, the last one open
 * @param priceBase for how many units the prices stand; null is taken as 1
 * @param flatFeeAtZero whether a quantity of zero is charged the first tier's flat fee
 */
public record Graduated(List<Tier> tiers, Divisor priceBase, boolean flatFeeAtZero) implements ChargeModel {
    /** Refuses tiers that do not rise or whose last is not open. */
    public Graduated {
        tiers = Tiers.of(tiers);
        priceBase = priceBase == null ? Divisor.ONE : priceBase;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        return Rated.of(input.currency(), Tiers.in(tiers).graduatedSteps(this, input, priceBase, flatFeeAtZero));
    }

    @Override
    public BigMoney amount(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        BigDecimal amount = Tiers.in(tiers).graduated(quantity.abs(), priceBase, flatFeeAtZero);
        return Rated.amount(input.currency(), quantity.signum() < 0 ? amount.negate() : amount);
    }

    @Override
    public String describe(RatedStep step) {
        String order = tiers.size() == 1 ? "" : step.position() == 0 ? "first " : "next ";
        return order + Wording.quantity(step.quantity(), step.unit()) + Wording.at(step);
    }

    @Override
    public StepKind kind(RatedStep step) {
        if (tiers.size() == 1) {
            return StepKind.PLAIN;
        }
        return step.position() == 0 ? StepKind.FIRST : StepKind.NEXT;
    }
}
