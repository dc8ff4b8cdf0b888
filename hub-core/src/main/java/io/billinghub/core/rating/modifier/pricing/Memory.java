package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.PricingPeriod;
import java.time.LocalDate;

/**
 * A state, the run that made it, and the state before that run. A run that is repeated begins from the state before its
 * first time, and so comes to the same result.
 *
 * @param run key of the last run; null before the first
 * @param period first day of the billing period of that run; null before the first
 * @param before the state that the run began with
 * @param after the state that it left
 * @param <S> an immutable state
 */
public record Memory<S>(String run, LocalDate period, S before, S after) {
    /** Refuses a memory without states. */
    public Memory {
        Checks.present(before, "before");
        Checks.present(after, "after");
    }

    /** Before the first run. */
    public static <S> Memory<S> start(S state) {
        return new Memory<>(null, null, state, state);
    }

    /**
     * The state that the run begins with.
     *
     * @throws IllegalArgumentException if a later period has been priced since; take that run back first
     */
    public S stateFor(PricingPeriod now) {
        if (now.run().equals(run)) {
            return before;
        }
        if (period != null && now.billing().from().isBefore(period)) {
            throw new IllegalArgumentException("run " + now.run() + " is for the period from "
                    + now.billing().from() + ", but run " + run + " has already priced the later one from " + period
                    + "; what has changed in an earlier period is charged as a delta");
        }
        return after;
    }

    /** What is kept after the run. */
    public Memory<S> after(PricingPeriod now, S state) {
        return new Memory<>(now.run(), now.billing().from(), stateFor(now), state);
    }
}
