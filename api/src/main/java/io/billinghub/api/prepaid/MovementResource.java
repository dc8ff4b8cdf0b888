package io.billinghub.api.prepaid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.TmfResource;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** A movement that clients ask for. */
abstract class MovementResource implements TmfResource {

    private final Definition definition;
    private final PagedQuery query;

    MovementResource(Definition definition, PagedQuery query) {
        this.definition = definition;
        this.query = query;
    }

    @Override
    public final Definition definition() {
        return definition;
    }

    @Override
    public final PagedQuery query() {
        return query;
    }

    @Override
    public final ObjectNode show(Row row) {
        return MovementTable.show(row);
    }

    @Override
    public final Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        throw notOffered();
    }

    @Override
    public final Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        throw notOffered();
    }

    @Override
    public final Optional<String> owner() {
        return Optional.of(MovementTable.OWNER);
    }

    private static IllegalStateException notOffered() {
        return new IllegalStateException("a movement stays as it was");
    }
}
