package io.billinghub.api.catalog.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.catalog.CatalogApi;
import io.billinghub.api.tmf630.ValueType;
import io.billinghub.api.tmf630.resource.Definition;
import io.billinghub.api.tmf630.resource.EntityResource;
import io.billinghub.api.tmf630.resource.EntityTable;
import io.billinghub.api.tmf630.resource.Operation;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** What importJob and exportJob have in common: they are asked for, read and deleted, and a worker says how they fare. */
abstract class CatalogueJobResource extends EntityResource {

    private final JobKind kind;

    CatalogueJobResource(JobKind kind, Definition definition, EntityTable table) {
        super(definition, table);
        this.kind = kind;
    }

    static EntityTable table(JobKind kind) {
        return EntityTable.named(kind.table())
                .text("url", "url")
                .text("contentType", "content_type")
                .text("path", "path")
                .computed("status", "e.status")
                .computed("error_log", "e.error_log")
                .computed("created_at", "e.created_at")
                .computed("completed_at", "e.completed_at");
    }

    static Definition.Builder describe(EntityTable table, String segment) {
        return table.describe(Definition.of(CatalogApi.API, segment))
                .tag(CatalogApi.TAG)
                .rights(CatalogApi.OF_THE_TENANT)
                .operations(Operation.WITHOUT_PATCH)
                .column("status", "e.status", ValueType.TEXT)
                .column("errorLog", "e.error_log", ValueType.TEXT)
                .column("creationDate", "e.created_at", ValueType.INSTANT)
                .column("completionDate", "e.completed_at", ValueType.INSTANT);
    }

    /**
     * Waits for nothing outside, as it is asked inside of a transaction.
     *
     * @throws HubException where the job could never be done
     */
    abstract void require(ObjectNode body);

    @Override
    public ObjectNode show(Row row) {
        ObjectNode shown = super.show(row);
        shown.put("status", row.getString("status")).put("creationDate", time(row.getOffsetDateTime("created_at")));
        Optional.ofNullable(row.getOffsetDateTime("completed_at"))
                .ifPresent(completed -> shown.put("completionDate", time(completed)));
        Optional.ofNullable(row.getString("error_log")).ifPresent(log -> shown.put("errorLog", log));
        return shown;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        require(body);
        return super.create(connection, login, id, body)
                .flatMap(created -> connection
                        .preparedQuery("update " + kind.table() + " set requested_by = $2 where uuid = $1")
                        .execute(Tuple.of(id, login.actor())))
                .replaceWithVoid();
    }

    static Optional<String> text(ObjectNode body, String attribute) {
        return Optional.ofNullable(body.path(attribute).textValue());
    }

    private static String time(OffsetDateTime time) {
        return time.toInstant().toString();
    }
}
