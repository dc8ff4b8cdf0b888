package io.billinghub.core.notification.model;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: exponential with full jitter, a random part of {@code first × 2^(failures − 1)}, which is
 * never more than {@code longest}. Full jitter keeps those that failed together from coming back together.
 *
 * @param first the most that is waited after the first failure; positive
 * @param longest the most that is ever waited; not shorter than {@code first}
 */
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "first must be positive and longest not shorter, but they are " + first + " and " + longest);
        }
    }

    /**
     * The wait after so many failures in a row.
     *
     * @param failures 1 or more
     * @param random gives numbers from 0 (with) to 1 (without)
     * @return from 1 ms on
     */
    public Duration after(int failures, DoubleSupplier random) {
        long most = most(failures).toMillis();
        return Duration.ofMillis(1 + (long) (random.getAsDouble() * most));
    }

    /** The most that is waited after so many failures in a row. */
    public Duration most(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("there is nothing to wait for after " + failures + " failures");
        }
        Duration most = first;
        for (int n = 1; n < failures && most.compareTo(longest) < 0; n++) {
            most = most.multipliedBy(2);
        }
        return most.compareTo(longest) < 0 ? most : longest;
    }
}
