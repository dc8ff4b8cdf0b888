package io.billinghub.core.event.infrastructure;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends events by the one outgoing channel {@value #CHANNEL}; the topic stands in each message. */
@ApplicationScoped
public class KafkaEventSender implements EventSender {

    /** Name of the outgoing channel. */
    public static final String CHANNEL = "hub-events";

    private final MutinyEmitter<String> emitter;
    private final KafkaTopics topics;
    private final EventsConfig config;

    // unbounded, because the relay itself bounds what it sends at once: a batch of each bucket
    @Inject
    KafkaEventSender(
            @Channel(CHANNEL) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            KafkaTopics topics,
            EventsConfig config) {
        this.emitter = emitter;
        this.topics = topics;
        this.config = config;
    }

    @Override
    public Uni<Void> send(OutboxRow row) {
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topics.nameOf(row.topic()))
                .withKey(row.key())
                .withHeaders(CloudEventHeaders.of(row, config.source()))
                .build();
        return emitter.sendMessage(Message.of(row.data()).addMetadata(metadata));
    }

    @Override
    public Uni<Void> prepare() {
        return topics.ensure();
    }
}
