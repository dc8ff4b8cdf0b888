package io.billinghub.core.usagelimit.infrastructure;

import io.billinghub.core.sql.Columns;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.usagelimit.model.LimitTerms;
import io.billinghub.core.usagelimit.model.Limited;
import io.billinghub.core.usagelimit.model.Reached;
import io.billinghub.core.usagelimit.model.UsageLimit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/** The statements over limits, in the caller's transaction. */
@ApplicationScoped
public class UsageLimitSql {

    private static final String LIMIT = """
            select l.id, l.uuid, l.account_id, a.number, o.key as product, l.offering_id, l.unit, l.currency, l.value,
                   array_to_json(l.thresholds::text[])::text as thresholds, l.description, l.created_by, l.created_at, l.version, l.revision
            """;
    private static final String REACHED = """
            , (select json_agg(json_build_array(r.threshold::text, r.used::text, r.period_from, r.period_to, r.reached_at)
                               order by r.reached_at desc, r.threshold desc)::text
               from (select * from usage_threshold_reached t where t.limit_id = l.id
                     order by t.reached_at desc, t.threshold desc limit 20) r) as reached
            """;
    private static final String FROM = """
            from usage_limit l
            join billing_account a on a.id = l.account_id
            left join product_offering o on o.id = l.offering_id
            """;

    /** Usage of an account that is to be looked at, with a day of the billing period in which it counts. */
    public record Note(long accountId, LocalDate day) {}

    /** A limit that counts usage of an account. */
    public record OfAccount(long accountId, UsageLimit limit) {}

    /** A threshold that is reached, if it was not before. */
    public record Reaching(UsageLimit limit, BigDecimal threshold, BigDecimal used, LocalDate from, LocalDate to) {}

    /** The account's id as far as the login may see it. */
    public Uni<Optional<Long>> account(SqlConnection connection, String number) {
        return id(connection, "select id from billing_account where number = $1", number);
    }

    /** The offering's id. */
    public Uni<Optional<Long>> product(SqlConnection connection, String key) {
        return id(connection, "select id from product_offering where key = $1", key);
    }

    private static Uni<Optional<Long>> id(SqlConnection connection, String sql, String key) {
        return connection.preparedQuery(sql).execute(Tuple.of(key)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(row.getLong(0));
            }
            return Optional.empty();
        });
    }

    /** Locks the account's limits against others that add to them, and answers how many there are. */
    public Uni<Integer> count(SqlConnection connection, long account) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended('usage-limit/' || $1::bigint, 0))")
                .execute(Tuple.of(account))
                .flatMap(locked -> connection
                        .preparedQuery("select count(*)::integer from usage_limit where account_id = $1")
                        .execute(Tuple.of(account)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    public Uni<Void> insert(
            SqlConnection connection, TenantContext login, UUID uuid, long account, Limited limited, LimitTerms terms) {
        return connection
                .preparedQuery("""
                        insert into usage_limit (tenant_id, uuid, account_id, offering_id, unit, currency, value, thresholds,
                                                 description, created_by)
                        values (hub_tenant(), $1, $2, $3, $4, $5, $6, $7::text[]::numeric[], $8, $9)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(uuid)
                        .addLong(account)
                        .addLong(
                                limited.offeringId().isPresent()
                                        ? limited.offeringId().getAsLong()
                                        : null)
                        .addString(limited.unit().orElse(null))
                        .addString(limited.currency().map(CurrencyUnit::getCode).orElse(null))
                        .addBigDecimal(terms.value())
                        .addValue(Columns.decimals(terms.thresholds(), each -> each))
                        .addString(terms.description().orElse(null))
                        .addString(login.actor()))
                .replaceWithVoid();
    }

    /** Limits after the one with the id {@code after}, of one account or of all that the login sees. */
    public Uni<List<UsageLimit>> list(SqlConnection connection, Optional<String> account, long after, int limit) {
        return connection
                .preparedQuery(LIMIT + REACHED + FROM
                        + "where l.id > $1 and ($2::text is null or a.number = $2) order by l.id limit $3")
                .execute(Tuple.of(after, account.orElse(null), limit))
                .map(UsageLimitSql::limits);
    }

    /** The limit; locked for the rest of the transaction where it is to be changed. */
    public Uni<Optional<UsageLimit>> find(SqlConnection connection, UUID uuid, boolean toChange) {
        return connection
                .preparedQuery(LIMIT + REACHED + FROM + "where l.uuid = $1" + (toChange ? " for update of l" : ""))
                .execute(Tuple.of(uuid))
                .map(rows -> limits(rows).stream().findFirst());
    }

    public Uni<Void> change(SqlConnection connection, UsageLimit limit, LimitTerms terms) {
        return connection
                .preparedQuery("""
                        update usage_limit set value = $2, thresholds = $3::text[]::numeric[], description = $4, version = version + 1,
                               revision = revision + case when value = $2 then 0 else 1 end
                        where id = $1
                        """)
                .execute(Tuple.of(
                        limit.id(),
                        terms.value(),
                        Columns.decimals(terms.thresholds(), each -> each),
                        terms.description().orElse(null)))
                .replaceWithVoid();
    }

    public Uni<Void> delete(SqlConnection connection, UsageLimit limit) {
        return connection
                .preparedQuery("delete from usage_limit where id = $1")
                .execute(Tuple.of(limit.id()))
                .replaceWithVoid();
    }

    /** Those that somebody else is looking at are passed over. */
    private static final String TAKE = """
            with taken as (
              select id from usage_note where noted_at <= clock_timestamp() %s order by id limit $1 for update skip locked)
            delete from usage_note n using taken t where n.id = t.id returning n.account_id, n.bill_period
            """;

    /**
     * Takes notes that nobody else is looking at. They are gone if, and only if, the transaction commits; usage that is stored meanwhile
     * has notes of its own.
     */
    public Uni<List<Note>> take(SqlConnection connection, int most) {
        return connection
                .preparedQuery(TAKE.formatted(""))
                .execute(Tuple.of(most))
                .map(UsageLimitSql::notes);
    }

    /** The same of one account. */
    public Uni<List<Note>> take(SqlConnection connection, long account, int most) {
        return connection
                .preparedQuery(TAKE.formatted("and account_id = $2"))
                .execute(Tuple.of(most, account))
                .map(UsageLimitSql::notes);
    }

    private static List<Note> notes(RowSet<Row> rows) {
        List<Note> notes = new ArrayList<>();
        rows.forEach(row -> notes.add(new Note(row.getLong(0), row.getLocalDate(1))));
        return notes.stream().distinct().toList();
    }

    /** Accounts with notes to look at, the one that has waited longest first. */
    public Uni<List<Long>> waiting(SqlConnection connection, int most) {
        return connection.preparedQuery("""
                        select account_id from usage_note where noted_at <= clock_timestamp() group by account_id order by min(id) limit $1
                        """).execute(Tuple.of(most)).map(rows -> {
            List<Long> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(row.getLong(0)));
            return accounts;
        });
    }

    /** Keeps the account's notes for a later look. */
    public Uni<Void> postpone(SqlConnection connection, long account, Duration time) {
        return connection
                .preparedQuery("""
                        update usage_note set noted_at = clock_timestamp() + $2 * interval '1 second'
                        where account_id = $1 and noted_at <= clock_timestamp()
                        """)
                .execute(Tuple.of(account, time.toSeconds()))
                .replaceWithVoid();
    }

    /** The limits that count usage of the accounts: their own, and those of the accounts that pay for them. */
    public Uni<List<OfAccount>> limits(SqlConnection connection, List<Long> accounts) {
        return connection
                .preparedQuery(LIMIT + ", u.id as of_account, null::text as reached from billing_account u"
                        + " join usage_limit l on l.account_id in (u.id, u.root_id)"
                        + " join billing_account a on a.id = l.account_id left join product_offering o on o.id = l.offering_id"
                        + " where u.id = any($1)")
                .execute(Tuple.tuple().addArrayOfLong(accounts.toArray(Long[]::new)))
                .map(rows -> {
                    List<OfAccount> limits = new ArrayList<>();
                    rows.forEach(row -> limits.add(new OfAccount(row.getLong("of_account"), limit(row))));
                    return limits;
                });
    }

    /** Keeps those that were not reached before, and answers them; who keeps the same at the same time waits, and keeps nothing. */
    public Uni<List<Reaching>> keep(SqlConnection connection, List<Reaching> reaching, OffsetDateTime at) {
        if (reaching.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Reaching> sorted = reaching.stream()
                .sorted(Comparator.comparingLong((Reaching each) -> each.limit().id())
                        .thenComparing(Reaching::from)
                        .thenComparing(Reaching::threshold))
                .toList();
        return connection
                .preparedQuery("""
                        insert into usage_threshold_reached (tenant_id, limit_id, revision, period_from, threshold, account_id, period_to,
                                                             used, reached_at)
                        select hub_tenant(), r.limit_id, r.revision, r.period_from, r.threshold, r.account_id, r.period_to, r.used, $8
                        from unnest($1::bigint[], $2::integer[], $3::date[], $4::text[]::numeric[], $5::bigint[], $6::date[],
                                    $7::text[]::numeric[])
                          as r (limit_id, revision, period_from, threshold, account_id, period_to, used)
                        where exists (select from usage_limit l where l.id = r.limit_id)
                        on conflict do nothing
                        returning limit_id, period_from, threshold
                        """)
                .execute(Tuple.tuple()
                        .addValue(Columns.longs(sorted, each -> each.limit().id()))
                        .addValue(Columns.of(
                                sorted, Integer.class, each -> each.limit().revision()))
                        .addValue(Columns.of(sorted, LocalDate.class, Reaching::from))
                        .addValue(Columns.decimals(sorted, Reaching::threshold))
                        .addValue(Columns.longs(sorted, each -> each.limit().accountId()))
                        .addValue(Columns.of(sorted, LocalDate.class, Reaching::to))
                        .addValue(Columns.decimals(sorted, Reaching::used))
                        .addOffsetDateTime(at))
                .map(rows -> {
                    List<Reaching> kept = new ArrayList<>();
                    for (Row row : rows) {
                        sorted.stream()
                                .filter(each -> each.limit().id() == row.getLong(0)
                                        && each.from().equals(row.getLocalDate(1))
                                        && each.threshold().compareTo(row.getBigDecimal(2)) == 0)
                                .findFirst()
                                .ifPresent(kept::add);
                    }
                    return kept;
                });
    }

    private static List<UsageLimit> limits(RowSet<Row> rows) {
        List<UsageLimit> limits = new ArrayList<>();
        rows.forEach(row -> limits.add(limit(row)));
        return limits;
    }

    private static UsageLimit limit(Row row) {
        Long offering = row.getLong("offering_id");
        return new UsageLimit(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getLong("account_id"),
                row.getString("number"),
                Optional.ofNullable(row.getString("product")),
                new Limited(
                        offering == null ? OptionalLong.empty() : OptionalLong.of(offering),
                        Optional.ofNullable(row.getString("unit")),
                        Optional.ofNullable(row.getString("currency")).map(CurrencyUnit::of)),
                new LimitTerms(
                        row.getBigDecimal("value"),
                        new JsonArray(row.getString("thresholds"))
                                .stream()
                                        .map(each -> new BigDecimal(each.toString()))
                                        .toList(),
                        Optional.ofNullable(row.getString("description"))),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getInteger("version"),
                row.getInteger("revision"),
                reached(row.getString("reached")));
    }

    private static List<Reached> reached(String json) {
        List<Reached> reached = new ArrayList<>();
        if (json != null) {
            for (Object each : new JsonArray(json)) {
                JsonArray one = (JsonArray) each;
                reached.add(new Reached(
                        new BigDecimal(one.getString(0)),
                        new BigDecimal(one.getString(1)),
                        LocalDate.parse(one.getString(2)),
                        LocalDate.parse(one.getString(3)),
                        OffsetDateTime.parse(one.getString(4)).toInstant()));
            }
        }
        return reached;
    }
}
