package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.util.ArrayList;
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
        tiers = Tier.requireContiguous(tiers);
        priceBase = priceBase == null ? Divisor.ONE : priceBase;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        List<RatedStep> steps = new ArrayList<>(tiers.size());
        BigDecimal from = BigDecimal.ZERO;
        // The quotient is taken of the running sum, so that the steps add up to one division, not to several.
        BigDecimal priced = BigDecimal.ZERO;
        BigDecimal charged = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            boolean last = tier.reaches(quantity);
            BigDecimal part = (last ? quantity : tier.upTo()).subtract(from);
            priced = priced.add(part.multiply(tier.unitPrice()));
            BigDecimal total = priceBase.into(priced);
            boolean entered = quantity.signum() > 0 || flatFeeAtZero;
            BigDecimal fee = entered ? tier.flatFee() : BigDecimal.ZERO;
            BigMoney amount =
                    BigMoney.of(input.currency(), total.subtract(charged).add(fee));
            steps.add(new RatedStep(this, i, part, input.quantity().unit(), tier.unitPrice(), priceBase, fee, amount));
            if (last) {
                break;
            }
            charged = total;
            from = tier.upTo();
        }
        return Rated.of(input.currency(), steps);
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
