package io.billinghub.adapters.shadow;

import io.billinghub.adapters.validation.PriceTolerance;
import io.billinghub.core.rating.plan.StoredPlan;
import java.util.List;

/**
 * Lines whose amount is not the agreed one.
 *
 * @param of the account and product
 * @param lines that differ; several where they only together make what the plan prices
 * @param billed what they state, added up
 * @param plan the agreed price that comes nearest
 */
record PriceDifference(ProductLines of, List<BilledLine> lines, Billed billed, StoredPlan plan) {

    PriceDifference {
        lines = List.copyOf(lines);
    }

    /** What it is about, and the likely cause, with all that is known. */
    Explained explained(List<StoredPlan> plans, Known known, PriceTolerance tolerance) {
        List<StoredPlan> versions = plans.stream()
                .filter(other -> other.id() != plan.id()
                        && other.plan().key().equals(plan.plan().key())
                        && AgreedAmount.comparable(
                                other.plan(), plan.plan().currency().getCode(), of.unit()))
                .toList();
        Compared compared = new Compared(
                plan, versions, billed, AgreedAmount.of(plan.plan(), billed).orElseThrow(), known);
        return Explained.of(compared, Hypotheses.likely(compared, tolerance), lines.size());
    }
}
