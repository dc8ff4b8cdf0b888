package io.billinghub.onboarding.migration.infrastructure;

import io.billinghub.core.sql.Columns;
import io.billinghub.onboarding.migration.model.Reconciled;
import io.billinghub.onboarding.migration.model.Reconciled.Accepted;
import io.billinghub.onboarding.migration.model.Total;
import io.billinghub.onboarding.migration.model.TotalKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a migration was to bring, and what the hub holds of it by its own tables: accounts, products, and the ledger. */
@ApplicationScoped
public class ReconciliationSql {

    /** Amounts are those of the ledger, not those of the rows. */
    private static final String RECONCILED = """
            with held as (
              select 'CUSTOMERS' as kind, '' as currency, count(*) as count, null::numeric as sum
                from migrated_item i join party p on p.id = i.item_id
               where i.migration_id = $1 and i.kind = 'CUSTOMERS' having count(*) > 0
              union all
              select 'ACCOUNTS', a.currency, count(*), null
                from migrated_item i join billing_account a on a.id = i.item_id
               where i.migration_id = $1 and i.kind = 'ACCOUNTS' group by a.currency
              union all
              select 'PRODUCTS', a.currency, count(*), sum(p.quantity)
                from migrated_item i join product p on p.id = i.item_id join billing_account a on a.id = p.account_id
               where i.migration_id = $1 and i.kind = 'PRODUCTS' group by a.currency
              union all
              select b.type, e.currency, count(*), sum(case b.type when 'OWED' then e.amount else -e.amount end)
                from migrated_item i join migrated_balance b on b.id = i.item_id join ledger_transaction t on t.uuid = b.uuid
                join ledger_entry e on e.transaction_id = t.id and e.account = 'CUSTOMER_RECEIVABLE'
               where i.migration_id = $1 and i.kind = 'BALANCES' group by b.type, e.currency
              union all
              select 'OPEN_BILLS', e.currency, count(*), sum(e.amount)
                from migrated_item i join migrated_bill b on b.id = i.item_id join ledger_transaction t on t.uuid = b.uuid
                join ledger_entry e on e.transaction_id = t.id and e.account = 'CUSTOMER_RECEIVABLE'
               where i.migration_id = $1 and i.kind = 'OPEN_BILLS' group by e.currency
            )
            , both_sides as (
              select kind, currency, h.count as held_count, h.sum as held_sum, t.count as expected_count, t.sum as expected_sum
                from held h
                full join (select kind, currency, count, sum from migration_total where migration_id = $1) t using (kind, currency)
            )
            select r.kind, r.currency, r.held_count, r.held_sum::text, r.expected_count, r.expected_sum::text,
                   a.held_count as accepted_count, a.held_sum::text as accepted_sum, a.expected_count as accepted_expected_count,
                   a.expected_sum::text as accepted_expected_sum, a.accepted_by, a.reason
              from both_sides r
              left join lateral (
                select * from migration_acceptance x
                 where x.migration_id = $1 and x.kind = r.kind and x.currency = r.currency order by x.id desc limit 1) a on true
             order by array_position(array['CUSTOMERS', 'ACCOUNTS', 'PRODUCTS', 'OWED', 'CREDIT', 'OPEN_BILLS'], r.kind), r.currency
            """;

    /** A total that the old system says. */
    public record Given(TotalKind kind, String currency, Total total) {}

    public Uni<List<Reconciled>> reconciled(SqlConnection connection, long migration) {
        return connection.preparedQuery(RECONCILED).execute(Tuple.of(migration)).map(rows -> {
            List<Reconciled> reconciled = new ArrayList<>();
            rows.forEach(row -> reconciled.add(reconciled(row)));
            return reconciled;
        });
    }

    /** Puts totals in the place of those that were given before. */
    public Uni<Void> replace(SqlConnection connection, long migration, List<Given> totals, String by, Instant when) {
        return connection
                .preparedQuery("delete from migration_total where migration_id = $1")
                .execute(Tuple.of(migration))
                .flatMap(gone -> connection
                        .preparedQuery("""
                                insert into migration_total (tenant_id, migration_id, kind, currency, count, sum, given_by, given_at)
                                select hub_tenant(), $1, t.kind, t.currency, t.count, t.sum::numeric, $2, $3
                                  from unnest($4::text[], $5::text[], $6::bigint[], $7::text[]) as t (kind, currency, count, sum)
                                """)
                        .execute(Tuple.tuple()
                                .addLong(migration)
                                .addString(by)
                                .addOffsetDateTime(MigrationSql.at(when))
                                .addArrayOfString(Columns.texts(
                                        totals, total -> total.kind().name()))
                                .addArrayOfString(Columns.texts(totals, Given::currency))
                                .addArrayOfLong(Columns.longs(
                                        totals, total -> total.total().count()))
                                .addArrayOfString(Columns.decimals(
                                        totals, total -> total.total().sum()))))
                .replaceWithVoid();
    }

    /** Whether the login has begun the migration, given its totals or sent a file of it. */
    public Uni<Boolean> hasTakenPart(SqlConnection connection, long migration, String login) {
        return connection
                .preparedQuery("""
                        select exists (select from migration where id = $1 and created_by = $2)
                            or exists (select from migration_total where migration_id = $1 and given_by = $2)
                            or exists (select from migration_file where migration_id = $1 and sent_by = $2)
                            or exists (select from audit_event e join migration m on e.subject = 'migration/' || m.uuid
                                        where m.id = $1 and e.actor = $2 and e.action = 'migration.totals')
                        """)
                .execute(Tuple.of(migration, login))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether the login has sent a file that was taken in. */
    public Uni<Boolean> hasSent(SqlConnection connection, long migration, String login) {
        return connection
                .preparedQuery(
                        "select exists (select from migration_file where migration_id = $1 and sent_by = $2 and stored)")
                .execute(Tuple.of(migration, login))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Notes that a difference is accepted as it is now. */
    public Uni<Void> accept(
            SqlConnection connection, long migration, Reconciled difference, String reason, String by, Instant when) {
        Total expected = difference.expected().orElse(null);
        return connection
                .preparedQuery("""
                        insert into migration_acceptance (tenant_id, migration_id, kind, currency, expected_count, expected_sum, held_count,
                                                          held_sum, reason, accepted_by, accepted_at)
                        values (hub_tenant(), $1, $2, $3, $4, $5::text::numeric, $6, $7::text::numeric, $8, $9, $10)
                        """)
                .execute(Tuple.tuple()
                        .addLong(migration)
                        .addString(difference.kind().name())
                        .addString(difference.currency())
                        .addLong(expected == null ? null : expected.count())
                        .addString(expected == null ? null : plain(expected.sum()))
                        .addLong(difference.held().count())
                        .addString(plain(difference.held().sum()))
                        .addString(reason)
                        .addString(by)
                        .addOffsetDateTime(MigrationSql.at(when)))
                .replaceWithVoid();
    }

    private static Reconciled reconciled(Row row) {
        Optional<Total> held = total(row, "held");
        Optional<Accepted> accepted = total(row, "accepted")
                .map(then -> new Accepted(
                        total(row, "accepted_expected"), then, row.getString("accepted_by"), row.getString("reason")));
        return new Reconciled(
                TotalKind.valueOf(row.getString("kind")),
                row.getString("currency"),
                total(row, "expected"),
                held.orElseGet(() -> nothing(row)),
                accepted);
    }

    /** What is held of a total that nothing has come for. */
    private static Total nothing(Row row) {
        boolean adds = row.getString("expected_sum") != null;
        return new Total(0, adds ? BigDecimal.ZERO : null);
    }

    private static Optional<Total> total(Row row, String what) {
        Long count = row.getLong(what + "_count");
        String sum = row.getString(what + "_sum");
        return count == null
                ? Optional.empty()
                : Optional.of(new Total(count, sum == null ? null : new BigDecimal(sum)));
    }

    private static String plain(BigDecimal sum) {
        return sum == null ? null : sum.toPlainString();
    }
}
