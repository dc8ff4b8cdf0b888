package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * How a service stands on a day.
 *
 * @param quantity how many of it, zero or more
 * @param paused whether it is paused
 */
public record ServiceState(BigDecimal quantity, boolean paused) {
    /** Refuses a state without quantity. */
    public ServiceState {
        Checks.notNegative(quantity, "quantity");
    }

    /** Whether both are the same; 1 and 1.0 are the same quantity. */
    boolean isLike(ServiceState other) {
        return quantity.compareTo(other.quantity) == 0 && paused == other.paused;
    }
}
