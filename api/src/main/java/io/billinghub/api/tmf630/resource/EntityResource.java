package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.Binds;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.api.tmf630.resource.EntityTable.Column;
import io.billinghub.api.tmf630.resource.EntityTable.Kind;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A resource that has a table of its own, with what the hub interprets in columns. */
public abstract class EntityResource implements TmfResource {

    private final Definition definition;
    private final EntityTable table;
    private final PagedQuery query;
    private final Set<String> notKept;

    protected EntityResource(Definition definition, EntityTable table) {
        this.definition = definition;
        this.table = table;
        this.query = new PagedQuery(
                "select e.uuid, e.extension::text as extension, e.changed_at" + table.selected() + " ",
                "from " + table.name() + " e where " + table.restriction() + " and ");
        this.notKept = new HashSet<>(definition.attributes().given());
        table.columns().stream().filter(Column::whole).map(Column::path).forEach(notKept::add);
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
    public ObjectNode show(Row row) {
        ObjectNode shown = KeptJson.read(row.getString("extension"));
        table.overlay(row, shown);
        return shown;
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        Binds binds = new Binds();
        List<String> names = new ArrayList<>(List.of("tenant_id", "uuid", "extension"));
        List<String> values =
                new ArrayList<>(List.of("hub_tenant()", binds.bind(id), binds.bind(kept(body)) + "::text::jsonb"));
        for (Column column : table.columns()) {
            names.add(column.name());
            values.add(column.stored(binds.bind(bound(column, body))));
        }
        String insert = "insert into " + table.name() + " (" + String.join(", ", names) + ") values ("
                + String.join(", ", values) + ")";
        return requireReferences(connection, body)
                .flatMap(found -> connection.preparedQuery(insert).execute(binds.tuple()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        Binds binds = new Binds();
        List<String> sets = new ArrayList<>();
        String row = binds.bind(id);
        sets.add("extension = " + binds.bind(kept(after)) + "::text::jsonb");
        sets.add("changed_at = now()");
        for (Column column : table.columns()) {
            sets.add(column.name() + " = " + column.stored(binds.bind(bound(column, after))));
        }
        String update = "update " + table.name() + " set " + String.join(", ", sets) + " where uuid = " + row;
        return requireReferences(connection, after)
                .flatMap(found -> connection.preparedQuery(update).execute(binds.tuple()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("delete from " + table.name() + " where uuid = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private String kept(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(notKept);
        return rest.toString();
    }

    private static Object bound(Column column, ObjectNode body) {
        return column.kind().bind(column.in(body));
    }

    /** Fails with UNKNOWN_REFERENCE for the first reference that leads nowhere. */
    private Uni<Void> requireReferences(SqlConnection connection, ObjectNode body) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Column column : table.columns()) {
            JsonNode id = column.in(body);
            if (column.kind() == Kind.REFERENCE && id.isTextual()) {
                all = all.flatMap(done -> requireReference(connection, column, id.textValue()));
            }
        }
        return all;
    }

    private static Uni<Void> requireReference(SqlConnection connection, Column column, String id) {
        String pointer = "/" + column.path() + "/id";
        return connection
                .preparedQuery("select 1 from " + column.target() + " where uuid = $1")
                .execute(Tuple.of(ReferenceId.parse(id, pointer)))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw ReferenceId.unknown(id, pointer);
                    }
                })
                .replaceWithVoid();
    }
}
