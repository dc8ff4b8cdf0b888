package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import org.joda.money.BigMoney;

/**
 * How an amount follows from a quantity.
 *
 * <p>The name of a model in JSON is its class name with a small first letter: {@code "graduated"}, {@code "perUnit"}.
 *
 * <p><b>Negative quantities</b> are reversals: the amount for {@code −q} is the exact mirror of the amount for
 * {@code q}, in every model but {@link PreRated} and {@link Dynamic}, where the amount that comes with the usage has its own sign. A
 * model knows only the
 * quantity it is given; where part of an earlier quantity is taken back under tiers, packages or flat fees, the caller
 * rates the corrected quantity and reverses the earlier charge.
 */
public sealed interface ChargeModel extends StepWords
        permits Flat,
                PerUnit,
                Graduated,
                Volume,
                StairStep,
                Package,
                BlockTiers,
                Percentage,
                GraduatedPercentage,
                Matrix,
                TimeOfUse,
                Capacity,
                Dynamic,
                Formula,
                PreRated {

    /**
     * The amount for the input and the steps that lead to it.
     *
     * @param input what is rated; which of its optional parts are needed, the model says
     * @throws IllegalArgumentException if a part that the model needs is missing
     * @throws io.billinghub.core.money.AmountOutOfLimitException if the amount is larger than the hub takes
     */
    default Rated rate(RatingInput input) {
        return input.quantity().isNegative() ? rateMagnitude(input.reversed()).reversed() : rateMagnitude(input);
    }

    /** The same for a quantity that is zero or more; {@link #rate} sees to reversals. */
    Rated rateMagnitude(RatingInput input);

    /**
     * The amount of {@link #rate} without its steps: for estimates and comparisons of many plans, which explain nothing.
     *
     * @throws IllegalArgumentException as {@link #rate}
     */
    default BigMoney amount(RatingInput input) {
        return rate(input).amount();
    }

    /** What must be measured of the usage before it can be rated. */
    default Needs needs() {
        return Needs.QUANTITY;
    }

    /**
     * The model itself, which prices a part of the usage inside of another model.
     *
     * @throws IllegalArgumentException if it needs more than a quantity
     */
    static ChargeModel requireInner(ChargeModel model, String name) {
        boolean inner =
                Parts.present(model, name).needs().level() == Needs.Level.QUANTITY && !(model instanceof PreRated);
        if (!inner) {
            throw new IllegalArgumentException(name + " must price a quantity by itself; allowed are blockTiers, flat,"
                    + " graduated, graduatedPercentage, package, perUnit, percentage without terms per transaction,"
                    + " stairStep and volume");
        }
        return model;
    }
}
