package io.billinghub.adapters.pull;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.transport.RemoteFile;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Leases of pulls and what pulls leave behind. Leases and waits go by the database's clock, the one that all processes share. What is
 * written under a lease holds the row's lock and asks for the fence first.
 */
@ApplicationScoped
public class PullTable {

    /** How many pulls of an adapter its log keeps. */
    private static final int LOG_LENGTH = 1000;

    private static final String ADD = """
            insert into adapter_pull (tenant_id, adapter_id, partner_id)
            select a.tenant_id, a.id, a.partner_id from adapter a where a.key = $1
            on conflict (adapter_id) do nothing
            """;

    // a pull that still runs by its row has lost its process: its lease is over
    private static final String TAKE = """
            with before as (
              select p.* from adapter_pull p join adapter a on a.id = p.adapter_id
               where a.key = $1 and p.leased_until <= now()
                 and ($4 or p.next_at <= now() or p.adapter_version is distinct from a.version)
                 for update of p
            ), lost as (
              insert into adapter_pull_log (tenant_id, adapter_id, partner_id, adapter_version, holder, on_demand, started_at,
                                            ended_at, outcome, detail)
              select tenant_id, adapter_id, partner_id, adapter_version, holder, on_demand, started_at, now(), 'LOST',
                     'the process went away before the end; what it had stored stays'
                from before where state = 'RUNNING'
            )
            update adapter_pull p
               set holder = $2, fence = p.fence + 1, leased_until = now() + $3 * interval '1 millisecond', state = 'RUNNING',
                   started_at = now(), ended_at = null, on_demand = $4, error_code = null, detail = null,
                   adapter_version = (select a.version from adapter a where a.id = p.adapter_id)
              from before b where p.adapter_id = b.adapter_id
            returning p.adapter_id, p.fence, p.failures, p.cursor
            """;

    private static final String RENEW = """
            update adapter_pull set leased_until = now() + $3 * interval '1 millisecond'
             where adapter_id = $1 and fence = $2 and state = 'RUNNING'
            """;

    private static final String CURSOR = "update adapter_pull set cursor = $3 where adapter_id = $1 and fence = $2";

    private static final String HELD =
            "select from adapter_pull where adapter_id = $1 and fence = $2 for no key update";

    // a success is followed by the schedule, counted from the beginning; a failure by the wait
    private static final String RELEASE = """
            with held as (
              update adapter_pull
                 set leased_until = now(), state = $3, ended_at = now(), error_code = $4, detail = $5,
                     failures = case when $3 = 'DONE' then 0 else failures + 1 end,
                     succeeded_at = case when $3 = 'DONE' then now() else succeeded_at end,
                     next_at = case when $3 = 'DONE' then greatest(now(), started_at + $6 * interval '1 millisecond')
                                    else now() + $6 * interval '1 millisecond' end
               where adapter_id = $1 and fence = $2
              returning *
            )
            insert into adapter_pull_log (tenant_id, adapter_id, partner_id, adapter_version, holder, on_demand, started_at, ended_at,
                                          outcome, documents, duplicates, error_code, detail)
            select tenant_id, adapter_id, partner_id, adapter_version, holder, on_demand, started_at, now(), $3, $7, $8, $4, $5 from held
            """;

    private static final String SHORTEN = """
            delete from adapter_pull_log where adapter_id = $1 and id <= (
              select id from adapter_pull_log where adapter_id = $1 order by id desc offset $2 limit 1)
            """;

    private static final String DUE = """
            select a.key
              from adapter a
              join adapter_version v on v.adapter_id = a.id and v.version = a.version
              left join adapter_pull p on p.adapter_id = a.id
             where a.enabled and v.descriptor #> '{transport,schedule}' is not null
               and (p.adapter_id is null
                    or p.leased_until <= now() and (p.next_at <= now() or p.adapter_version is distinct from a.version))
             order by p.next_at nulls first, a.id limit $1
            """;

    /** Whose details name the hub's own addresses, folders and settings; a partner sees the codes alone. */
    private static final String[] INSIDE = {
        AdapterError.CREDENTIAL_MISSING.name(), AdapterError.TARGET_REFUSED.name(), AdapterError.FOLDER_REFUSED.name()
    };

    private static final String STATE = """
            select p.state, p.started_at, p.ended_at, p.succeeded_at, p.failures, p.error_code,
                   case when hub_partner() is null or p.error_code <> all($2) then p.detail end as detail,
                   case when a.enabled and v.descriptor #> '{transport,schedule}' is not null
                        then nullif(greatest(p.next_at, p.leased_until), '-infinity') end as next_at
              from adapter_pull p
              join adapter a on a.id = p.adapter_id
              join adapter_version v on v.adapter_id = a.id and v.version = a.version
             where a.key = $1
            """;

    private static final String LOG = """
            select l.id, l.adapter_version, l.on_demand, l.started_at, l.ended_at, l.outcome, l.documents, l.duplicates, l.error_code,
                   case when hub_partner() is null or l.error_code is null or l.error_code <> all($4) then l.detail end as detail
              from adapter_pull_log l join adapter a on a.id = l.adapter_id
             where a.key = $1 and ($2::bigint is null or l.id < $2) order by l.id desc limit $3
            """;

    // the numbers of those that are noted
    private static final String PULLED = """
            select f.number from unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::text[])
                     with ordinality f (name, size, modified, tag, number)
              join adapter_pulled_file p on p.adapter_id = $1 and p.name = f.name and p.size = f.size and p.modified = f.modified
               and p.tag = f.tag
            """;
    private static final String NOTE_PULLED = """
            insert into adapter_pulled_file (tenant_id, adapter_id, name, size, modified, tag)
            values (hub_tenant(), $1, $2, $3, $4, $5)
            on conflict do nothing
            """;
    private static final String FORGET_BETWEEN = """
            delete from adapter_pulled_file
             where adapter_id = $1 and name collate "C" > $2 and ($3::text is null or name collate "C" <= $3) and name <> all($4)
            """;
    private static final String FORGET = "delete from adapter_pulled_file where adapter_id = $1 and name <> all($2)";

    private final TenantTransaction transactions;

    public PullTable(TenantTransaction transactions) {
        this.transactions = transactions;
    }

    /**
     * A pull that is held until its fence is overtaken.
     *
     * @param failures in a row before it
     * @param cursor as the pull before has left it, or null
     */
    record Lease(TenantContext context, long adapterId, long fence, int failures, String cursor) {}

    /**
     * What came of a pull.
     *
     * @param failure null where there was none
     * @param pause from its beginning after a success, from its end after a failure
     */
    record Result(HubException failure, int documents, int duplicates, Duration pause) {}

    /** Takes the adapter's pull; empty where somebody holds it, or it is not due and not asked for. */
    Uni<Optional<Lease>> take(
            TenantContext context, String adapterKey, String holder, Duration lease, boolean onDemand) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(adapterKey))
                        .flatMap(added -> connection
                                .preparedQuery(TAKE)
                                .execute(Tuple.of(adapterKey, holder, lease.toMillis(), onDemand)))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new Lease(
                                        context, row.getLong(0), row.getLong(1), row.getInteger(2), row.getString(3)))
                                .findFirst()));
    }

    /** Keeps the lease for so long from now on; fails with PULL_LOST. */
    Uni<Void> renew(Lease lease, Duration span) {
        return transactions.run(
                lease.context(),
                connection -> connection
                        .preparedQuery(RENEW)
                        .execute(Tuple.of(lease.adapterId(), lease.fence(), span.toMillis()))
                        .invoke(rows -> require(rows.rowCount()))
                        .replaceWithVoid());
    }

    /** Keeps the cursor; fails with PULL_LOST. */
    Uni<Void> keep(Lease lease, String cursor) {
        return transactions.run(
                lease.context(),
                connection -> connection
                        .preparedQuery(CURSOR)
                        .execute(Tuple.of(lease.adapterId(), lease.fence(), cursor))
                        .invoke(rows -> require(rows.rowCount()))
                        .replaceWithVoid());
    }

    private static void require(int rows) {
        if (rows == 0) {
            throw new HubException(AdapterError.PULL_LOST, "the lease of this pull was taken over");
        }
    }

    /** Notes the result and gives the pull back; nothing where another process has taken it over. */
    Uni<Void> release(Lease lease, Result result) {
        Tuple values = Tuple.tuple()
                .addLong(lease.adapterId())
                .addLong(lease.fence())
                .addString(result.failure() == null ? "DONE" : "FAILED")
                .addString(
                        result.failure() == null
                                ? null
                                : result.failure().code().name())
                .addString(
                        result.failure() == null
                                ? null
                                : shortened(result.failure().getMessage()))
                .addLong(result.pause().toMillis())
                .addInteger(result.documents())
                .addInteger(result.duplicates());
        return transactions.run(
                lease.context(),
                connection -> connection
                        .preparedQuery(RELEASE)
                        .execute(values)
                        .flatMap(noted ->
                                connection.preparedQuery(SHORTEN).execute(Tuple.of(lease.adapterId(), LOG_LENGTH)))
                        .replaceWithVoid());
    }

    private static String shortened(String detail) {
        return detail.length() <= 1000 ? detail : detail.substring(0, 1000);
    }

    /** Keys of adapters whose scheduled pull is due and nobody's, those that wait the longest first. */
    Uni<List<String>> due(TenantContext context, int most) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(DUE)
                        .execute(Tuple.of(most))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString(0))
                                .toList()));
    }

    /** Where the adapter's pulls stand; empty where it was never pulled, or the caller may not see it. */
    public Uni<Optional<PullState>> state(TenantContext context, String adapterKey) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(STATE)
                        .execute(Tuple.of(adapterKey, INSIDE))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(PullTable::state)
                                .findFirst()));
    }

    private static PullState state(Row row) {
        return new PullState(
                row.getString("state"),
                Optional.ofNullable(row.getOffsetDateTime("started_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("succeeded_at")).map(OffsetDateTime::toInstant),
                row.getInteger("failures"),
                Optional.ofNullable(row.getString("error_code")),
                Optional.ofNullable(row.getString("detail")),
                Optional.ofNullable(row.getOffsetDateTime("next_at")).map(OffsetDateTime::toInstant));
    }

    /** The pulls of an adapter that are over, the newest first. */
    public Uni<List<PullState.Past>> log(TenantContext context, String adapterKey, Optional<Long> before, int limit) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(LOG)
                        .execute(Tuple.of(adapterKey, before.orElse(null), limit, INSIDE))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new PullState.Past(
                                        row.getLong("id"),
                                        row.getInteger("adapter_version"),
                                        row.getBoolean("on_demand"),
                                        row.getOffsetDateTime("started_at").toInstant(),
                                        row.getOffsetDateTime("ended_at").toInstant(),
                                        row.getString("outcome"),
                                        row.getInteger("documents"),
                                        row.getInteger("duplicates"),
                                        row.getString("error_code"),
                                        row.getString("detail")))
                                .toList()));
    }

    /** Those of the files that were noted as stored. */
    Uni<Set<RemoteFile>> pulled(Lease lease, Collection<RemoteFile> files) {
        List<RemoteFile> asked = List.copyOf(files);
        Tuple values = Tuple.of(
                lease.adapterId(),
                asked.stream().map(RemoteFile::name).toArray(String[]::new),
                asked.stream().map(RemoteFile::size).toArray(Long[]::new),
                asked.stream()
                        .map(file -> file.modified().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new),
                asked.stream().map(RemoteFile::tag).toArray(String[]::new));
        return transactions.run(
                lease.context(),
                connection -> connection
                        .preparedQuery(PULLED)
                        .execute(values)
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> asked.get(Math.toIntExact(row.getLong(0) - 1)))
                                .collect(Collectors.toSet())));
    }

    /** Notes the file as stored; fails with PULL_LOST. */
    Uni<Void> notePulled(Lease lease, RemoteFile file) {
        return held(
                lease,
                connection -> connection
                        .preparedQuery(NOTE_PULLED)
                        .execute(file(lease, file))
                        .replaceWithVoid());
    }

    /** Forgets files with other names than these; fails with PULL_LOST. */
    Uni<Void> forgetAllBut(Lease lease, Collection<RemoteFile> present) {
        return held(
                lease,
                connection -> connection
                        .preparedQuery(FORGET)
                        .execute(Tuple.of(lease.adapterId(), names(present)))
                        .replaceWithVoid());
    }

    /** As {@link #forgetAllBut}, for names behind the one and up to the other, or to the end where that is null. */
    Uni<Void> forgetBetween(Lease lease, String after, String to, Collection<RemoteFile> present) {
        return held(
                lease,
                connection -> connection
                        .preparedQuery(FORGET_BETWEEN)
                        .execute(Tuple.of(lease.adapterId(), after, to, names(present)))
                        .replaceWithVoid());
    }

    private static String[] names(Collection<RemoteFile> files) {
        return files.stream().map(RemoteFile::name).distinct().toArray(String[]::new);
    }

    private Uni<Void> held(Lease lease, Function<SqlConnection, Uni<Void>> work) {
        return transactions.run(
                lease.context(),
                connection -> connection
                        .preparedQuery(HELD)
                        .execute(Tuple.of(lease.adapterId(), lease.fence()))
                        .invoke(rows -> require(rows.size()))
                        .flatMap(held -> work.apply(connection)));
    }

    private static Tuple file(Lease lease, RemoteFile file) {
        return Tuple.of(
                lease.adapterId(), file.name(), file.size(), file.modified().atOffset(ZoneOffset.UTC), file.tag());
    }
}
