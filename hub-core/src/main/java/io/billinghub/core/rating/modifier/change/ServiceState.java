package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * How a service stands on a day.
 *
 * @param plan key of its price plan
 * @param version of the plan
 * @param quantity how many of it, zero or more
 * @param paused whether it is paused
 */
public record ServiceState(String plan, int version, BigDecimal quantity, boolean paused) {
    /** Refuses a state without plan or quantity. */
    public ServiceState {
        Checks.text(plan, "plan");
        Checks.atLeast(1, version, "version");
        Checks.notNegative(quantity, "quantity");
    }

    /** Whether both are the same; 1 and 1.0 are the same quantity. */
    boolean isLike(ServiceState other) {
        return plan.equals(other.plan)
                && version == other.version
                && quantity.compareTo(other.quantity) == 0
                && paused == other.paused;
    }
}
