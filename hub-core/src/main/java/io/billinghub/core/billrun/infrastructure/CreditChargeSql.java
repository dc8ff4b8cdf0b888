package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.invoice.model.BuyerReferences;
import io.billinghub.core.invoice.model.ChargeToBill.Correction;
import io.billinghub.core.invoice.model.ConsolidatedBill.Corrected;
import io.billinghub.core.invoice.model.ConsolidatedBill.InvoiceKey;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxDecision.Taxed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a credit note takes back, as charges of its run. */
@ApplicationScoped
public class CreditChargeSql {

    /** Quantities of parts of a line have so many decimals. */
    private static final String QUANTITY = "round(coalesce(q.quantity, c.quantity) * k.net / l.net, 6)";

    /**
     * Charges what the run's credit note takes back, with the opposite sign, and again with its own where it is to be invoiced anew. A child that
     * was moved away meanwhile leaves its lines with the account whose bill they stood on.
     */
    public Uni<Void> charge(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id, source_key,
                                            grouping_key, description, quantity, unit, amount, currency, tax_category, tax_rate, service_from,
                                            service_to, detail_rows, run_id, borne_by, borne_under)
                        select hub_tenant(), $2, case when a.root_id = b.account_id then a.id else b.account_id end, c.offering_id,
                               c.agreement_version_id, s.source, k.id, c.source || ' ' || c.source_key,
                               case when c.source = 'MODIFIER' or c.grouping_key like '· %' then '' else c.grouping_key end, c.description,
                               s.sign * trim_scale(""" + QUANTITY + """
                               ), c.unit, s.sign * k.net, b.currency, case when s.sign < 0 or i.agency then l.tax_category end,
                               case when s.sign < 0 or i.agency then l.tax_rate end, coalesce(q.service_from, c.service_from),
                               coalesce(q.service_to, c.service_to), c.detail_rows, $1, c.borne_by, c.borne_under
                        from credit_note n
                        join credited_line k on k.credit_note_id = n.id
                        join customer_bill b on b.id = k.bill_id
                        join bill_line l on l.bill_period = k.bill_period and l.bill_id = k.bill_id and l.position = k.position
                        join tax_invoice i on i.id = l.invoice_id
                        join charge c on c.bill_period = l.bill_period and c.id = l.charge_id
                        join billing_account a on a.id = c.account_id
                        left join bill_line_part q on l.part > 0 and (q.bill_period, q.bill_id, q.position) = (l.bill_period, l.bill_id, l.position)
                        join (values ('CREDIT', -1), ('REBILL', 1)) as s (source, sign) on s.sign < 0 or n.rebill
                        where n.run_id = $1
                        order by k.position, s.sign
                        on conflict do nothing
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodFrom()))
                .replaceWithVoid();
    }

    /** By the run's charges that take something back: the invoice that they correct, with its own seller, buyer and tax. */
    public Uni<Map<Long, Correction>> corrections(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select c.id, i.agency, i.seller_party_id, s.key as seller_key, i.seller_registration_id, i.tax_country, i.buyer_party_id,
                               y.key as buyer_key, i.id as invoice_id, i.uuid, i.order_reference, i.cost_centre, t.category, t.rate, t.exemption_reason_code, t.exemption_reason
                        from charge c
                        join credited_line k on k.id = c.source_id
                        join credit_note n on n.id = k.credit_note_id
                        join tax_invoice i on i.id = n.invoice_id
                        join party s on s.id = i.seller_party_id
                        join party y on y.id = i.buyer_party_id
                        join tax_item t on t.invoice_id = i.id and t.category = c.tax_category and t.rate = c.tax_rate
                        where c.run_id = $1 and c.bill_period = $2 and c.source = 'CREDIT'
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodFrom()))
                .map(rows -> {
                    Map<Long, Correction> corrections = new HashMap<>();
                    rows.forEach(row -> corrections.put(row.getLong("id"), correction(row)));
                    return corrections;
                });
    }

    /** By the run's charges that invoice something again: the references of the invoice on which it stood. */
    public Uni<Map<Long, BuyerReferences>> invoicedAgain(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select c.id, i.order_reference, i.cost_centre
                        from charge c
                        join credited_line k on k.id = c.source_id
                        join credit_note n on n.id = k.credit_note_id
                        join tax_invoice i on i.id = n.invoice_id
                        where c.run_id = $1 and c.bill_period = $2 and c.source = 'REBILL'
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodFrom()))
                .map(rows -> {
                    Map<Long, BuyerReferences> references = new HashMap<>();
                    rows.forEach(row -> references.put(row.getLong("id"), references(row)));
                    return references;
                });
    }

    private static BuyerReferences references(Row row) {
        return new BuyerReferences(
                Optional.ofNullable(row.getString("order_reference")),
                Optional.ofNullable(row.getString("cost_centre")));
    }

    private static Correction correction(Row row) {
        String country = Optional.ofNullable(row.getString("tax_country")).orElse("");
        Optional<Long> registration = Optional.ofNullable(row.getLong("seller_registration_id"));
        TaxCategory category = TaxCategory.valueOf(row.getString("category"));
        return new Correction(
                new InvoiceKey(
                        row.getBoolean("agency"),
                        row.getLong("seller_party_id"),
                        row.getString("seller_key"),
                        registration,
                        country,
                        row.getLong("buyer_party_id"),
                        row.getString("buyer_key"),
                        category == TaxCategory.O,
                        references(row),
                        Optional.of(new Corrected(
                                row.getLong("invoice_id"), row.getUUID("uuid").toString()))),
                new Taxed(
                        category,
                        row.getBigDecimal("rate"),
                        Optional.ofNullable(row.getString("exemption_reason_code")),
                        Optional.ofNullable(row.getString("exemption_reason")),
                        country,
                        registration,
                        country));
    }
}
