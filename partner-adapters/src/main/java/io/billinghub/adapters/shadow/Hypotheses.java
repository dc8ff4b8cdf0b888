package io.billinghub.adapters.shadow;

import io.billinghub.adapters.validation.PriceTolerance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a stated amount may differ from the agreed one: what is known to go wrong in billing is tried in a fixed order, from what explains most
 * to what could explain anything, and the first that gives the stated amount is named. Pure.
 */
final class Hypotheses {

    private Hypotheses() {}

    /** What the amount would be, for one or several variants of a cause. */
    private interface Hypothesis {
        Stream<Guess> guesses(Compared compared);
    }

    private static final List<Hypothesis> ALL = List.of(
            PlanHypotheses::otherVersion,
            PlanHypotheses::otherTiering,
            PlanHypotheses::tierBoundary,
            PlanHypotheses::limitMissing,
            PlanHypotheses::flatFeeMissing,
            PlanHypotheses::freeQuantityMissing,
            PlanHypotheses::promotionMissing,
            PlanHypotheses::promotionExpired,
            PlanHypotheses::proration,
            PlanHypotheses::blockRounding,
            AmountHypotheses::unitOrBlock,
            AmountHypotheses::otherPeriod,
            AmountHypotheses::taxIncluded,
            AmountHypotheses::currencyConversion,
            AmountHypotheses::sign,
            AmountHypotheses::countedTwice,
            AmountHypotheses::roundedUnitPrice,
            AmountHypotheses::percentage);

    /** The first guess, in the order of causes, that comes to the stated amount; empty if none does. */
    static Optional<Guess> likely(Compared compared, PriceTolerance tolerance) {
        Billed billed = compared.billed();
        return ALL.stream()
                .flatMap(hypothesis -> hypothesis.guesses(compared))
                .filter(guess -> tolerance.holds(guess.amount(), billed.net(), compared.minorUnits(), billed.lines()))
                .filter(guess ->
                        !tolerance.holds(guess.amount(), compared.expected(), compared.minorUnits(), billed.lines()))
                .findFirst();
    }
}
