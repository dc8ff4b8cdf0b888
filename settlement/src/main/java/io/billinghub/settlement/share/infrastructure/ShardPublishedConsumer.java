package io.billinghub.settlement.share.infrastructure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.infrastructure.CloudEventHeaders;
import io.billinghub.core.event.infrastructure.TemporaryFailures;
import io.billinghub.core.event.model.ReceivedEvent;
import io.billinghub.core.process.Role;
import io.billinghub.core.process.Roles;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.settlement.error.SettlementError;
import io.billinghub.settlement.share.application.ShareBills;
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
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes bill events in processes with the role {@link Role#SETTLEMENT}; in others it never subscribes, so they take no
 * partition. One event after another; an event waits while the database is away, and goes to the dead-letter topic if it can
 * never be handled.
 */
@ApplicationScoped
public class ShardPublishedConsumer {

    /** Name of the incoming channel. */
    public static final String CHANNEL = "settlement-shares";

    static final String TYPE = "io.billinghub.billrun.shard-published.v1";

    private static final Logger LOG = Logger.getLogger(ShardPublishedConsumer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Multi<Message<String>> messages;
    private final ShareBills shareBills;
    private final Roles roles;
    private Cancellable subscription;

    @Inject
    ShardPublishedConsumer(@Channel(CHANNEL) Multi<Message<String>> messages, ShareBills shareBills, Roles roles) {
        this.messages = messages;
        this.shareBills = shareBills;
        this.roles = roles;
    }

    void start(@Observes StartupEvent started) {
        if (roles.has(Role.SETTLEMENT)) {
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
                .invoke(failure -> LOG.warnf("An event of bills waits: %s", failure))
                .onFailure(TemporaryFailures::isTemporary)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onItemOrFailure()
                .transformToUni((handled, failure) -> Uni.createFrom().completionStage(() -> {
                    if (failure == null) {
                        return message.ack();
                    }
                    LOG.errorf(failure, "An event of bills goes to the dead-letter topic");
                    return message.nack(failure);
                }))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "An event of bills was not acknowledged and will come again");
                    return Uni.createFrom().voidItem();
                });
    }

    /** The effect of one record; events of other types have none here. */
    Uni<Integer> handle(Headers headers, String data) {
        return Uni.createFrom().deferred(() -> {
            try {
                ReceivedEvent event = CloudEventHeaders.read(headers, data);
                if (!event.type().equals(TYPE)) {
                    return Uni.createFrom().item(0);
                }
                JsonNode published = JSON.readTree(event.data());
                if (!published.path("run").isTextual()
                        || !published.path("shard").canConvertToInt()) {
                    throw new IllegalArgumentException(
                            "the data must have \"run\" and \"shard\", but is " + event.data());
                }
                return shareBills.shardPublished(
                        TenantContext.of(event.tenantId(), ShareBills.CONSUMER),
                        event.id(),
                        UUID.fromString(published.path("run").textValue()),
                        published.path("shard").intValue());
            } catch (IllegalArgumentException | JsonProcessingException unreadable) {
                return Uni.createFrom()
                        .failure(new HubException(
                                SettlementError.UNREADABLE_EVENT, unreadable.getMessage(), unreadable));
            }
        });
    }
}
