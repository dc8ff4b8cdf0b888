package io.billinghub.onboarding.priceplan.model;

import io.billinghub.core.rating.plan.PricePlan;
import java.util.Objects;

/**
 * A price plan and what it is the price of.
 *
 * @param offering key of the offering; null where it belongs to none
 */
public record OfferedPlan(String offering, PricePlan plan) {
    public OfferedPlan {
        Objects.requireNonNull(plan, "plan");
    }
}
