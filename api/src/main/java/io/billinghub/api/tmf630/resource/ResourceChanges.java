package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Creates, changes and deletes resources inside the caller's transaction, and tells the audit log. */
@ApplicationScoped
class ResourceChanges {

    /** Two changes of one resource wait for each other, so that the second is applied to what the first has made. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 630))";

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String UNIQUE_VIOLATION = "23505";

    private final Representations representations;
    private final AuditLog audit;
    private final IdGenerator ids;

    ResourceChanges(Representations representations, AuditLog audit, IdGenerator ids) {
        this.representations = representations;
        this.audit = audit;
        this.ids = ids;
    }

    /** @return what was created, as it is shown */
    Uni<ObjectNode> create(SqlConnection connection, TenantContext login, TmfResource resource, ObjectNode sent) {
        Definition definition = resource.definition();
        ObjectNode body = sent.deepCopy();
        definition.attributes().requireCreatable(body);
        requireKeepable(definition, body);
        definition.lifeCycle().ifPresent(states -> states.begin(body));
        UUID id = ids.next();
        return resource.create(connection, login, id, body)
                .onFailure(PgException.class)
                .transform(ResourceChanges::refusal)
                .flatMap(done -> representations.one(connection, resource, id.toString()))
                .call(created -> record(connection, login, definition, "create", id, null, created));
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
        Definition definition = resource.definition();
        return lock(connection, definition, id)
                .flatMap(locked -> representations.one(connection, resource, id.toString()))
                .flatMap(before -> {
                    EntityTag.require(ifMatch, before);
                    definition.attributes().requirePatch(patch, before);
                    ObjectNode after = MergePatch.apply(before, patch);
                    definition.attributes().requireWhole(after);
                    requireKeepable(definition, after);
                    definition.lifeCycle().ifPresent(states -> states.requireWay(before, after));
                    if (after.equals(before)) {
                        return Uni.createFrom().item(before);
                    }
                    return resource.change(connection, login, id, before, after)
                            .onFailure(PgException.class)
                            .transform(ResourceChanges::refusal)
                            .flatMap(done -> representations.one(connection, resource, id.toString()))
                            .call(now -> record(connection, login, definition, "change", id, before, now));
                });
    }

    Uni<Void> delete(
            SqlConnection connection, TenantContext login, TmfResource resource, UUID id, Optional<String> ifMatch) {
        Definition definition = resource.definition();
        return lock(connection, definition, id)
                .flatMap(locked -> representations.one(connection, resource, id.toString()))
                .call(before -> {
                    EntityTag.require(ifMatch, before);
                    return resource.delete(connection, login, id)
                            .onFailure(PgException.class)
                            .transform(ResourceChanges::refusal);
                })
                .flatMap(before -> record(connection, login, definition, "delete", id, before, null));
    }

    private static Uni<Void> lock(SqlConnection connection, Definition definition, UUID id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(definition.type().href(id.toString())))
                .replaceWithVoid();
    }

    private Uni<Void> record(
            SqlConnection connection,
            TenantContext login,
            Definition definition,
            String what,
            UUID id,
            ObjectNode before,
            ObjectNode after) {
        return audit.append(
                connection,
                login,
                definition.segment() + "." + what,
                definition.segment() + "/" + id,
                Optional.ofNullable(before).map(ObjectNode::toString),
                Optional.ofNullable(after).map(ObjectNode::toString));
    }

    /** Refuses what PostgreSQL could not keep, before anything is written. */
    private static void requireKeepable(Definition definition, ObjectNode body) {
        new JsonBody(body, definition.type().name()).kept(java.util.Set.of());
    }

    private static Throwable refusal(Throwable failure) {
        PgException postgres = (PgException) failure;
        if (FOREIGN_KEY_VIOLATION.equals(postgres.getSqlState())) {
            return new HubException(
                    ApiError.IN_USE, "Something of the kind '" + postgres.getTable() + "' refers to it.", failure);
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
