package io.billinghub.core.invoice.infrastructure;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a bill with six statements, whatever its size: head, parties, invoices, lines, tax items, what it brings forward. Parties, accounts and products are as they
 * were when the bill was sent, as they are now while it is a draft.
 */
@ApplicationScoped
public class BillDocumentSql {

    /** Joins what a row was at a time; null where it is as it was, and where there is no such time. */
    private static final String PAST = """
            left join lateral (
              select p.was from past_master_data p where p.kind = '%2$s' and p.row_id = %3$s.id and p.until > %4$s order by p.until limit 1
            ) %1$s on true
            """;

    private static final String HEAD =
            """
            select b.id, b.uuid, coalesce(b.held_from, b.state) as state, b.issue_date, b.due_date, b.bill_period, b.period_to,
                   b.currency, b.net, b.tax, b.balance_forward, b.rounding, b.carries, b.amount_due, b.payment_reference, b.run_id, b.account_id, a.uuid as account_uuid, a.number as account_number,
                   coalesce(h.was ->> 'name', a.name) as account_name, coalesce(h.was ->> 'language', a.language) as language,
                   coalesce((h.was ->> 'party_id')::bigint, a.party_id) as party_id,
                   case when h.was is null then a.buyer_reference else h.was ->> 'buyer_reference' end as buyer_reference,
                   c.day_of_month, s.published_at,
                   (select r.party_id from party_role r where r.role in ('CSP', 'MARKETPLACE') order by r.role, r.id limit 1)
                     as issuer_id
            from customer_bill b
            join billing_account a on a.id = b.account_id
            join bill_cycle c on c.id = a.cycle_id
            left join bill_run_shard s on s.run_id = b.run_id and s.shard = b.shard
             and coalesce(b.held_from, b.state) not in ('new', 'validated')
            """ + PAST.formatted("h", "billing_account", "a", "s.published_at") + "where b.uuid = $1";

    private static final String PARTIES = """
            select n.id, p.key, p.name, p.legal_id, p.street, p.city, p.postcode, p.country, p.email, p.electronic_address,
                   p.address_scheme, p.bank_iban, p.bank_bic, coalesce(r.was ->> 'number', t.number) as vat_number
            from party n
            """ + PAST.formatted("h", "party", "n", "$2") + """
            cross join lateral jsonb_to_record(coalesce(h.was, to_jsonb(n))) as p (
              key text, name text, legal_id text, street text, city text, postcode text, country text, email text, electronic_address text,
              address_scheme text, bank_iban text, bank_bic text)
            left join lateral (
              select t.id, t.number from tax_registration t where t.party_id = n.id and t.scheme = 'VAT'
              order by t.country <> p.country, t.id limit 1
            ) t on true
            """
            + PAST.formatted("r", "tax_registration", "t", "$2") + "where n.id = any($1)";

    private static final String INVOICES =
            """
            select i.id, i.uuid, i.position, i.number, i.type_code, i.agency, i.seller_party_id, i.buyer_party_id, i.net, i.tax, i.gross, i.rounding, i.order_reference, i.cost_centre,
                   coalesce(r.was ->> 'number', t.number) as seller_vat_number, p.number as preceding, pb.issue_date as preceding_date
            from tax_invoice i left join tax_invoice p on p.id = i.corrects left join customer_bill pb on pb.id = p.bill_id
            left join tax_registration t on t.id = i.seller_registration_id
            """ + PAST.formatted("r", "tax_registration", "t", "$2") + "where i.bill_id = $1 order by i.position";

    private static final String LINES = """
            select l.position, l.invoice_id, l.net, l.tax, l.tax_category, l.tax_rate, c.source, c.grouping_key, c.description,
                   coalesce(q.quantity, c.quantity) as quantity, c.unit, coalesce(q.amount, c.amount) as amount, c.currency,
                   coalesce(q.service_from, c.service_from) as service_from, coalesce(q.service_to, c.service_to) as service_to, c.detail_rows, a.number as account_number,
                   coalesce(ah.was ->> 'name', a.name) as account_name, o.key as product_key,
                   coalesce(oh.was ->> 'name', o.name) as product_name, p.definition::text as price_plan,
                   c.price_steps::text as price_steps, x.rate, x.source as rate_source, x.rate_date
            from bill_line l
            join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
            join billing_account a on a.id = c.account_id
            join product_offering o on o.id = c.offering_id
            left join price_plan p on p.id = c.price_plan_id
            left join exchange_rate x on x.id = l.exchange_rate_id
            left join bill_line_part q on l.part > 0 and (q.bill_period, q.bill_id, q.position) = (l.bill_period, l.bill_id, l.position)
            """ + PAST.formatted("ah", "billing_account", "a", "$3")
            + PAST.formatted("oh", "product_offering", "o", "$3")
            + "where l.bill_id = $1 and l.bill_period = $2 order by l.position";

    private static final String TAX_ITEMS = """
            select t.invoice_id, t.category, t.rate, t.taxable, t.tax, t.exemption_reason_code, t.exemption_reason
            from tax_item t join tax_invoice i on i.id = t.invoice_id
            where i.bill_id = $1 order by i.position, t.category, t.rate desc
            """;

    private static final String CARRIED = """
            select x.payment_reference, x.issue_date, x.amount_due
            from carried_balance c join customer_bill x on x.id = c.bill_id
            where c.run_id = $1 and c.account_id = $2 order by x.issue_date, x.id
            """;

    /** The whole bill, if it is there for the caller. */
    public Uni<Optional<BillDocument>> load(SqlConnection connection, UUID bill) {
        return connection.preparedQuery(HEAD).execute(Tuple.of(bill)).flatMap(heads -> {
            if (heads.rowCount() == 0) {
                return Uni.createFrom().item(Optional.empty());
            }
            Row head = heads.iterator().next();
            long id = head.getLong("id");
            return connection
                    .preparedQuery(INVOICES)
                    .execute(Tuple.of(id, head.getOffsetDateTime("published_at")))
                    .flatMap(invoices -> parties(connection, head, invoices)
                            .flatMap(parties -> connection
                                    .preparedQuery(LINES)
                                    .execute(Tuple.of(
                                            id,
                                            head.getLocalDate("bill_period"),
                                            head.getOffsetDateTime("published_at")))
                                    .flatMap(lines -> connection
                                            .preparedQuery(TAX_ITEMS)
                                            .execute(Tuple.of(id))
                                            .flatMap(taxes -> carried(connection, head)
                                                    .map(carried -> Optional.of(new BillDocumentRows(
                                                                    head, parties, invoices, lines, taxes, carried)
                                                            .document()))))));
        });
    }

    /** The bill that holds the invoice. */
    public Uni<Optional<UUID>> billOf(SqlConnection connection, UUID invoice) {
        return connection
                .preparedQuery(
                        "select b.uuid from tax_invoice i join customer_bill b on b.id = i.bill_id where i.uuid = $1")
                .execute(Tuple.of(invoice))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID(0)));
    }

    /** The key of the transaction's tenant. */
    public Uni<String> tenantKey(SqlConnection connection) {
        return connection
                .query("select key from tenant")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** The sent bills of a run's shard, by account number. */
    public Uni<List<UUID>> sentBills(SqlConnection connection, UUID run, int shard) {
        return connection.preparedQuery("""
                        select b.uuid from bill_run r
                        join customer_bill b on b.run_id = r.id and b.shard = $2
                         and coalesce(b.held_from, b.state) not in ('new', 'validated')
                        join billing_account a on a.id = b.account_id
                        where r.uuid = $1 order by a.number
                        """).execute(Tuple.of(run, shard)).map(rows -> {
            List<UUID> bills = new ArrayList<>();
            for (Row row : rows) {
                bills.add(row.getUUID(0));
            }
            return bills;
        });
    }

    private Uni<RowSet<Row>> carried(SqlConnection connection, Row head) {
        return connection.preparedQuery(CARRIED).execute(Tuple.of(head.getLong("run_id"), head.getLong("account_id")));
    }

    private Uni<List<PartyRow>> parties(SqlConnection connection, Row head, RowSet<Row> invoices) {
        List<Long> ids = new ArrayList<>();
        ids.add(head.getLong("party_id"));
        ids.add(head.getLong("issuer_id"));
        for (Row invoice : invoices) {
            ids.add(invoice.getLong("seller_party_id"));
            ids.add(invoice.getLong("buyer_party_id"));
        }
        return connection
                .preparedQuery(PARTIES)
                .execute(Tuple.of(ids.toArray(Long[]::new), head.getOffsetDateTime("published_at")))
                .map(rows -> {
                    List<PartyRow> parties = new ArrayList<>();
                    for (Row row : rows) {
                        parties.add(PartyRow.of(row));
                    }
                    return parties;
                });
    }

    /** A party with the bank account into which its issued bills are paid. */
    record PartyRow(long id, Party party, Optional<String> iban, Optional<String> bic) {
        private static PartyRow of(Row row) {
            return new PartyRow(
                    row.getLong("id"),
                    new Party(
                            row.getString("key"),
                            row.getString("name"),
                            Optional.ofNullable(row.getString("legal_id")),
                            Optional.ofNullable(row.getString("vat_number")),
                            Optional.ofNullable(row.getString("street")),
                            Optional.ofNullable(row.getString("city")),
                            Optional.ofNullable(row.getString("postcode")),
                            row.getString("country"),
                            Optional.ofNullable(row.getString("email")),
                            Optional.ofNullable(row.getString("electronic_address"))
                                    .map(address -> new BillDocument.ElectronicAddress(
                                            row.getString("address_scheme"), address))),
                    Optional.ofNullable(row.getString("bank_iban")),
                    Optional.ofNullable(row.getString("bank_bic")));
        }
    }
}
