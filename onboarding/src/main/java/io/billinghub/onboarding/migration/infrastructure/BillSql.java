package io.billinghub.onboarding.migration.infrastructure;

import io.billinghub.onboarding.migration.model.MigratedBill;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Open bills of old systems. */
@ApplicationScoped
public class BillSql {

    private static final String LIST = """
            select b.id, b.uuid, a.number as account, b.source, b.number, b.issued_on, b.due_on, b.amount, b.open_amount, b.currency,
                   b.payment_reference
              from migrated_bill b join billing_account a on a.id = b.account_id
             where b.id > $1 and ($2::text is null or a.number = $2) and ($3::text is null or b.number = $3) order by b.id limit $4
            """;

    /**
     * In the order in which they came, from behind a place on.
     *
     * @param account number of the billing account; null for all
     * @param number the old system's number of the bill; null for all
     */
    public Uni<List<MigratedBill>> list(
            SqlConnection connection, String account, String number, long after, int limit) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(after, account, number, limit))
                .map(rows -> {
                    List<MigratedBill> bills = new ArrayList<>();
                    rows.forEach(row -> bills.add(bill(row)));
                    return bills;
                });
    }

    private static MigratedBill bill(Row row) {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        return new MigratedBill(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getString("account"),
                row.getString("source"),
                row.getString("number"),
                row.getLocalDate("issued_on"),
                row.getLocalDate("due_on"),
                money(currency, row.getBigDecimal("amount")),
                money(currency, row.getBigDecimal("open_amount")),
                row.getString("payment_reference"));
    }

    private static Money money(CurrencyUnit currency, BigDecimal amount) {
        return Money.of(currency, amount.stripTrailingZeros());
    }
}
