package io.billinghub.core.event.infrastructure;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.model.ReceivedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads the events of one incoming channel, one after another. An event waits while the database is away and goes to the
 * dead-letter topic if it can never be handled; what was not acknowledged comes again, so effects go through an inbox.
 * Until {@link #start} it does not subscribe, so the process takes no partition.
 */
public final class EventConsumer {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String channel;
    private final Multi<Message<String>> messages;
    private final Function<ReceivedEvent, Uni<Integer>> effect;
    private Cancellable subscription;

    /**
     * @param channel name of the incoming channel, for the log
     * @param messages its records; the value is the event's data, the headers are its attributes
     * @param effect of an event that may have been here before: on how many things it had one; an
     *     {@link IllegalArgumentException} that it throws says that the event can't be read
     */
    public EventConsumer(
            String channel, Multi<Message<String>> messages, Function<ReceivedEvent, Uni<Integer>> effect) {
        this.channel = channel;
        this.messages = messages;
        this.effect = effect;
    }

    /** Begins to read. */
    public void start() {
        subscription = messages.onItem()
                .transformToUniAndConcatenate(this::answer)
                .subscribe()
                .with(
                        answered -> LOG.tracef("Answered an event of %s", channel),
                        failure -> LOG.errorf(failure, "The channel %s has ended", channel));
    }

    /** Reads no more; without effect where nothing was begun. */
    public void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private Uni<Void> answer(Message<String> message) {
        Headers headers = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(record -> record.getHeaders())
                .orElseGet(RecordHeaders::new);
        return handle(headers, message.getPayload())
                .onFailure(TemporaryFailures::isTemporary)
                .invoke(failure -> LOG.warnf("An event of %s waits: %s", channel, failure))
                .onFailure(TemporaryFailures::isTemporary)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onItemOrFailure()
                .transformToUni((handled, failure) -> Uni.createFrom().completionStage(() -> {
                    if (failure == null) {
                        return message.ack();
                    }
                    LOG.errorf(failure, "An event of %s goes to the dead-letter topic", channel);
                    return message.nack(failure);
                }))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "An event of %s was not acknowledged and will come again", channel);
                    return Uni.createFrom().voidItem();
                });
    }

    /** The effect of one record; fails with UNREADABLE_EVENT if it is no event or its data is not what its type has. */
    public Uni<Integer> handle(Headers headers, String data) {
        return Uni.createFrom().deferred(() -> {
            try {
                return effect.apply(CloudEventHeaders.read(headers, data));
            } catch (IllegalArgumentException unreadable) {
                return Uni.createFrom()
                        .failure(new HubException(CoreError.UNREADABLE_EVENT, unreadable.getMessage(), unreadable));
            }
        });
    }
}
