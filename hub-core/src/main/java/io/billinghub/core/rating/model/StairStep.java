package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * The fee of the tier that the quantity falls into, whatever the quantity inside of it. A negative quantity takes the fee
 * back.
 *
 * @param tiers contiguous, the last one open
 * @param feeAtZero whether a quantity of zero is charged the first tier's fee
 */
public record StairStep(List<StairTier> tiers, boolean feeAtZero) implements ChargeModel {
    /** Refuses tiers that do not rise or whose last is not open. */
    public StairStep {
        tiers = Tiers.requireContiguous(tiers, StairTier::upTo);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        Quantity quantity = input.quantity();
        int position = 0;
        while (tiers.get(position).upTo() != null
                && quantity.amount().compareTo(tiers.get(position).upTo()) > 0) {
            position++;
        }
        BigDecimal fee = quantity.amount().signum() > 0 || feeAtZero
                ? tiers.get(position).fee()
                : BigDecimal.ZERO;
        BigMoney amount = BigMoney.of(input.currency(), fee);
        RatedStep step = new RatedStep(
                this, position, quantity.amount(), quantity.unit(), BigDecimal.ZERO, Divisor.ONE, fee, amount);
        return Rated.of(input.currency(), List.of(step));
    }

    @Override
    public String describe(RatedStep step) {
        return "fee for " + Wording.quantity(step.quantity(), step.unit());
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.STAIR;
    }
}
