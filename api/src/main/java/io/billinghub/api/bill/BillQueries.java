package io.billinghub.api.bill;

import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** The statements behind the list of bills. */
@ApplicationScoped
public class BillQueries {

    private static final String BILLS = """
            select b.id, b.uuid, b.payment_reference, b.bill_period, b.period_to, b.issue_date, b.due_date, b.state,
                   b.currency, b.net, b.tax, b.balance_forward, b.rounding, b.amount_due, b.carries, a.number as account_number, a.name as account_name
            from customer_bill b
            join billing_account a on a.id = b.account_id
            where %s
            order by b.id desc
            limit %s
            """;

    private static final String SELLERS = """
            select i.bill_id, i.uuid, i.number, i.agency, i.gross, p.name
            from customer_bill b
            join tax_invoice i on i.bill_id = b.id
            join party p on p.id = i.seller_party_id
            where b.id = any($1::bigint[])
            order by i.bill_id, i.position
            """;

    /**
     * A page of the bills that the transaction may see.
     *
     * @param after the last bill of the page before, null for the first page
     */
    public Uni<BillList> list(
            SqlConnection connection, TenantContext context, BillFilter.Wanted wanted, UUID after, int limit) {
        BillConditions conditions = BillConditions.of(context, wanted, after);
        String most = conditions.value(limit + 1);
        return connection
                .preparedQuery(BILLS.formatted(conditions.sql(), most))
                .execute(conditions.values())
                .map(BillQueries::rows)
                .flatMap(found -> {
                    List<Row> page = found.subList(0, Math.min(limit, found.size()));
                    UUID next = found.size() > limit ? page.get(limit - 1).getUUID("uuid") : null;
                    return sellers(connection, page)
                            .map(sellers -> new BillList(
                                    page.stream()
                                            .map(row ->
                                                    summary(row, sellers.getOrDefault(row.getLong("id"), List.of())))
                                            .toList(),
                                    next));
                });
    }

    /** Whether the login may see a bill with this id. */
    public Uni<Boolean> isThere(SqlConnection connection, TenantContext context, UUID bill) {
        return connection
                .preparedQuery("select from customer_bill b where b.uuid = $1 and " + BillVisibility.condition(context))
                .execute(Tuple.of(bill))
                .map(found -> found.rowCount() > 0);
    }

    private static Uni<Map<Long, List<Row>>> sellers(SqlConnection connection, List<Row> bills) {
        Long[] ids = bills.stream().map(row -> row.getLong("id")).toArray(Long[]::new);
        return connection
                .preparedQuery(SELLERS)
                .execute(Tuple.of(ids))
                .map(found -> rows(found).stream().collect(Collectors.groupingBy(row -> row.getLong("bill_id"))));
    }

    private static BillSummary summary(Row row, List<Row> sellers) {
        CurrencyUnit currency = CurrencyUnit.of(row.getString("currency"));
        UUID id = row.getUUID("uuid");
        return new BillSummary(
                id,
                row.getString("payment_reference"),
                row.getString("account_number"),
                row.getString("account_name"),
                row.getLocalDate("bill_period"),
                row.getLocalDate("period_to"),
                row.getLocalDate("issue_date"),
                row.getLocalDate("due_date"),
                row.getString("state"),
                currency.getCode(),
                amount(currency, row.getBigDecimal("net")),
                amount(currency, row.getBigDecimal("tax")),
                amount(currency, row.getBigDecimal("balance_forward")),
                amount(currency, row.getBigDecimal("rounding")),
                amount(currency, row.getBigDecimal("amount_due")),
                row.getBoolean("carries"),
                sellers.stream().map(seller -> seller(currency, seller)).toList(),
                "/hub/v1/bills/" + id + "/pdf");
    }

    private static BillSummary.Seller seller(CurrencyUnit currency, Row row) {
        UUID invoice = row.getUUID("uuid");
        return new BillSummary.Seller(
                invoice,
                row.getString("number"),
                row.getString("name"),
                row.getBoolean("agency"),
                amount(currency, row.getBigDecimal("gross")),
                "/hub/v1/tax-invoices/" + invoice + "/ubl",
                "/hub/v1/tax-invoices/" + invoice + "/factur-x");
    }

    private static BigDecimal amount(CurrencyUnit currency, BigDecimal posted) {
        return Money.of(currency, posted, RoundingMode.UNNECESSARY).getAmount();
    }

    private static List<Row> rows(RowSet<Row> set) {
        List<Row> rows = new ArrayList<>(set.size());
        set.forEach(rows::add);
        return rows;
    }
}
