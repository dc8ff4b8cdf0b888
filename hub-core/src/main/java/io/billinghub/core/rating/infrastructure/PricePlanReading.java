package io.billinghub.core.rating.infrastructure;

import io.billinghub.core.rating.plan.PricePlan;

/** What came of reading a price plan. */
public sealed interface PricePlanReading {

    /**
     * The plan, where a refusal would be a bug: plans that were read and stored before.
     *
     * @throws IllegalStateException if it was refused
     */
    PricePlan orElseThrow();

    /** It is a price plan. */
    record Accepted(PricePlan plan) implements PricePlanReading {
        @Override
        public PricePlan orElseThrow() {
            return plan;
        }
    }

    /**
     * It is none.
     *
     * @param path JSON path of the place, for example {@code $.model.tiers[1].unitPrice}; {@code $} for the whole
     * @param problem what is wrong there and what is allowed, for people
     */
    record Refused(String path, String problem) implements PricePlanReading {
        @Override
        public PricePlan orElseThrow() {
            throw new IllegalStateException("not a price plan: " + path + ": " + problem);
        }
    }
}
