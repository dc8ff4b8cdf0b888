package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * The whole quantity × the price of the tier that it falls into ÷ price base, plus that tier's flat fee.
 *
 * <p>More may cost less: one unit beyond the end of a tier moves all units to the next price. A negative quantity
 * reverses the whole; see {@link ChargeModel}.
 *
 * @param tiers contiguous, the last one open
 * @param priceBase for how many units the prices stand; null is taken as 1
 * @param flatFeeAtZero whether a quantity of zero is charged the first tier's flat fee
 */
public record Volume(List<Tier> tiers, Divisor priceBase, boolean flatFeeAtZero) implements ChargeModel {
    /** Refuses tiers that do not rise or whose last is not open. */
    public Volume {
        tiers = Tiers.of(tiers);
        priceBase = priceBase == null ? Divisor.ONE : priceBase;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        int position = Tiers.in(tiers).position(quantity);
        Tier tier = tiers.get(position);
        BigDecimal fee = fee(tier, quantity);
        BigMoney amount = BigMoney.of(
                input.currency(),
                priceBase.into(quantity.multiply(tier.unitPrice())).add(fee));
        RatedStep step = new RatedStep(
                this, position, quantity, input.quantity().unit(), tier.unitPrice(), priceBase, fee, amount);
        return Rated.of(input.currency(), List.of(step));
    }

    @Override
    public BigMoney amount(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        BigDecimal magnitude = quantity.abs();
        Tier tier = tiers.get(Tiers.in(tiers).position(magnitude));
        BigDecimal amount = priceBase.into(magnitude.multiply(tier.unitPrice())).add(fee(tier, magnitude));
        return Rated.amount(input.currency(), quantity.signum() < 0 ? amount.negate() : amount);
    }

    private BigDecimal fee(Tier tier, BigDecimal quantity) {
        return quantity.signum() > 0 || flatFeeAtZero ? tier.flatFee() : BigDecimal.ZERO;
    }

    @Override
    public String describe(RatedStep step) {
        return "all " + Wording.quantity(step.quantity(), step.unit()) + Wording.at(step);
    }

    @Override
    public StepKind kind(RatedStep step) {
        return StepKind.WHOLE;
    }
}
