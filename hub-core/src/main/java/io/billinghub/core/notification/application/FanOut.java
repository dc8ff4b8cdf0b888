package io.billinghub.core.notification.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Inbox;
import io.billinghub.core.event.infrastructure.EventsConfig;
import io.billinghub.core.event.model.ReceivedEvent;
import io.billinghub.core.notification.infrastructure.FanOutSql;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.notification.model.Notification;
import io.billinghub.core.notification.model.Notification.Audience;
import io.billinghub.core.notification.model.Notification.Resource;
import io.billinghub.core.notification.model.ShardChange;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Something has happened: queues it for each listener that asked for it, once. */
@ApplicationScoped
public class FanOut {

    /** The name under which handled events stand in the inbox. */
    public static final String CONSUMER = "notifications";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TenantTransaction transactions;
    private final Inbox inbox;
    private final FanOutSql sql;
    private final String source;

    @Inject
    public FanOut(TenantTransaction transactions, Inbox inbox, FanOutSql sql, EventsConfig events) {
        this(transactions, inbox, sql, events.source());
    }

    /** @param source the CloudEvents {@code source} of every event */
    public FanOut(TenantTransaction transactions, Inbox inbox, FanOutSql sql, String source) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.sql = sql;
        this.source = source;
    }

    /**
     * Queues the event, in one transaction.
     *
     * @return how many deliveries it makes; 0 if it was handled before, or nobody listens; fails with UNREADABLE_EVENT
     */
    public Uni<Integer> of(ReceivedEvent event) {
        return Uni.createFrom().deferred(() -> {
            JsonNode data = read(event);
            TenantContext context = TenantContext.of(event.tenantId(), CONSUMER);
            return transactions.run(
                    context,
                    transaction -> inbox.claim(transaction, context, CONSUMER, event.id())
                            .flatMap(first -> first
                                    ? queue(transaction, event, data)
                                    : Uni.createFrom().item(0)));
        });
    }

    private Uni<Integer> queue(SqlConnection transaction, ReceivedEvent event, JsonNode data) {
        Uni<Integer> itself = sql.queue(transaction, source, notification(event, data));
        Optional<ShardChange> shard = ShardChange.ofType(event.type());
        if (shard.isEmpty()) {
            return itself;
        }
        ShardChange change = shard.get();
        Resource bill = new Resource(
                TmfApi.CUSTOMER_BILL_MANAGEMENT.pathName(),
                change.change().tmfEventType("CustomerBill"),
                "customerBill");
        return itself.flatMap(queued -> sql.queueBills(
                        transaction,
                        source,
                        change,
                        bill,
                        event.occurredAt(),
                        uuid(data, "run"),
                        data.path("shard").intValue())
                .map(bills -> queued + bills));
    }

    private static Notification notification(ReceivedEvent event, JsonNode data) {
        Optional<Resource> resource = resource(data);
        return new Notification(
                event.id(),
                event.type(),
                event.subject(),
                event.occurredAt(),
                resource,
                event.data(),
                new Audience(
                        id(data, "partnerId"),
                        text(data, "partner"),
                        event.type().startsWith("io.billinghub.settlement.") ? text(data, "party") : Optional.empty(),
                        id(data, "accountId")));
    }

    /** Present where the event was left by {@link ResourceEvents}. */
    private static Optional<Resource> resource(JsonNode data) {
        if (!data.path("api").isTextual() || !data.path("value").isObject()) {
            return Optional.empty();
        }
        String resource = data.path("resource").asText();
        return Optional.of(new Resource(
                data.path("api").textValue(),
                ChangeKind.valueOf(data.path("change").asText()).tmfEventType(resource),
                Character.toLowerCase(resource.charAt(0)) + resource.substring(1)));
    }

    private static JsonNode read(ReceivedEvent event) {
        try {
            JsonNode data = JSON.readTree(event.data());
            if (!data.isObject()) {
                throw unreadable(event, "its data is no JSON object", null);
            }
            if (ShardChange.ofType(event.type()).isPresent()
                    && !(data.path("run").isTextual() && data.path("shard").canConvertToInt())) {
                throw unreadable(event, "its data has no \"run\" and \"shard\"", null);
            }
            return data;
        } catch (JsonProcessingException malformed) {
            throw unreadable(event, "its data is no JSON", malformed);
        }
    }

    private static UUID uuid(JsonNode data, String member) {
        return UUID.fromString(data.path(member).textValue());
    }

    private static Optional<String> text(JsonNode data, String member) {
        return Optional.ofNullable(data.path(member).textValue());
    }

    private static OptionalLong id(JsonNode data, String member) {
        JsonNode node = data.path(member);
        return node.canConvertToLong() && node.isIntegralNumber()
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    private static HubException unreadable(ReceivedEvent event, String why, Throwable cause) {
        return new HubException(
                CoreError.UNREADABLE_EVENT, "event " + event.id() + " (" + event.type() + "): " + why, cause);
    }
}
