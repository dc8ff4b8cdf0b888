package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.onboarding.masterdata.application.MasterDataImport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A resource that is an entry of the tenant's master data: it is checked and stored by the same rules and statements as the
 * import of master data, and only what those do not know is kept beside them.
 */
public abstract class MasterDataResource implements TmfResource {

    private final MasterDataImport imports;
    private final String table;
    private final String key;

    /**
     * @param table which has {@code uuid}, {@code extension} and {@code changed_at}
     * @param key SQL expression over its columns that answers the key by which master data find an entry
     */
    protected MasterDataResource(MasterDataImport imports, String table, String key) {
        this.imports = imports;
        this.table = table;
        this.key = key;
    }

    /**
     * The document of master data that stores what the body says, and the key of the entry in it.
     *
     * @param stored the key of the entry; null where it is new
     * @param body all that the resource is to be
     */
    protected abstract Uni<Entry> entry(SqlConnection connection, String stored, ObjectNode body);

    /** What of the body the document holds whole, so that it is not kept besides. */
    protected abstract Set<String> interpreted();

    /** Takes out of what is kept the parts of attributes that have a column; nothing unless a resource says so. */
    protected void strip(ObjectNode kept) {}

    /** @param key of the entry that is the resource */
    public record Entry(String key, ObjectNode masterData) {}

    /** The row's id of the entry with this key; empty where there is none. */
    protected Uni<Optional<Long>> rowOf(SqlConnection connection, String entryKey) {
        return connection
                .preparedQuery("select id from " + table + " where " + key + " = $1")
                .execute(Tuple.of(entryKey))
                .map(MasterDataResource::first);
    }

    @Override
    public Uni<Void> create(SqlConnection connection, TenantContext login, UUID id, ObjectNode body) {
        return entry(connection, null, body)
                .call(entry -> rowOf(connection, entry.key()).invoke(row -> requireNew(row, entry.key())))
                .call(entry -> store(connection, entry))
                .flatMap(entry -> rowOf(connection, entry.key()))
                .flatMap(row -> connection
                        .preparedQuery("update " + table
                                + " set uuid = $1, extension = $2::text::jsonb, changed_at = now() where id = $3")
                        .execute(Tuple.of(id, kept(body), row.orElseThrow())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> change(
            SqlConnection connection, TenantContext login, UUID id, ObjectNode before, ObjectNode after) {
        return connection
                .preparedQuery("select " + key + " as key from " + table + " where uuid = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getString("key"))
                .flatMap(stored -> entry(connection, stored, after))
                .flatMap(entry -> store(connection, entry))
                .flatMap(done -> connection
                        .preparedQuery("update " + table
                                + " set extension = $2::text::jsonb, changed_at = now() where uuid = $1")
                        .execute(Tuple.of(id, kept(after))))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> delete(SqlConnection connection, TenantContext login, UUID id) {
        return connection
                .preparedQuery("delete from " + table + " where uuid = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** The text that the path {@code a.b} leads to; null where there is none. */
    protected static String text(JsonNode body, String path) {
        JsonNode node = body;
        for (String step : path.split("\\.", -1)) {
            node = node.path(step);
        }
        return node.isTextual() && !node.textValue().isBlank()
                ? node.textValue().strip()
                : null;
    }

    /**
     * The key of what a reference leads to.
     *
     * @param pointer where the id stands, for the refusal
     * @param sql a statement with the id as its one parameter, the text of a UUID, that answers the key
     * @return fails with UNKNOWN_REFERENCE where there is none
     */
    protected static Uni<String> keyOf(SqlConnection connection, String sql, String id, String pointer) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(ReferenceId.parse(id, pointer).toString()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ReferenceId.unknown(id, pointer);
                    }
                    return rows.iterator().next().getString(0);
                });
    }

    private Uni<Void> store(SqlConnection connection, Entry entry) {
        return imports.apply(connection, entry.masterData().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void requireNew(Optional<Long> row, String newKey) {
        if (row.isPresent()) {
            throw new HubException(ApiError.ALREADY_THERE, "The tenant has one with the key '" + newKey + "'.");
        }
    }

    protected static Optional<Long> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(row.getLong(0));
        }
        return Optional.empty();
    }

    private String kept(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        rest.remove(definition().attributes().given());
        rest.remove(interpreted());
        strip(rest);
        return rest.toString();
    }
}
