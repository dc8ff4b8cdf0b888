package io.billinghub.onboarding.migration.infrastructure;

import io.billinghub.core.sql.Columns;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was taken by its reference, and what of the rest of the hub a row has to fit to. */
@ApplicationScoped
public class ItemSql {

    private static final Map<MigrationKind, String> IDS = Map.of(
            MigrationKind.CUSTOMERS, "select key, id from party where key = any ($1)",
            MigrationKind.ACCOUNTS, "select number, id from billing_account where number = any ($1)",
            MigrationKind.PRODUCTS, "select key, id from product where key = any ($1)");

    /** Days that no system would bill: of what costs a recurring fee, those from the first that is charged here to the first that is open. */
    private static final String SKIPPED = """
            select i.line, i.charged_from, c.open_from
              from (select line, account, offering, greatest(started_on, billed_through + 1) as charged_from,
                           coalesce(ended_on, 'infinity') as ends
                      from unnest($1::int[], $2::text[], $3::text[], $4::date[], $5::date[], $6::date[])
                        as r (line, account, offering, started_on, billed_through, ended_on)) i
              join billing_account a on a.number = i.account
              join bill_cycle c on c.id = a.cycle_id
              join product_offering o on o.key = i.offering and o.fees_billed_by = 'HUB'
             where i.charged_from < c.open_from and i.charged_from < i.ends
               and exists (select from price_plan p where p.offering_id = o.id and p.definition #>> '{model,type}' = 'flat'
                                                      and p.definition #>> '{model,timing}' <> 'ONE_TIME')
            """;

    /** What was taken by a reference. */
    public record Known(UUID content, long fileId, int line) {}

    /** The first day that the hub would charge, and the first that it can. */
    public record Skipped(LocalDate chargedFrom, LocalDate openFrom) {}

    /** An account that rows name. */
    public record Account(long id, String currency, long payerPartyId) {}

    /** Which of the references are taken; not those of what was deleted since. */
    public Uni<Map<String, Known>> known(
            SqlConnection connection, String source, MigrationKind kind, List<MigrationRow> rows) {
        return connection
                .preparedQuery("""
                        select i.reference, i.content, i.file_id, i.line from migrated_item i
                         where i.source = $1 and i.kind = $2 and i.reference = any ($3)
                           and case i.kind when 'CUSTOMERS' then exists (select from party where id = i.item_id)
                                           when 'ACCOUNTS' then exists (select from billing_account where id = i.item_id)
                                           when 'PRODUCTS' then exists (select from product where id = i.item_id)
                                           else true end
                        """)
                .execute(Tuple.of(source, kind.name(), Columns.texts(rows, MigrationRow::reference)))
                .map(found -> {
                    Map<String, Known> known = new HashMap<>();
                    found.forEach(row -> known.put(
                            row.getString("reference"),
                            new Known(row.getUUID("content"), row.getLong("file_id"), row.getInteger("line"))));
                    return known;
                });
    }

    /** Ids of customers, accounts or products by the keys that the hub has for them. */
    public Uni<Map<String, Long>> ids(SqlConnection connection, MigrationKind kind, String[] keys) {
        return connection
                .preparedQuery(IDS.get(kind))
                .execute(Tuple.of((Object) keys))
                .map(found -> {
                    Map<String, Long> ids = new HashMap<>();
                    found.forEach(row -> ids.put(row.getString(0), row.getLong(1)));
                    return ids;
                });
    }

    /** Notes what was taken. */
    public Uni<Void> keep(
            SqlConnection connection,
            long migration,
            String source,
            MigrationKind kind,
            long file,
            List<MigrationRow> rows,
            Long[] ids) {
        return connection
                .preparedQuery("""
                        insert into migrated_item (tenant_id, source, kind, reference, migration_id, file_id, line, content, item_id)
                        select hub_tenant(), $1, $2, r.reference, $3, $4, r.line, r.content, r.id
                          from unnest($5::text[], $6::int[], $7::uuid[], $8::bigint[]) as r (reference, line, content, id)
                        on conflict (tenant_id, source, kind, reference) do update
                           set migration_id = excluded.migration_id, file_id = excluded.file_id, line = excluded.line,
                               content = excluded.content, item_id = excluded.item_id
                        """)
                .execute(Tuple.tuple()
                        .addString(source)
                        .addString(kind.name())
                        .addLong(migration)
                        .addLong(file)
                        .addArrayOfString(Columns.texts(rows, MigrationRow::reference))
                        .addValue(Columns.of(rows, Integer.class, MigrationRow::line))
                        .addValue(Columns.of(rows, UUID.class, MigrationRow::content))
                        .addArrayOfLong(ids))
                .replaceWithVoid();
    }

    /** By line, products of which days would never be billed. */
    public Uni<Map<Integer, Skipped>> skippedDays(SqlConnection connection, List<MigrationRow> rows) {
        return connection
                .preparedQuery(SKIPPED)
                .execute(Tuple.of(
                        Columns.of(rows, Integer.class, MigrationRow::line),
                        Columns.texts(rows, row -> row.get("account")),
                        Columns.texts(rows, row -> row.get("offering")),
                        Columns.of(rows, LocalDate.class, row -> row.day("startedOn")),
                        Columns.of(rows, LocalDate.class, row -> row.day("billedThrough")),
                        Columns.of(rows, LocalDate.class, row -> row.day("endedOn"))))
                .map(found -> {
                    Map<Integer, Skipped> skipped = new HashMap<>();
                    found.forEach(row ->
                            skipped.put(row.getInteger(0), new Skipped(row.getLocalDate(1), row.getLocalDate(2))));
                    return skipped;
                });
    }

    /** The accounts that rows name, by number; who pays is the party of the account whose bill it is on. */
    public Uni<Map<String, Account>> accounts(SqlConnection connection, List<MigrationRow> rows) {
        return connection
                .preparedQuery("""
                        select a.number, a.id, a.currency, r.party_id from billing_account a join billing_account r on r.id = a.root_id
                         where a.number = any ($1)
                        """)
                .execute(Tuple.of((Object) Columns.texts(rows, row -> row.get("account"))))
                .map(found -> {
                    Map<String, Account> accounts = new HashMap<>();
                    found.forEach(row -> accounts.put(
                            row.getString(0), new Account(row.getLong(1), row.getString(2), row.getLong(3))));
                    return accounts;
                });
    }

    /** By reference, the other source under which the account has an open bill of the same number, or a balance of the same reference. */
    public Uni<Map<String, String>> elsewhere(
            SqlConnection connection, String source, MigrationKind kind, List<MigrationRow> rows) {
        String held = kind == MigrationKind.BALANCES
                ? "select b.account_id, b.reference, m.source from migrated_balance b join migration m on m.id = b.migration_id"
                : "select account_id, number as reference, source from migrated_bill";
        return connection
                .preparedQuery("""
                        select r.reference, min(h.source) from unnest($2::text[], $3::text[]) as r (reference, account)
                          join billing_account a on a.number = r.account
                          join (%s) h on h.account_id = a.id and h.reference = r.reference and h.source <> $1
                         group by r.reference
                        """.formatted(held))
                .execute(Tuple.of(
                        source,
                        Columns.texts(rows, MigrationRow::reference),
                        Columns.texts(rows, row -> row.get("account"))))
                .map(found -> {
                    Map<String, String> elsewhere = new HashMap<>();
                    found.forEach(row -> elsewhere.put(row.getString(0), row.getString(1)));
                    return elsewhere;
                });
    }

    /** Stores balances; answers their ids in the order of the rows. */
    public Uni<Long[]> insertBalances(
            SqlConnection connection, long migration, List<MigrationRow> rows, UUID[] uuids, Long[] accounts) {
        return connection
                .preparedQuery("""
                        insert into migrated_balance (tenant_id, uuid, migration_id, account_id, reference, type, amount, currency)
                        select hub_tenant(), r.uuid, $1, r.account_id, r.reference, r.type, r.amount::numeric, r.currency
                          from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
                            as r (uuid, account_id, reference, type, amount, currency)
                        returning uuid, id
                        """)
                .execute(Tuple.tuple()
                        .addLong(migration)
                        .addValue(uuids)
                        .addArrayOfLong(accounts)
                        .addArrayOfString(Columns.texts(rows, MigrationRow::reference))
                        .addArrayOfString(Columns.texts(rows, row -> row.get("type")))
                        .addArrayOfString(Columns.decimals(rows, row -> row.decimal("amount")))
                        .addArrayOfString(Columns.texts(rows, row -> row.get("currency"))))
                .map(found -> inOrder(found, uuids));
    }

    /** Stores open bills; answers their ids in the order of the rows. */
    public Uni<Long[]> insertBills(
            SqlConnection connection,
            long migration,
            String source,
            List<MigrationRow> rows,
            UUID[] uuids,
            Long[] accounts) {
        return connection
                .preparedQuery("""
                        insert into migrated_bill (tenant_id, uuid, migration_id, account_id, source, number, issued_on, due_on, amount,
                                                   open_amount, currency, payment_reference)
                        select hub_tenant(), r.uuid, $1, r.account_id, $2, r.number, r.issued_on, r.due_on, r.amount::numeric,
                               r.open_amount::numeric, r.currency, r.payment_reference
                          from unnest($3::uuid[], $4::bigint[], $5::text[], $6::date[], $7::date[], $8::text[], $9::text[], $10::text[],
                                      $11::text[])
                            as r (uuid, account_id, number, issued_on, due_on, amount, open_amount, currency, payment_reference)
                        returning uuid, id
                        """)
                .execute(Tuple.tuple()
                        .addLong(migration)
                        .addString(source)
                        .addValue(uuids)
                        .addArrayOfLong(accounts)
                        .addArrayOfString(Columns.texts(rows, MigrationRow::reference))
                        .addValue(Columns.of(rows, LocalDate.class, row -> row.day("issuedOn")))
                        .addValue(Columns.of(rows, LocalDate.class, row -> row.day("dueOn")))
                        .addArrayOfString(Columns.decimals(rows, row -> row.decimal("amount")))
                        .addArrayOfString(Columns.decimals(rows, row -> row.decimal("openAmount")))
                        .addArrayOfString(Columns.texts(rows, row -> row.get("currency")))
                        .addArrayOfString(Columns.texts(rows, row -> row.get("paymentReference"))))
                .map(found -> inOrder(found, uuids));
    }

    private static Long[] inOrder(RowSet<Row> found, UUID[] uuids) {
        Map<UUID, Long> ids = new HashMap<>();
        found.forEach(row -> ids.put(row.getUUID(0), row.getLong(1)));
        List<Long> ordered = new ArrayList<>(uuids.length);
        for (UUID uuid : uuids) {
            ordered.add(ids.get(uuid));
        }
        return ordered.toArray(Long[]::new);
    }
}
