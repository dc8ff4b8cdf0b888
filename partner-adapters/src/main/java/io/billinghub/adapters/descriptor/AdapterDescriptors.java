package io.billinghub.adapters.descriptor;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The tenant's adapters: each change is a new version, and a line in the audit log. */
@ApplicationScoped
public class AdapterDescriptors {

    private static final String SELECT = """
            select a.uuid, a.key, a.version, a.enabled, v.descriptor::text as descriptor, v.created_by,
                   (select t.key from tenant t) as tenant
              from adapter a join adapter_version v on v.adapter_id = a.id and v.version = a.version
            """;
    private static final String PARTNER = """
            select r.id as partner_id, (select a.id from agreement a where a.partner_id = r.id and a.key = $2) as agreement_id
              from party_role r where r.role = 'PARTNER' and r.key = $1
            """;
    // a lock on the row, so that two editors make two versions
    private static final String EXISTING = "select id, partner_id, version from adapter where key = $1 for update";
    private static final String INSERT = """
            insert into adapter (tenant_id, uuid, key, partner_id, version) values ($1, $2, $3, $4, 1) on conflict (tenant_id, key) do nothing returning id
            """;
    private static final String INSERT_VERSION = """
            insert into adapter_version (tenant_id, adapter_id, version, descriptor, created_by)
            values ($1, $2, $3, $4::text::jsonb, $5)
            """;
    private static final String AUDIT = """
            insert into audit_event (tenant_id, actor, action, subject, before, after)
            select $1, $2, 'adapter.put', 'adapter/' || $3,
                   (select v.descriptor from adapter a join adapter_version v on v.adapter_id = a.id and v.version = $4 - 1
                     where a.key = $3),
                   $5::text::jsonb
            """;

    private static final String ENABLE = "update adapter set enabled = $2 where key = $1 and enabled <> $2";
    private static final String AUDIT_ENABLE = """
            insert into audit_event (tenant_id, actor, action, subject, before, after)
            values ($1, $2, 'adapter.enable', 'adapter/' || $3, jsonb_build_object('enabled', not $4::boolean),
                    jsonb_build_object('enabled', $4::boolean))
            """;

    private final TenantTransaction transactions;
    private final DescriptorReader reader;
    private final IdGenerator ids;

    public AdapterDescriptors(TenantTransaction transactions, DescriptorReader reader, IdGenerator ids) {
        this.transactions = transactions;
        this.reader = reader;
        this.ids = ids;
    }

    /**
     * An adapter in its current version.
     *
     * @param json the descriptor as it is stored
     * @param createdBy who made this version
     */
    public record Stored(
            UUID id,
            String tenantKey,
            int version,
            boolean enabled,
            AdapterDescriptor descriptor,
            String json,
            String createdBy) {}

    /** All adapters that the caller may see, by key. */
    public Uni<List<Stored>> list(TenantContext context) {
        return transactions.run(
                context,
                connection ->
                        connection.query(SELECT + " order by a.key").execute().map(this::stored));
    }

    /**
     * A page of the adapters that the caller may see, by key.
     *
     * @param after the key behind which the page begins
     */
    public Uni<List<Stored>> list(TenantContext context, Optional<String> after, int limit) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(SELECT + " where $1::text is null or a.key > $1 order by a.key limit $2")
                        .execute(Tuple.of(after.orElse(null), limit))
                        .map(this::stored));
    }

    /** The adapters that are switched on and have a transport of this type, by key. */
    public Uni<List<Stored>> enabled(TenantContext context, String transport) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(
                                SELECT + " where a.enabled and v.descriptor #>> '{transport,type}' = $1 order by a.key")
                        .execute(Tuple.of(transport))
                        .map(this::stored));
    }

    /** The adapter; fails with UNKNOWN_ADAPTER. */
    public Uni<Stored> get(TenantContext context, String key) {
        return transactions.run(context, connection -> get(connection, key));
    }

    /** As {@link #get(TenantContext, String)}, inside of the caller's transaction. */
    public Uni<Stored> get(SqlConnection connection, String key) {
        return find(connection, key)
                .map(found -> found.orElseThrow(
                        () -> new HubException(AdapterError.UNKNOWN_ADAPTER, "there is no adapter " + key)));
    }

    /** The adapter; empty where the caller sees none of that key. */
    public Uni<Optional<Stored>> find(SqlConnection connection, String key) {
        return connection
                .preparedQuery(SELECT + " where a.key = $1")
                .execute(Tuple.of(key))
                .map(rows -> stored(rows).stream().findFirst());
    }

    /**
     * Stores a new version of the adapter, or a new adapter; it is used from the next document on.
     *
     * @param descriptor JSON; its {@code key} must be the adapter's
     * @param condition is given the version that is there, behind the lock of its row; throws to refuse the change
     * @return the new version; fails with INVALID_DESCRIPTOR (each problem with its JSON pointer), UNKNOWN_PARTNER,
     *     UNKNOWN_AGREEMENT, or INVALID_REQUEST if the adapter belongs to another partner
     */
    public Uni<Stored> put(TenantContext context, String key, String descriptor, Consumer<OptionalInt> condition) {
        return transactions.run(context, connection -> put(connection, context, key, descriptor, condition));
    }

    /** As {@link #put(TenantContext, String, String, Consumer)}, without a condition. */
    public Uni<Stored> put(TenantContext context, String key, String descriptor) {
        return put(context, key, descriptor, current -> {});
    }

    /** As {@link #put(TenantContext, String, String)}, inside of the caller's transaction. */
    public Uni<Stored> put(SqlConnection connection, TenantContext context, String key, String descriptor) {
        return put(connection, context, key, descriptor, current -> {});
    }

    /** As {@link #put(TenantContext, String, String, Consumer)}, inside of the caller's transaction. */
    public Uni<Stored> put(
            SqlConnection connection,
            TenantContext context,
            String key,
            String given,
            Consumer<OptionalInt> condition) {
        List<DescriptorProblem> problems = new ArrayList<>(reader.problems(given));
        if (problems.isEmpty() && !reader.read(given).key().equals(key)) {
            problems.add(new DescriptorProblem("/key", "the key must be " + key));
        }
        if (!problems.isEmpty()) {
            return Uni.createFrom()
                    .failure(new HubException(
                            AdapterError.INVALID_DESCRIPTOR,
                            problems.stream()
                                    .map(problem -> (problem.pointer().isEmpty() ? "/" : problem.pointer()) + ": "
                                            + problem.detail())
                                    .collect(Collectors.joining("; "))));
        }
        String descriptor = reader.expanded(given);
        AdapterDescriptor read = reader.read(descriptor);
        return partner(connection, read)
                .flatMap(partner -> nextVersion(connection, context, key, partner, condition)
                        .flatMap(next -> connection
                                .preparedQuery(INSERT_VERSION)
                                .execute(Tuple.of(
                                        context.tenantId(),
                                        next.adapter(),
                                        next.version(),
                                        descriptor,
                                        context.actor()))
                                .flatMap(inserted -> connection
                                        .preparedQuery(AUDIT)
                                        .execute(Tuple.of(
                                                context.tenantId(),
                                                context.actor(),
                                                key,
                                                next.version(),
                                                descriptor)))))
                .flatMap(audited -> get(connection, key));
    }

    /**
     * Switches the adapter on or off, from the next document on; what is off is neither pulled nor taken in.
     *
     * @return the adapter; fails with UNKNOWN_ADAPTER
     */
    public Uni<Stored> enable(TenantContext context, String key, boolean enabled) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(ENABLE)
                        .execute(Tuple.of(key, enabled))
                        .flatMap(changed -> changed.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : connection
                                        .preparedQuery(AUDIT_ENABLE)
                                        .execute(Tuple.of(context.tenantId(), context.actor(), key, enabled))
                                        .replaceWithVoid())
                        .flatMap(audited -> get(connection, key)));
    }

    private record Next(long adapter, int version) {}

    private static Uni<Long> partner(SqlConnection connection, AdapterDescriptor descriptor) {
        return connection
                .preparedQuery(PARTNER)
                .execute(Tuple.of(descriptor.partner(), descriptor.agreement()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new HubException(
                                AdapterError.UNKNOWN_PARTNER, "/partner: there is no partner " + descriptor.partner());
                    }
                    Row row = rows.iterator().next();
                    if (row.getLong("agreement_id") == null) {
                        throw new HubException(
                                AdapterError.UNKNOWN_AGREEMENT,
                                "/agreement: partner " + descriptor.partner() + " has no agreement "
                                        + descriptor.agreement());
                    }
                    return row.getLong("partner_id");
                });
    }

    private Uni<Next> nextVersion(
            SqlConnection connection,
            TenantContext context,
            String key,
            long partner,
            Consumer<OptionalInt> condition) {
        return connection.preparedQuery(EXISTING).execute(Tuple.of(key)).flatMap(rows -> {
            if (rows.size() == 0) {
                condition.accept(OptionalInt.empty());
                return connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(context.tenantId(), ids.next(), key, partner))
                        .map(inserted -> {
                            if (inserted.size() == 0) { // of a partner that the login does not see
                                throw new HubException(
                                        AdapterError.INVALID_REQUEST,
                                        "/key: the key " + key + " is taken; choose another");
                            }
                            return new Next(inserted.iterator().next().getLong(0), 1);
                        });
            }
            Row row = rows.iterator().next();
            if (row.getLong("partner_id") != partner) {
                throw new HubException(
                        AdapterError.INVALID_REQUEST, "/partner: adapter " + key + " belongs to another partner");
            }
            condition.accept(OptionalInt.of(row.getInteger("version")));
            int version = row.getInteger("version") + 1;
            return connection
                    .preparedQuery("update adapter set version = $2 where id = $1")
                    .execute(Tuple.of(row.getLong("id"), version))
                    .map(updated -> new Next(row.getLong("id"), version));
        });
    }

    private List<Stored> stored(RowSet<Row> rows) {
        List<Stored> result = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String json = row.getString("descriptor");
            result.add(new Stored(
                    row.getUUID("uuid"),
                    row.getString("tenant"),
                    row.getInteger("version"),
                    row.getBoolean("enabled"),
                    reader.read(json),
                    json,
                    row.getString("created_by")));
        }
        return result;
    }
}
