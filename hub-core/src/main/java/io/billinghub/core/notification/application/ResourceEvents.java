package io.billinghub.core.notification.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.notification.model.ResourceChange;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How a use case tells that a TMF resource was made, changed or deleted: one call inside of the transaction of the change.
 *
 * <pre>{@code
 * events.emit(connection, login, TmfApi.PRODUCT_CATALOG_MANAGEMENT, "ProductOffering", ChangeKind.CREATE, uuid,
 *         null, null, json)
 * }</pre>
 *
 * <p>It writes one row of the outbox, so the event is told if, and only if, the transaction commits. From there it goes to
 * Kafka (topic {@code resources}, keyed by the resource's id: changes of one resource keep their order) and on to listeners at
 * {@code /tmf-api/<api>/v4/hub}, as {@code ProductOfferingCreateEvent}, and to webhooks, as {@code
 * io.billinghub.product-offering.created.v1}. Nothing else has to be done for a new resource or a new kind of change.
 */
@ApplicationScoped
public class ResourceEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public ResourceEvents(Outbox outbox, IdGenerator ids, Clock clock) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Tells of one change; {@link ResourceChange} explains the parameters.
     *
     * @param login whose tenant the resource belongs to
     * @param partnerIdOrNull {@code party_role.id} of the partner whose resource it is; null if it is no single partner's
     * @param accountIdOrNull {@code billing_account.id} of the account whose resource it is; null if it is no single account's
     * @param jsonOfResource text of a JSON object, the resource with {@code id} and {@code href}
     * @throws IllegalArgumentException if the text is no JSON object, or the resource's name is none
     */
    public Uni<Void> emit(
            SqlConnection transaction,
            TenantContext login,
            TmfApi api,
            String resourceName,
            ChangeKind kindOfEvent,
            UUID uuid,
            Long partnerIdOrNull,
            Long accountIdOrNull,
            String jsonOfResource) {
        return emit(
                transaction,
                login,
                List.of(new ResourceChange(
                        api,
                        resourceName,
                        kindOfEvent,
                        uuid,
                        optional(partnerIdOrNull),
                        optional(accountIdOrNull),
                        jsonOfResource)));
    }

    /** Tells of any number of changes in one statement, in the order of the list. */
    public Uni<Void> emit(SqlConnection transaction, TenantContext login, List<ResourceChange> changes) {
        return outbox.append(
                transaction, login, changes.stream().map(this::event).toList());
    }

    private DomainEvent event(ResourceChange change) {
        return new DomainEvent(
                ids.next(),
                Topic.RESOURCES,
                change.id().toString(),
                change.hubEventType(),
                change.member() + "/" + change.id(),
                clock.instant(),
                data(change));
    }

    // the resource's own text is kept as it is: read and written again its numbers could look different
    private static String data(ResourceChange change) {
        try {
            if (!JSON.readTree(change.json()).isObject()) {
                throw new IllegalArgumentException("the JSON of " + change.member() + " is no object");
            }
            ObjectNode data = JSON.createObjectNode()
                    .put("api", change.api().pathName())
                    .put("resource", change.resource())
                    .put("change", change.kind().name())
                    .put("id", change.id().toString());
            change.partnerId().ifPresent(partner -> data.put("partnerId", partner));
            change.accountId().ifPresent(account -> data.put("accountId", account));
            data.putRawValue("value", new RawValue(change.json()));
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the JSON of " + change.member() + " can't be read", malformed);
        }
    }

    private static OptionalLong optional(Long idOrNull) {
        return idOrNull == null ? OptionalLong.empty() : OptionalLong.of(idOrNull);
    }
}
