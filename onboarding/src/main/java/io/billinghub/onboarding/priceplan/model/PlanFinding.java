package io.billinghub.onboarding.priceplan.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.Objects;

/**
 * One thing that is wrong with price plans.
 *
 * @param message what is wrong there, for people
 */
public record PlanFinding(Place place, OnboardingError code, String message) {
    public PlanFinding {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
