package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.application.NotificationConfig;
import java.time.Duration;
import java.util.Optional;

/** Everything as in production, only faster. */
record TestConfig(Duration timeout, Duration lease, Duration longestWait, int attempts) implements NotificationConfig {

    static final TestConfig FAST =
            new TestConfig(Duration.ofMillis(700), Duration.ofSeconds(10), Duration.ofMillis(200), 1_000);

    /** For answers that do come, on a busy machine too. */
    static final TestConfig PATIENT =
            new TestConfig(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(200), 1_000);

    @Override
    public Optional<String> signingKey() {
        return Optional.of("a key of the tests, longer than 32 characters");
    }

    @Override
    public int listeners() {
        return 5;
    }

    @Override
    public Duration poll() {
        return Duration.ofMillis(20);
    }

    @Override
    public int parallel() {
        return 4;
    }

    @Override
    public int batch() {
        return 7;
    }

    @Override
    public Duration connectTimeout() {
        return timeout;
    }

    @Override
    public Duration firstWait() {
        return Duration.ofMillis(20);
    }

    @Override
    public Duration longestRest() {
        return longestWait;
    }

    @Override
    public Duration giveUpAfter() {
        return Duration.ofHours(24);
    }

    @Override
    public int keepDays() {
        return 30;
    }

    @Override
    public Duration tendEvery() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Duration stopWait() {
        return Duration.ofSeconds(10);
    }
}
