package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.invoice.model.ChargeToBill.Account;
import io.billinghub.core.invoice.model.ChargeToBill.SellingTerms;
import io.billinghub.core.invoice.model.ConversionRates;
import io.billinghub.core.invoice.model.TaxCategory;
import io.billinghub.core.invoice.model.TaxRates;
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
                        select a.id, a.number, a.party_id, p.key, p.country, root.id, root.number, root.currency
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
                                        new Account(
                                                row.getLong(0),
                                                row.getString(1),
                                                row.getLong(2),
                                                row.getString(3),
                                                row.getString(4)),
                                        row.getLong(5),
                                        row.getString(6),
                                        CurrencyUnit.of(row.getString(7))));
                    }
                    return accounts;
                });
    }

    /** The charges that this run has made for the shard's accounts; by index {@code charge_once}, account by account. */
    public Uni<RowSet<Row>> charges(SqlConnection connection, RunShard shard) {
        return connection.preparedQuery("""
                        select c.id, c.account_id, c.offering_id, c.agreement_version_id, c.source, c.source_key, c.grouping_key,
                               c.amount, c.currency, c.tax_category, c.tax_rate, c.service_from, c.service_to, c.unit
                        from bill_run_account r
                        join billing_account a on a.root_id = r.root_id
                        join charge c on c.account_id = a.id and c.bill_period = $3
                        where r.run_id = $1 and r.shard = $2 and r.parked_reason is null and c.run_id = $1
                        """).execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()));
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

    /** Who sells under each agreement version: the host under RESALE, the partner under AGENCY. */
    public Uni<Map<Long, SellingTerms>> sellingTerms(SqlConnection connection, SellingTerms host) {
        return connection.query("""
                        select v.id, v.selling_model = 'AGENCY', p.id, p.key, t.id
                        from agreement_version v
                        join agreement a on a.id = v.agreement_id
                        join party_role r on r.id = a.partner_id
                        join party p on p.id = r.party_id
                        left join lateral (
                          select t.id from tax_registration t where t.party_id = p.id order by t.country <> p.country, t.id limit 1
                        ) t on true
                        """).execute().map(rows -> {
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

    public Uni<TaxRates> taxRates(SqlConnection connection) {
        return connection.query("""
                        select country, tax_class, category, rate, exemption_reason_code, exemption_reason, valid_from, valid_to
                        from tax_rate
                        """).execute().map(rows -> {
            List<TaxRates.TaxRate> rates = new ArrayList<>();
            for (Row row : rows) {
                rates.add(new TaxRates.TaxRate(
                        row.getString(0),
                        row.getString(1),
                        TaxCategory.valueOf(row.getString(2)),
                        row.getBigDecimal(3),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        row.getLocalDate(6),
                        row.getLocalDate(7)));
            }
            return new TaxRates(rates);
        });
    }

    /** For each pair of currencies the latest rate of the day or before. */
    public Uni<ConversionRates> conversionRates(SqlConnection connection, LocalDate day) {
        return connection.preparedQuery("""
                        select distinct on (base, quote) id, base, quote, rate, rate_date
                        from exchange_rate where rate_date <= $1 order by base, quote, rate_date desc, source
                        """).execute(Tuple.of(day)).map(rows -> {
            List<ConversionRates.Rate> rates = new ArrayList<>();
            for (Row row : rows) {
                rates.add(new ConversionRates.Rate(
                        row.getLong(0),
                        CurrencyUnit.of(row.getString(1)),
                        CurrencyUnit.of(row.getString(2)),
                        row.getBigDecimal(3),
                        row.getLocalDate(4)));
            }
            return new ConversionRates(rates);
        });
    }
}
