package io.billinghub.adapters.pull;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long an adapter is left alone after failures: doubled by each one in a row, then between half and all of it by chance, so that
 * many adapters of one partner that was away do not come back in the same second.
 *
 * @param first after one failure
 * @param longest however many there were
 */
record BackOff(Duration first, Duration longest) {

    /** The longest that a partner's own wish is followed. */
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    /**
     * The wait.
     *
     * @param failures in a row, at least 1
     * @param wish how long the partner asks to be left alone, if it does; never waited for less
     */
    Duration after(int failures, Optional<Duration> wish, RandomGenerator chance) {
        long full = longest.toMillis();
        int doublings = Math.min(failures - 1, 30);
        if (first.toMillis() <= full >> doublings) {
            full = first.toMillis() << doublings;
        }
        Duration own = Duration.ofMillis(full - chance.nextLong(full / 2 + 1));
        return wish.map(asked -> asked.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : asked)
                .filter(asked -> asked.compareTo(own) > 0)
                .orElse(own);
    }
}
