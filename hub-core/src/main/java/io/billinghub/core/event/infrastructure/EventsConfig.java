package io.billinghub.core.event.infrastructure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events leave the hub. */
@ConfigMapping(prefix = "hub.events")
public interface EventsConfig {

    /** The CloudEvents {@code source} of every event. */
    @WithDefault("/billing-hub")
    String source();

    /** How long the relay waits before it looks again when nothing was there to send. */
    @WithDefault("250ms")
    Duration idleWait();

    /** How long the relay waits after a failure, of Kafka or of the database. */
    @WithDefault("2s")
    Duration failureWait();

    /** Most rows that one bucket sends in one pass. */
    @WithDefault("256")
    int batchSize();

    /** How long a bucket stays with a process that no longer answers; at least twice what one send to Kafka may take. */
    @WithDefault("30s")
    Duration lease();

    /** How long a shutdown waits for the pass under way. */
    @WithDefault("15s")
    Duration stopWait();
}
