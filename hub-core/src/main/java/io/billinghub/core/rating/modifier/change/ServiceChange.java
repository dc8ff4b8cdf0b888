package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.modifier.Checks;
import java.time.LocalDate;

/**
 * From a day on the service stands otherwise.
 *
 * @param on the first day
 * @param state from this day on
 */
public record ServiceChange(LocalDate on, ServiceState state) {
    /** Refuses a change with a missing part. */
    public ServiceChange {
        Checks.present(on, "on");
        Checks.present(state, "state");
    }
}
