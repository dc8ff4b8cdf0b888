package io.billinghub.core.event.infrastructure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the hub's topics are made where they are missing; what exists is left as it is. */
@ConfigMapping(prefix = "hub.kafka")
public interface KafkaTopicsConfig {

    /** Partitions of a new topic. */
    @WithDefault("4")
    int partitions();

    /** Replicas of a new topic's partitions; three in production. */
    @WithDefault("1")
    short replication();

    /** How long one attempt to reach the broker may take, at the start and before events are sent. */
    @WithDefault("15s")
    Duration timeout();
}
