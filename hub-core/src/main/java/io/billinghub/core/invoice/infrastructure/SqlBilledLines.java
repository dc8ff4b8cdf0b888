package io.billinghub.core.invoice.infrastructure;

import io.billinghub.core.invoice.application.BilledLines;
import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Billed lines by one query, however many bills are asked for. */
@ApplicationScoped
public class SqlBilledLines implements BilledLines {

    private static final String LINES_OF_SHARD = """
            select b.id as bill_id, b.uuid as bill_uuid, b.run_id, b.bill_period, b.issue_date, b.currency,
                   i.id as invoice_id, i.agency, i.seller_party_id, i.tax, l.position, l.net, c.agreement_version_id,
                   c.borne_by, c.borne_under, coalesce(k.before, 0) as before
              from customer_bill b
              join tax_invoice i on i.bill_id = b.id
              join bill_line l on l.bill_period = b.bill_period and l.bill_id = b.id and l.invoice_id = i.id
              join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
              left join ( -- of credit notes that were approved before: these can't be cancelled any more
                select x.id, -sum(o.net) as before
                  from credit_note n
                  join bill_run_stage s on s.run_id = n.run_id and s.stage = 'APPROVED'
                  join credited_line x on x.credit_note_id = n.id
                  join credited_line o on (o.bill_period, o.bill_id, o.position) = (x.bill_period, x.bill_id, x.position)
                  join credit_note m on m.id = o.credit_note_id
                  join bill_run_stage t on t.run_id = m.run_id and t.stage = 'APPROVED'
                 where n.run_id = (select id from bill_run where uuid = $1) and (t.started_at, t.run_id) < (s.started_at, s.run_id)
                 group by x.id
              ) k on c.source = 'CREDIT' and k.id = c.source_id
             where b.run_id = (select id from bill_run where uuid = $1) and b.shard = $2
               and (b.state in ('sent', 'partiallyPaid', 'settled') or b.held_from in ('sent', 'partiallyPaid'))
             order by b.id, l.position
            """;

    @Override
    public Uni<List<BilledLine>> ofShard(SqlConnection transaction, TenantContext context, UUID run, int shard) {
        return transaction
                .preparedQuery(LINES_OF_SHARD)
                .execute(Tuple.of(run, shard))
                .map(SqlBilledLines::lines);
    }

    private static List<BilledLine> lines(RowSet<Row> rows) {
        List<BilledLine> lines = new ArrayList<>(rows.size());
        Map<Long, BilledLine.Invoice> invoices = new HashMap<>();
        for (Row row : rows) {
            BilledLine.Invoice invoice = invoices.computeIfAbsent(row.getLong("invoice_id"), id -> invoice(id, row));
            lines.add(new BilledLine(
                    invoice,
                    row.getInteger("position"),
                    money(row, "net"),
                    id(row, "agreement_version_id"),
                    bearer(row),
                    money(row, "before")));
        }
        return lines;
    }

    private static Optional<BilledLine.Bearer> bearer(Row row) {
        OptionalLong party = id(row, "borne_by");
        return party.isEmpty()
                ? Optional.empty()
                : Optional.of(new BilledLine.Bearer(party.getAsLong(), id(row, "borne_under")));
    }

    private static OptionalLong id(Row row, String column) {
        Long id = row.getLong(column);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    private static BilledLine.Invoice invoice(long id, Row row) {
        BilledLine.Bill bill = new BilledLine.Bill(
                row.getLong("bill_id"),
                row.getUUID("bill_uuid"),
                row.getLong("run_id"),
                row.getLocalDate("bill_period"),
                row.getLocalDate("issue_date"));
        return new BilledLine.Invoice(
                id, bill, row.getBoolean("agency"), row.getLong("seller_party_id"), money(row, "tax"));
    }

    private static Money money(Row row, String column) {
        return Money.of(CurrencyUnit.of(row.getString("currency")), row.getBigDecimal(column));
    }
}
