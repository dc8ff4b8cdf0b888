package io.billinghub.core.audit;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the audit log, newest first. */
@ApplicationScoped
public class AuditTrail {

    private static final String ENTRIES = """
            select id, occurred_at, actor, action, subject, before::text as before, after::text as after
              from audit_event
             where ($1::text is null or subject = $1) and ($2::text is null or actor = $2)
               and ($3::timestamptz is null or occurred_at >= $3) and ($4::timestamptz is null or occurred_at < $4)
               and ($5::bigint is null or id < $5)
             order by id desc
             limit $6
            """;

    private final TenantTransaction transactions;

    public AuditTrail(TenantTransaction transactions) {
        this.transactions = transactions;
    }

    /**
     * Which entries; null for any.
     *
     * @param from inclusive
     * @param to exclusive
     * @param before id of the entry behind which, going back in time, to go on
     */
    public record Query(String subject, String actor, OffsetDateTime from, OffsetDateTime to, OptionalLong before) {}

    /**
     * A change.
     *
     * @param before JSON text, or null
     * @param after JSON text, or null
     */
    public record Entry(
            long id, Instant occurredAt, String actor, String action, String subject, String before, String after) {}

    /** At most so many entries of the caller's tenant. */
    public Uni<List<Entry>> entries(TenantContext context, Query query, int limit) {
        Tuple values = Tuple.tuple()
                .addString(query.subject())
                .addString(query.actor())
                .addOffsetDateTime(query.from())
                .addOffsetDateTime(query.to())
                .addLong(query.before().isPresent() ? query.before().getAsLong() : null)
                .addInteger(limit);
        return transactions.run(
                context,
                connection -> connection.preparedQuery(ENTRIES).execute(values).map(rows -> {
                    List<Entry> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(entry(row)));
                    return entries;
                }));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("before"),
                row.getString("after"));
    }
}
