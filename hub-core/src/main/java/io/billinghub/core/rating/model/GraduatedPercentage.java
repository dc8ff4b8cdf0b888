package io.billinghub.core.rating.model;

import java.util.List;

/**
 * Σ over tiers of the part of the base amount inside the tier × its percentage, plus the flat fee of each tier that is
 * entered. The base amount is the quantity, so the unit of the plan is a currency. A negative base amount reverses the
 * whole; see {@link ChargeModel}.
 *
 * @param tiers contiguous, the last one open
 * @param flatFeeAtZero whether a base amount of zero is charged the first tier's flat fee
 */
public record GraduatedPercentage(List<PercentageTier> tiers, boolean flatFeeAtZero) implements ChargeModel {
    /** Refuses tiers that do not rise or whose last is not open. */
    public GraduatedPercentage {
        tiers = Tiers.requireContiguous(tiers, PercentageTier::upTo);
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        Tiers perHundred =
                Tiers.in(Tiers.of(tiers.stream().map(PercentageTier::asTier).toList()));
        return Rated.of(input.currency(), perHundred.graduatedSteps(this, input, Percentage.HUNDRED, flatFeeAtZero));
    }

    @Override
    public String describe(RatedStep step) {
        if (tiers.size() == 1) {
            return Wording.percentage(step);
        }
        return Wording.percentage(step).replaceFirst(" of ", step.position() == 0 ? " of the first " : " of the next ");
    }

    @Override
    public StepKind kind(RatedStep step) {
        if (tiers.size() == 1) {
            return StepKind.PERCENT;
        }
        return step.position() == 0 ? StepKind.FIRST_PERCENT : StepKind.NEXT_PERCENT;
    }
}
