package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.invoice.model.AmountDue.Rule;
import io.billinghub.core.invoice.model.ConsolidatedBill;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What bills ask for beside their invoices: amounts that bills before them have carried to them, and how amounts are rounded. */
@ApplicationScoped
public class AmountDueSql {

    /** The rules of the run's cycle, by currency. */
    public Uni<Map<CurrencyUnit, Rule>> rules(SqlConnection connection, RunShard shard) {
        return connection.preparedQuery("""
                        select d.currency, d.minimum, d.cash_rounding
                        from bill_run r join amount_due_rule d on d.cycle_id = r.cycle_id where r.id = $1
                        """).execute(Tuple.of(shard.runId())).map(rows -> {
            Map<CurrencyUnit, Rule> rules = new HashMap<>();
            for (Row row : rows) {
                rules.put(
                        CurrencyUnit.of(row.getString(0)),
                        new Rule(Optional.ofNullable(row.getBigDecimal(1)), Optional.ofNullable(row.getBigDecimal(2))));
            }
            return rules;
        });
    }

    /**
     * Takes on what sent bills of the accounts have carried and no other bill has taken on: once, whoever else asks at the same time.
     *
     * @return the sum by account; nothing for an account without
     */
    public Uni<Map<Long, Money>> takeOn(SqlConnection connection, RunShard shard, List<ConsolidatedBill> bills) {
        if (bills.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery("""
                        with taken as (
                          insert into carried_balance (tenant_id, bill_id, account_id, run_id)
                          select hub_tenant(), b.id, b.account_id, $1
                          from unnest($2::bigint[], $3::text[]) as w (account_id, currency)
                          join customer_bill b on b.account_id = w.account_id and b.carries and b.currency = w.currency and b.state = 'sent'
                          where not exists (select from carried_balance c where c.bill_id = b.id)
                          order by b.id
                          on conflict (bill_id) do nothing
                          returning bill_id
                        )
                        select b.account_id, b.currency, sum(b.amount_due) from taken t join customer_bill b on b.id = t.bill_id group by 1, 2
                        """)
                .execute(Tuple.of(
                        shard.runId(),
                        Columns.longs(bills, ConsolidatedBill::accountId),
                        Columns.texts(
                                bills, bill -> bill.net().getCurrencyUnit().getCode())))
                .map(rows -> {
                    Map<Long, Money> sums = new HashMap<>();
                    for (Row row : rows) {
                        sums.put(row.getLong(0), Money.of(CurrencyUnit.of(row.getString(1)), row.getBigDecimal(2)));
                    }
                    return sums;
                });
    }

    /** Gives back what the run's drafts have taken on. */
    public Uni<Void> giveBack(SqlConnection connection, long runId) {
        return connection
                .preparedQuery("delete from carried_balance where run_id = $1")
                .execute(Tuple.of(runId))
                .replaceWithVoid();
    }
}
