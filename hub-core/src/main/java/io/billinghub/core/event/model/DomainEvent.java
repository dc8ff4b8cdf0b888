package io.billinghub.core.event.model;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that happened, as it will be told on Kafka in a CloudEvents 1.0 envelope.
 *
 * @param id the CloudEvents {@code id}; stable for what it tells, so that a retried transaction tells it once
 * @param topic which of the hub's topics, without the prefix
 * @param key the Kafka key: events of one key keep their order
 * @param type the CloudEvents {@code type}, e.g. {@code io.billinghub.billrun.shard-published.v1}
 * @param subject the CloudEvents {@code subject}: which run, bill or document
 * @param data JSON text
 */
public record DomainEvent(
        UUID id, Topic topic, String key, String type, String subject, Instant occurredAt, String data) {

    public DomainEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(data, "data");
    }
}
