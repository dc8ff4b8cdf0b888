package io.billinghub.core.ledger.infrastructure;

import io.billinghub.core.ledger.application.Postings;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerTransaction;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** The ledger in the tables {@code ledger_transaction} and {@code ledger_entry}. */
@ApplicationScoped
public class SqlPostings implements Postings {

    // entries follow only the transactions that this statement has inserted; answers the first id, null if all were
    // there
    private static final String POST = """
            with posted as (
              insert into ledger_transaction (tenant_id, uuid, kind, bill_id, run_id, posted_on, account_id)
              select $1, t.uuid, t.kind, t.bill_id, t.run_id, t.posted_on, t.account_id
                from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::date[], $14::bigint[])
                  with ordinality as t (uuid, kind, bill_id, run_id, posted_on, account_id, position)
               order by t.position
              on conflict (tenant_id, uuid) do nothing
              returning id, uuid),
            entered as (
              insert into ledger_entry (tenant_id, transaction_id, position, account, party_id, detail, amount, currency)
              select $1, posted.id, e.position, e.account, e.party_id, e.detail, e.amount::numeric, e.currency
                from unnest($7::uuid[], $8::smallint[], $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[])
                  as e (uuid, position, account, party_id, detail, amount, currency)
                join posted on posted.uuid = e.uuid
               order by posted.id, e.position)
            select min(id) as first_id from posted
            """;

    private static final String UNBALANCED = """
            select t.uuid, u.currency, u.balance::text
              from unbalanced_transactions($1) u join ledger_transaction t on t.id = u.transaction_id
             limit 1
            """;

    @Override
    public Uni<Void> post(SqlConnection transaction, TenantContext context, List<LedgerTransaction> transactions) {
        if (transactions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // in the order of their keys, so that two batches of the same transactions can't wait for one another
        List<LedgerTransaction> sorted = transactions.stream()
                .sorted(Comparator.comparing(LedgerTransaction::uuid))
                .toList();
        return transaction
                .preparedQuery(POST)
                .execute(parameters(context, sorted))
                .map(rows -> rows.iterator().next().getLong("first_id"))
                .flatMap(first -> first == null ? Uni.createFrom().voidItem() : requireBalance(transaction, first));
    }

    private static Uni<Void> requireBalance(SqlConnection transaction, long firstId) {
        return transaction.preparedQuery(UNBALANCED).execute(Tuple.of(firstId)).map(rows -> {
            for (Row row : rows) {
                throw new IllegalStateException("ledger transaction " + row.getUUID(0) + " adds up to "
                        + row.getString(2) + " " + row.getString(1) + " in the database instead of zero");
            }
            return null;
        });
    }

    private static Tuple parameters(TenantContext context, List<LedgerTransaction> transactions) {
        EntryColumns entries = new EntryColumns(transactions);
        return Tuple.tuple()
                .addInteger(context.tenantId())
                .addValue(transactions.stream().map(LedgerTransaction::uuid).toArray(UUID[]::new))
                .addValue(transactions.stream().map(one -> one.kind().name()).toArray(String[]::new))
                .addValue(transactions.stream().map(one -> orNull(one.billId())).toArray(Long[]::new))
                .addValue(transactions.stream().map(one -> orNull(one.runId())).toArray(Long[]::new))
                .addValue(transactions.stream().map(LedgerTransaction::postedOn).toArray(LocalDate[]::new))
                .addValue(entries.transactions)
                .addValue(entries.positions)
                .addValue(entries.accounts)
                .addValue(entries.parties)
                .addValue(entries.details)
                .addValue(entries.amounts)
                .addValue(entries.currencies)
                .addValue(transactions.stream()
                        .map(one -> orNull(one.accountId()))
                        .toArray(Long[]::new));
    }

    private static Long orNull(OptionalLong id) {
        return id.isPresent() ? id.getAsLong() : null;
    }

    /** The entries of many transactions, a column each. */
    private static final class EntryColumns {
        final UUID[] transactions;
        final Short[] positions;
        final String[] accounts;
        final Long[] parties;
        final String[] details;
        final String[] amounts;
        final String[] currencies;

        EntryColumns(List<LedgerTransaction> posted) {
            int size = posted.stream().mapToInt(one -> one.entries().size()).sum();
            transactions = new UUID[size];
            positions = new Short[size];
            accounts = new String[size];
            parties = new Long[size];
            details = new String[size];
            amounts = new String[size];
            currencies = new String[size];
            int row = 0;
            for (LedgerTransaction transaction : posted) {
                short position = 0;
                for (LedgerEntry entry : transaction.entries()) {
                    transactions[row] = transaction.uuid();
                    positions[row] = ++position;
                    accounts[row] = entry.account().name();
                    parties[row] = orNull(entry.partyId());
                    details[row] = entry.detail();
                    amounts[row] = entry.amount().toPlainString();
                    currencies[row] = entry.currency().getCode();
                    row++;
                }
            }
        }
    }
}
