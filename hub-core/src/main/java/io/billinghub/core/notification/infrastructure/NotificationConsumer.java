package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.CloudEventHeaders;
import io.billinghub.core.event.infrastructure.TemporaryFailures;
import io.billinghub.core.notification.application.FanOut;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes every event of the hub in processes with the role {@link Role#ADAPTERS}, which speak with systems outside; in others
 * it never subscribes, so they take no partition. One event after another; an event waits while the database is away, and goes
 * to the dead-letter topic if it can never be handled.
 */
@ApplicationScoped
public class NotificationConsumer {

    /** Name of the incoming channel. */
    public static final String CHANNEL = "notifications";

    private static final Logger LOG = Logger.getLogger(NotificationConsumer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Multi<Message<String>> messages;
    private final FanOut fanOut;
    private final Roles roles;
    private Cancellable subscription;

    @Inject
    NotificationConsumer(@Channel(CHANNEL) Multi<Message<String>> messages, FanOut fanOut, Roles roles) {
        this.messages = messages;
        this.fanOut = fanOut;
        this.roles = roles;
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.ADAPTERS)) {
            subscription = messages.onItem()
                    .transformToUniAndConcatenate(this::answer)
                    .subscribe()
                    .with(
                            answered -> LOG.trace("Answered an event"),
                            failure -> LOG.errorf(failure, "The channel %s has ended", CHANNEL));
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
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
                .invoke(failure -> LOG.warnf("An event waits to be queued for listeners: %s", failure))
                .onFailure(TemporaryFailures::isTemporary)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onItemOrFailure()
                .transformToUni((handled, failure) -> Uni.createFrom().completionStage(() -> {
                    if (failure == null) {
                        return message.ack();
                    }
                    LOG.errorf(failure, "An event that listeners wait for goes to the dead-letter topic");
                    return message.nack(failure);
                }))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "An event was not acknowledged and will come again");
                    return Uni.createFrom().voidItem();
                });
    }

    /** The effect of one record: how many deliveries it has queued. */
    Uni<Integer> handle(Headers headers, String data) {
        return Uni.createFrom().deferred(() -> {
            try {
                return fanOut.of(CloudEventHeaders.read(headers, data));
            } catch (IllegalArgumentException unreadable) {
                return Uni.createFrom()
                        .failure(new HubException(CoreError.UNREADABLE_EVENT, unreadable.getMessage(), unreadable));
            }
        });
    }
}
