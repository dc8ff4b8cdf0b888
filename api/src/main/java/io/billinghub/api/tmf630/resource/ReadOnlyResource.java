package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;

/** A resource that the hub makes by itself: its definition allows {@link Operation#READ} alone, so nothing else is ever called. */
public abstract class ReadOnlyResource implements TmfResource {

    @Override
    public final Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        throw notOffered();
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

    private IllegalStateException notOffered() {
        return new IllegalStateException(definition().segment() + " can only be read");
    }
}
