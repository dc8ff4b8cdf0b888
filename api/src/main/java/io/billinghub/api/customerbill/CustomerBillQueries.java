package io.billinghub.api.customerbill;

import io.billinghub.api.bill.BillVisibility;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.Page;
import io.billinghub.api.tmf630.PagedQuery;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The statements of TMF678; each runs in the caller's transaction, where row-level security narrows it. */
@ApplicationScoped
class CustomerBillQueries {

    private static final PagedQuery BILLS = new PagedQuery("""
            select b.id, b.uuid, b.payment_reference, b.issue_date, case when not b.carries then b.due_date end as due_date, b.state, b.bill_period, b.period_to,
                   b.currency, b.net, b.tax, b.amount_due, r.kind, a.uuid as account_uuid, a.name as account_name,
                   p.uuid as party_uuid, p.name as party_name
            """, """
            from customer_bill b
            join bill_run r on r.id = b.run_id
            join billing_account a on a.id = b.account_id
            join party p on p.id = a.party_id
            where
            """);

    private static final String INVOICES_OF_BILLS = """
            select i.bill_id, i.uuid, i.number, i.type_code, p.uuid as seller_uuid, p.name as seller_name
            from customer_bill b
            join tax_invoice i on i.bill_id = b.id
            join party p on p.id = i.seller_party_id
            where b.id = any($1::bigint[])
            order by i.bill_id, i.position
            """;

    private static final String TAXES_OF_BILLS = """
            select i.bill_id, t.category, t.rate, sum(t.tax) as tax
            from customer_bill b
            join tax_invoice i on i.bill_id = b.id
            join tax_item t on t.invoice_id = i.id
            where b.id = any($1::bigint[])
            group by i.bill_id, t.category, t.rate
            order by i.bill_id, t.category, t.rate desc
            """;

    private static final PagedQuery RATES = new PagedQuery("""
            select b.uuid as bill_uuid, b.issue_date, b.currency, l.position, l.net, l.tax, l.tax_category, l.tax_rate,
                   c.description, coalesce(q.quantity, c.quantity) as quantity, c.unit, case when c.source = 'MODIFIER' or c.grouping_key like '· %' then '' else c.grouping_key end as grouping_key,
                   coalesce(q.service_from, c.service_from) as service_from, coalesce(q.service_to, c.service_to) as service_to,
                   o.uuid as offering_uuid, o.name as offering_name, a.uuid as account_uuid, a.name as account_name
            """, """
            from customer_bill b
            join bill_line l on l.bill_period = b.bill_period and l.bill_id = b.id
            join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
            join product_offering o on o.id = c.offering_id
            join billing_account a on a.id = c.account_id
            left join bill_line_part q on l.part > 0 and (q.bill_period, q.bill_id, q.position) = (l.bill_period, l.bill_id, l.position)
            where
            """);

    /** A row of a bill and what hangs on it. */
    record BillRow(Row bill, List<Row> invoices, List<Row> taxes) {}

    /** The bills that match and that the login may see. */
    Uni<Page<CustomerBill>> bills(SqlConnection connection, TenantContext login, ListRequest request) {
        boolean invoices =
                request.fields().wants("billDocument") || request.fields().wants("relatedParty");
        boolean taxes = request.fields().wants("taxItem");
        return BILLS.run(connection, visible(request, login)).flatMap(page -> {
            Long[] ids = page.items().stream().map(row -> row.getLong("id")).toArray(Long[]::new);
            return Uni.combine()
                    .all()
                    .unis(
                            byBill(connection, INVOICES_OF_BILLS, invoices ? ids : new Long[0]),
                            byBill(connection, TAXES_OF_BILLS, taxes ? ids : new Long[0]))
                    .collectFailures()
                    .with((invoicesOf, taxesOf) -> page.map(row -> {
                        Long id = row.getLong("id");
                        return CustomerBillMapping.bill(new BillRow(
                                row, invoicesOf.getOrDefault(id, List.of()), taxesOf.getOrDefault(id, List.of())));
                    }));
        });
    }

    /** The applied rates that match and that the login may see. */
    Uni<Page<AppliedRate>> rates(SqlConnection connection, TenantContext login, ListRequest request) {
        return RATES.run(connection, visible(request, login)).map(page -> page.map(CustomerBillMapping::rate));
    }

    private static ListRequest visible(ListRequest request, TenantContext login) {
        return request.narrowed(BillVisibility.condition(login));
    }

    private static Uni<Map<Long, List<Row>>> byBill(SqlConnection connection, String sql, Long[] bills) {
        if (bills.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        Function<Row, Long> bill = row -> row.getLong("bill_id");
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(bills))
                .map(rows -> list(rows).stream().collect(Collectors.groupingBy(bill)));
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }
}
