package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Priced;

/**
 * The lines of one plan.
 *
 * @param priced lines, adjustments and words
 * @param memory what is kept for the next period
 */
public record PlanPriced(Priced priced, Memory<PlanState> memory) {}
