package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.application.ResourceEvents;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Creates, changes and deletes resources inside the caller's transaction; tells the audit log, and whoever listens. */
@ApplicationScoped
class ResourceChanges {

    /** Characters of a resource in an event; a broker takes a mebibyte. */
    private static final int MOST_TOLD = 200_000;

    /**
     * Two changes of one resource wait for each other, so that the second is applied to what the first has made; and for whoever
     * has the whole type. In this order: who waits for the type has nothing that its holder needs.
     */
    private static final String LOCK = """
            select pg_advisory_xact_lock_shared(hashtext($1), hub_tenant()),
                   pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 630))
            """;

    /** One lock whatever the number of resources, as the database has room for a few thousand in all. */
    private static final String LOCK_TYPE = "select pg_advisory_xact_lock(hashtext($1), hub_tenant())";

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    private final Representations representations;
    private final AuditLog audit;
    private final ResourceEvents events;
    private final IdGenerator ids;

    ResourceChanges(Representations representations, AuditLog audit, ResourceEvents events, IdGenerator ids) {
        this.representations = representations;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
    }

    /** @return what was created, as it is shown */
    Uni<ObjectNode> create(SqlConnection connection, TenantContext login, TmfResource resource, ObjectNode sent) {
        return create(connection, login, resource, ids.next(), sent);
    }

    /** Lets nobody else change resources of the type until the transaction ends; who needs several takes them in one order. */
    Uni<Void> lockType(SqlConnection connection, TmfResource resource) {
        return connection
                .preparedQuery(LOCK_TYPE)
                .execute(Tuple.of(resource.definition().type().path()))
                .replaceWithVoid();
    }

    /** Makes of the resource with the id what is sent: creates it, or changes it as a patch does. The caller has its type locked. */
    Uni<ObjectNode> put(
            SqlConnection connection, TenantContext login, TmfResource resource, Optional<UUID> id, ObjectNode sent) {
        if (id.isEmpty()) {
            return create(connection, login, resource, sent);
        }
        ListRequest one =
                ListRequest.ofOne(resource.definition().type(), id.get().toString());
        return representations.page(connection, resource, one).flatMap(page -> {
            if (page.items().isEmpty()) {
                return create(connection, login, resource, id.get(), sent);
            }
            ObjectNode patch = sent.deepCopy();
            patch.remove(resource.definition().attributes().given());
            return changed(connection, login, resource, id.get(), patch, Optional.empty());
        });
    }

    private Uni<ObjectNode> create(
            SqlConnection connection, TenantContext login, TmfResource resource, UUID newId, ObjectNode sent) {
        Definition definition = resource.definition();
        ObjectNode body = sent.deepCopy();
        definition.attributes().requireCreatable(body);
        requireKeepable(definition, body);
        definition.lifeCycle().ifPresent(states -> states.begin(body));
        return resource.createAs(connection, login, newId, body)
                .onFailure(PgException.class)
                .transform(ResourceChanges::refusal)
                .flatMap(id -> representations
                        .one(connection, resource, id.toString())
                        .call(created -> record(connection, login, resource, Change.made(created), id)));
    }

    /**
     * @param ifMatch the entity tag that the resource must still have; empty where the client does not care
     * @return what it has become, as it is shown
     */
    Uni<ObjectNode> patch(
            SqlConnection connection,
            TenantContext login,
            TmfResource resource,
            UUID id,
            ObjectNode patch,
            Optional<String> ifMatch) {
        return lock(connection, resource.definition(), id)
                .flatMap(locked -> changed(connection, login, resource, id, patch, ifMatch));
    }

    private Uni<ObjectNode> changed(
            SqlConnection connection,
            TenantContext login,
            TmfResource resource,
            UUID id,
            ObjectNode patch,
            Optional<String> ifMatch) {
        Definition definition = resource.definition();
        return representations.one(connection, resource, id.toString()).flatMap(before -> {
            EntityTag.require(ifMatch, before);
            definition.attributes().requirePatch(patch, before);
            ObjectNode after = MergePatch.apply(before, patch);
            definition.attributes().requireWhole(after);
            requireKeepable(definition, after);
            definition.lifeCycle().ifPresent(states -> states.requireWay(before, after));
            if (same(before, after)) {
                return Uni.createFrom().item(before);
            }
            return resource.changeAsSaid(connection, login, id, patch, before, after)
                    .onFailure(PgException.class)
                    .transform(ResourceChanges::refusal)
                    .flatMap(done -> representations.one(connection, resource, id.toString()))
                    .call(now -> record(connection, login, resource, Change.of(definition, before, now), id));
        });
    }

    /**
     * @param ofAnybody whether the login may delete what another one has made
     * @return fails with FORBIDDEN where it may not, and another one has
     */
    Uni<Void> delete(
            SqlConnection connection,
            TenantContext login,
            TmfResource resource,
            UUID id,
            Optional<String> ifMatch,
            boolean ofAnybody) {
        Definition definition = resource.definition();
        return lock(connection, definition, id)
                .flatMap(locked -> representations.one(connection, resource, id.toString()))
                .call(found -> ofAnybody ? Uni.createFrom().voidItem() : requireMaker(connection, login, resource, id))
                .flatMap(before -> owner(connection, resource, id).flatMap(owner -> {
                    EntityTag.require(ifMatch, before);
                    Change change = Change.gone(before);
                    return resource.delete(connection, login, id)
                            .onFailure(PgException.class)
                            .transform(ResourceChanges::refusal)
                            .flatMap(gone -> audited(connection, login, resource, change, id))
                            .flatMap(done -> told(connection, login, definition, change, id, owner));
                }));
    }

    private static Uni<Void> requireMaker(
            SqlConnection connection, TenantContext login, TmfResource resource, UUID id) {
        String sql = resource.maker()
                .orElseThrow(() ->
                        new IllegalStateException(resource.definition().segment() + " does not tell who has made it"));
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(id))
                .invoke(rows -> {
                    for (Row row : rows) {
                        if (!login.actor().equals(row.getString("made_by"))) {
                            throw new HubException(
                                    ApiError.FORBIDDEN,
                                    "Another login has made it; the token's roles may delete their own.");
                        }
                    }
                })
                .replaceWithVoid();
    }

    /** As JSON text says it: whether a number was read from a column or from a client makes no difference. */
    private static boolean same(ObjectNode before, ObjectNode after) {
        return after.equals(before) || KeptJson.read(after.toString()).equals(KeptJson.read(before.toString()));
    }

    private Uni<Void> record(
            SqlConnection connection, TenantContext login, TmfResource resource, Change change, UUID id) {
        Definition definition = resource.definition();
        return audited(connection, login, resource, change, id)
                .flatMap(done -> owner(connection, resource, id))
                .flatMap(owner -> told(connection, login, definition, change, id, owner));
    }

    private static Uni<Void> lock(SqlConnection connection, Definition definition, UUID id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(definition.type().path(), id.toString()))
                .replaceWithVoid();
    }

    private Uni<Void> audited(
            SqlConnection connection, TenantContext login, TmfResource resource, Change change, UUID id) {
        Definition definition = resource.definition();
        return audit.append(
                connection,
                login,
                definition.segment() + "."
                        + change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                definition.segment() + "/" + id,
                change.before().map(resource::audited).map(ObjectNode::toString),
                change.after().map(resource::audited).map(ObjectNode::toString));
    }

    private Uni<Void> told(
            SqlConnection connection, TenantContext login, Definition definition, Change change, UUID id, Owner owner) {
        return events.emit(
                connection,
                login,
                definition.tmfApi(),
                definition.type().name(),
                change.kind(),
                id,
                owner.partner(),
                owner.account(),
                told(definition, id, change.after().or(change::before).orElseThrow()));
    }

    /** The resource as listeners get it; what is larger than a broker takes is told by its address alone. */
    private static String told(Definition definition, UUID id, ObjectNode resource) {
        String whole = resource.toString();
        return whole.length() <= MOST_TOLD
                ? whole
                : new ObjectNode(JsonNodeFactory.instance)
                        .put("id", id.toString())
                        .put("href", definition.type().href(id.toString()))
                        .toString();
    }

    /** Whose resource it is; asked for while it is there. */
    private static Uni<Owner> owner(SqlConnection connection, TmfResource resource, UUID id) {
        return resource.owner()
                .map(sql -> connection.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> {
                    for (Row row : rows) {
                        return new Owner(row.getLong("partner_id"), row.getLong("account_id"));
                    }
                    return Owner.NOBODY;
                }))
                .orElseGet(() -> Uni.createFrom().item(Owner.NOBODY));
    }

    /** Ids of the partner's role and of the account; null where it is no single one's. */
    private record Owner(Long partner, Long account) {
        private static final Owner NOBODY = new Owner(null, null);
    }

    /** One change, for those who want to know of it. */
    private record Change(ChangeKind kind, Optional<ObjectNode> before, Optional<ObjectNode> after) {

        static Change made(ObjectNode after) {
            return new Change(ChangeKind.CREATE, Optional.empty(), Optional.of(after));
        }

        static Change of(Definition definition, ObjectNode before, ObjectNode after) {
            boolean state = definition
                    .lifeCycle()
                    .filter(states -> !before.path(states.attribute()).equals(after.path(states.attribute())))
                    .isPresent();
            return new Change(
                    state ? ChangeKind.STATE_CHANGE : ChangeKind.ATTRIBUTE_VALUE_CHANGE,
                    Optional.of(before),
                    Optional.of(after));
        }

        static Change gone(ObjectNode before) {
            return new Change(ChangeKind.DELETE, Optional.of(before), Optional.empty());
        }
    }

    /** Refuses what PostgreSQL could not keep, before anything is written. */
    private static void requireKeepable(Definition definition, ObjectNode body) {
        new JsonBody(body, definition.type().name()).kept(Set.of());
    }

    private static Throwable refusal(Throwable failure) {
        PgException postgres = (PgException) failure;
        if (FOREIGN_KEY_VIOLATION.equals(postgres.getSqlState())) {
            return new HubException(
                    ApiError.IN_USE, "Something of the kind '" + postgres.getTable() + "' refers to it.", failure);
        }
        if (CHECK_VIOLATION.equals(postgres.getSqlState())) {
            return new HubException(
                    ApiError.UNSUPPORTED_VALUE,
                    "A value breaks the rule '" + postgres.getConstraint() + "' of the hub's books.",
                    failure);
        }
        if (UNIQUE_VIOLATION.equals(postgres.getSqlState())) {
            return new HubException(ApiError.ALREADY_THERE, "The tenant has one with the same key.", failure);
        }
        return failure;
    }

    /** The path's id; UNKNOWN_RESOURCE for a text that is no id. */
    static UUID id(TmfResource resource, String text) {
        return ListRequest.uuid(resource.definition().type(), text);
    }
}
