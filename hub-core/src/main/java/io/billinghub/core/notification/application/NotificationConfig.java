package io.billinghub.core.notification.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How listeners are told. */
@ConfigMapping(prefix = "hub.notification")
public interface NotificationConfig {

    /** The key that listeners' secrets are derived from, at least 32 characters; without it nothing can be signed. */
    Optional<String> signingKey();

    /** Most listeners of one API, or webhooks, that the tenant, a partner or an account has. */
    @WithDefault("100")
    int listeners();

    /** How often the queue is looked at. */
    @WithDefault("PT0.5S")
    Duration poll();

    /** Listeners that this process talks to at once. */
    @WithDefault("32")
    int parallel();

    /** Most events that a listener is sent, one after another, before others are looked at. */
    @WithDefault("20")
    int batch();

    /** For a listener to accept a connection. */
    @WithDefault("PT5S")
    Duration connectTimeout();

    /** For a listener to answer, all in all; and before, for its name to be resolved. */
    @WithDefault("PT10S")
    Duration timeout();

    /** How long a listener stays with a process that no longer answers; more than four times the timeout. */
    @WithDefault("PT60S")
    Duration lease();

    /** The most that an event waits after its first failure; it doubles with each one more. */
    @WithDefault("PT5S")
    Duration firstWait();

    /** The most that an event ever waits. */
    @WithDefault("PT4H")
    Duration longestWait();

    /** The most that a listener that keeps failing is left alone. */
    @WithDefault("PT5M")
    Duration longestRest();

    /** Failures after which an event is given up. */
    @WithDefault("25")
    int attempts();

    /** Age at which an event that has failed is given up. */
    @WithDefault("PT24H")
    Duration giveUpAfter();

    /** Days for which the log keeps what was taken or given up, and for which a paused listener's events are kept. */
    @WithDefault("30")
    int keepDays();

    /** How often the queue is cleared of what is too old. */
    @WithDefault("PT10M")
    Duration tendEvery();

    /** How long a shutdown waits for the calls under way. */
    @WithDefault("PT15S")
    Duration stopWait();
}
