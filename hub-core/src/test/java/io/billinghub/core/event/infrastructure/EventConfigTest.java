package io.billinghub.core.event.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each default, as the operator's guide lists it. */
class EventConfigTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDefaultSources()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .withMapping(EventsConfig.class)
            .withMapping(OutboxConfig.class)
            .withMapping(KafkaTopicsConfig.class)
            .build();

    @Test
    void theRelay() {
        EventsConfig events = config.getConfigMapping(EventsConfig.class);
        assertThat(events.source()).isEqualTo("/billing-hub");
        assertThat(events.idleWait()).isEqualTo(Duration.ofMillis(250));
        assertThat(events.failureWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(events.batchSize()).isEqualTo(256);
        assertThat(events.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(events.stopWait()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void theOutboxAndTheTopics() {
        OutboxConfig outbox = config.getConfigMapping(OutboxConfig.class);
        assertThat(outbox.keepDays()).isEqualTo(7);
        assertThat(outbox.daysAhead()).isEqualTo(4);
        assertThat(outbox.tendEvery()).isEqualTo(Duration.ofHours(6));
        KafkaTopicsConfig topics = config.getConfigMapping(KafkaTopicsConfig.class);
        assertThat(topics.partitions()).isEqualTo(4);
        assertThat(topics.replication()).isEqualTo((short) 1);
        assertThat(topics.timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.getValue("hub.topic-prefix", String.class)).isEqualTo("hub.");
    }

    @Test
    void twoSendsFitIntoHalfOfALease() {
        long send = config.getValue("mp.messaging.outgoing.hub-events.delivery.timeout.ms", Long.class);
        long block = config.getValue("mp.messaging.outgoing.hub-events.max.block.ms", Long.class);
        EventsConfig events = config.getConfigMapping(EventsConfig.class);
        // delivery, the connector's one more attempt, and the wait for metadata before each
        assertThat(2 * send + block).isLessThanOrEqualTo(events.lease().toMillis() / 2);
    }
}
