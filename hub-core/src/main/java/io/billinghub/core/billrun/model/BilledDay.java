package io.billinghub.core.billrun.model;

import java.time.LocalDate;

/**
 * Why the start or the end of a subscription can't be moved: no run would make it good.
 *
 * @param pointer of the subscription, as it was given
 * @param billedTo the first day that is not billed yet
 * @param message what is billed, and what to do, for people
 */
public record BilledDay(String pointer, Which which, LocalDate billedTo, String message) {

    /** Which of the subscription's days it is. */
    public enum Which {
        START,
        END
    }
}
