package io.billinghub.onboarding.priceplan.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A price plan as somebody has written it; whether it is one is not known yet.
 *
 * @param offering key of the offering that it prices; null where it is a new version of a plan that is stored, or belongs to none
 * @param plan any JSON
 */
public record GivenPlan(String offering, JsonNode plan) {
    public GivenPlan {
        Objects.requireNonNull(plan, "plan");
    }
}
