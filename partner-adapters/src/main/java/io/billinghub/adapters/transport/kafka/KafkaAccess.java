package io.billinghub.adapters.transport.kafka;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The hub's own Kafka.
 *
 * @param settings {@code kafka.*}
 * @param topicName the whole name of a topic, from its name without the prefix
 */
public record KafkaAccess(Map<String, Object> settings, UnaryOperator<String> topicName) {
    public KafkaAccess {
        settings = Map.copyOf(settings);
    }

    /** The adapter's own topic: no descriptor can name another one. Keys of tenants hold no dot. */
    String topicOf(String tenantKey, String adapterKey) {
        return topicName.apply("documents." + tenantKey + "." + adapterKey);
    }
}
