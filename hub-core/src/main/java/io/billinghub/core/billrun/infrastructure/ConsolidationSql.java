package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.invoice.model.BuyerReferences;
import io.billinghub.core.invoice.model.ChargeToBill.Account;
import io.billinghub.core.invoice.model.ChargeToBill.SellingTerms;
import io.billinghub.core.invoice.model.ConversionRates.Derived;
import io.billinghub.core.invoice.model.ConversionRates.Rate;
import io.billinghub.core.invoice.model.InvoiceSplit;
import io.billinghub.core.invoice.model.InvoiceSplit.Part;
import io.billinghub.core.invoice.model.InvoiceSplits;
import io.billinghub.core.sql.Columns;
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
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/** What consolidating a shard needs to know, each asked once for the whole shard. */
@ApplicationScoped
public class ConsolidationSql {

    /** An account of the shard with the root that pays for it. */
    public record ShardAccount(Account account, long rootId, String rootNumber, CurrencyUnit rootCurrency) {}

    /** A product as a line needs it. */
    public record Offering(String key, String taxClass) {}

    /**
     * The accounts of the shard's roots that have no bill in this run yet and are not parked. Asks for bills of the shard, not
     * only of the run: so it reads few rows by either index, also before the first statistics of the table.
     */
    public Uni<Map<Long, ShardAccount>> accounts(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select a.id, a.number, a.party_id, p.key, root.id, root.number, root.currency
                        from bill_run_account r
                        join billing_account root on root.id = r.root_id
                        join billing_account a on a.root_id = r.root_id
                        join party p on p.id = a.party_id
                        where r.run_id = $1 and r.shard = $2 and r.parked_reason is null
                          and not exists (select 1 from customer_bill b
                                          where b.run_id = $1 and b.shard = $2 and b.account_id = r.root_id)
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> {
                    Map<Long, ShardAccount> accounts = new HashMap<>();
                    for (Row row : rows) {
                        accounts.put(
                                row.getLong(0),
                                new ShardAccount(
                                        new Account(row.getLong(0), row.getString(1), row.getLong(2), row.getString(3)),
                                        row.getLong(4),
                                        row.getString(5),
                                        CurrencyUnit.of(row.getString(6))));
                    }
                    return accounts;
                });
    }

    /** The charges that this run has made for the shard's accounts; by index {@code charge_once}, account by account. */
    public Uni<RowSet<Row>> charges(SqlConnection connection, RunShard shard) {
        return connection.preparedQuery("""
                        select c.id, c.account_id, c.offering_id, c.agreement_version_id, c.source, c.source_key, c.grouping_key,
                               c.amount, c.currency, c.tax_category, c.tax_rate, c.service_from, c.service_to, c.unit, c.quantity
                        from bill_run_account r
                        join billing_account a on a.root_id = r.root_id
                        join charge c on c.account_id = a.id and c.bill_period = $3
                        where r.run_id = $1 and r.shard = $2 and r.parked_reason is null and c.run_id = $1
                        """).execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()));
    }

    /** How the shard's accounts split their invoices on the last day of the period. */
    public Uni<InvoiceSplits> invoiceSplits(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select s.account_id, coalesce(o.key, '') as product, p.percent::numeric, p."orderReference", p."costCentre"
                        from bill_run_account r
                        join billing_account a on a.root_id = r.root_id
                        join invoice_split s on s.account_id = a.id and s.valid_from < $3 and s.valid_to >= $3
                        left join product_offering o on o.id = s.offering_id
                        cross join rows from (jsonb_to_recordset(s.parts) as (percent text, "orderReference" text, "costCentre" text))
                          with ordinality as p (percent, "orderReference", "costCentre", place)
                        where r.run_id = $1 and r.shard = $2
                        order by s.id, p.place
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodTo()))
                .map(rows -> {
                    record Of(long account, String product) {}
                    Map<Of, List<Part>> parts = new HashMap<>();
                    for (Row row : rows) {
                        parts.computeIfAbsent(new Of(row.getLong(0), row.getString(1)), split -> new ArrayList<>())
                                .add(new Part(
                                        row.getBigDecimal(2),
                                        new BuyerReferences(
                                                Optional.ofNullable(row.getString(3)),
                                                Optional.ofNullable(row.getString(4)))));
                    }
                    InvoiceSplits splits = new InvoiceSplits();
                    parts.forEach((of, given) -> splits.add(of.account(), of.product(), new InvoiceSplit(given)));
                    return splits;
                });
    }

    public Uni<Map<Long, Offering>> offerings(SqlConnection connection) {
        return connection
                .query("select id, key, tax_class from product_offering")
                .execute()
                .map(rows -> {
                    Map<Long, Offering> offerings = new HashMap<>();
                    for (Row row : rows) {
                        offerings.put(row.getLong(0), new Offering(row.getString(1), row.getString(2)));
                    }
                    return offerings;
                });
    }

    /** The host itself as seller: the tenant's CSP, or the marketplace where it has no CSP. */
    public Uni<Optional<SellingTerms>> host(SqlConnection connection) {
        return connection.query("""
                        select p.id, p.key, t.id
                        from party_role r join party p on p.id = r.party_id
                        left join lateral (
                          select t.id from tax_registration t where t.party_id = p.id order by t.country <> p.country, t.id limit 1
                        ) t on true
                        where r.role in ('CSP', 'MARKETPLACE') order by r.role, r.id limit 1
                        """).execute().map(rows -> {
            for (Row row : rows) {
                return Optional.of(
                        new SellingTerms(false, row.getLong(0), row.getString(1), Optional.ofNullable(row.getLong(2))));
            }
            return Optional.empty();
        });
    }

    /**
     * Who sells under each agreement version: the host under RESALE, the partner under AGENCY, by its VAT number of the period's last day.
     */
    public Uni<Map<Long, SellingTerms>> sellingTerms(SqlConnection connection, SellingTerms host, LocalDate periodTo) {
        return connection.preparedQuery("""
                        select v.id, v.selling_model = 'AGENCY', p.id, p.key, t.id
                        from agreement_version v
                        join agreement a on a.id = v.agreement_id
                        join party_role r on r.id = a.partner_id
                        join party p on p.id = r.party_id
                        left join lateral (
                          select t.id from tax_registration t
                          where t.party_id = p.id and t.scheme = 'VAT' and t.valid_from < $1 and t.valid_to >= $1
                          order by t.country <> p.country, t.id limit 1
                        ) t on true
                        """).execute(Tuple.of(periodTo)).map(rows -> {
            Map<Long, SellingTerms> terms = new HashMap<>();
            for (Row row : rows) {
                terms.put(
                        row.getLong(0),
                        row.getBoolean(1)
                                ? new SellingTerms(
                                        true, row.getLong(2), row.getString(3), Optional.ofNullable(row.getLong(4)))
                                : host);
            }
            return terms;
        });
    }

    /** For each pair of currencies the latest rate of the day or before. */
    public Uni<List<Rate>> conversionRates(SqlConnection connection, LocalDate day) {
        return connection.preparedQuery("""
                        select distinct on (base, quote) id, source, base, quote, rate, rate_date
                        from exchange_rate where rate_date <= $1 and not derived order by base, quote, rate_date desc, source
                        """).execute(Tuple.of(day)).map(rows -> {
            List<Rate> rates = new ArrayList<>();
            rows.forEach(row -> rates.add(rate(row)));
            return rates;
        });
    }

    /** Notes rates that follow from others, so that lines can name them, and answers them with their ids. */
    public Uni<List<Rate>> noteDerived(SqlConnection connection, List<Derived> derived) {
        if (derived.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple rows = Tuple.tuple()
                .addValue(Columns.texts(derived, Derived::source))
                .addValue(Columns.texts(derived, rate -> rate.base().getCode()))
                .addValue(Columns.texts(derived, rate -> rate.quote().getCode()))
                .addValue(Columns.decimals(derived, Derived::rate))
                .addValue(Columns.of(derived, LocalDate.class, Derived::date));
        return connection
                .preparedQuery("""
                        insert into exchange_rate (tenant_id, source, base, quote, rate, rate_date, derived)
                        select hub_tenant(), d.source, d.base, d.quote, d.rate, d.date, true
                        from unnest($1::text[], $2::text[], $3::text[], $4::text[]::numeric[], $5::date[]) as d (source, base, quote, rate, date)
                        order by d.source, d.base, d.quote, d.date
                        on conflict (tenant_id, source, base, quote, rate_date, rate) where derived do nothing
                        """)
                .execute(rows)
                .flatMap(done -> connection.preparedQuery("""
                        select x.id, x.source, x.base, x.quote, x.rate, x.rate_date
                        from unnest($1::text[], $2::text[], $3::text[], $4::text[]::numeric[], $5::date[]) as d (source, base, quote, rate, date)
                        join exchange_rate x on (x.source, x.base, x.quote, x.rate_date) = (d.source, d.base, d.quote, d.date)
                         and x.rate = d.rate and x.derived
                        """).execute(rows))
                .map(found -> {
                    List<Rate> rates = new ArrayList<>();
                    found.forEach(row -> rates.add(rate(row)));
                    return rates;
                });
    }

    private static Rate rate(Row row) {
        return new Rate(
                row.getLong("id"),
                row.getString("source"),
                CurrencyUnit.of(row.getString("base")),
                CurrencyUnit.of(row.getString("quote")),
                row.getBigDecimal("rate"),
                row.getLocalDate("rate_date"));
    }
}
