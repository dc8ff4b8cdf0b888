package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.SoldAs;
import io.billinghub.core.billrun.model.SoldAs.StatedTax;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.billrun.model.TermsInput.Offered;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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

/** What the terms of a shard's accounts are applied to, and what they name. Asked of accounts that have terms only. */
@ApplicationScoped
public class TermsFactsSql {

    private static final String HOST =
            "(select key from party_role where role in ('CSP', 'MARKETPLACE') order by role, id limit 1)";

    /** A partner's agreement in its version of the day $2, else the last one before, else the first. */
    private static final String VERSION_IN_FORCE = """
            left join lateral (
              select v.id, v.selling_model from agreement_version v
              where v.agreement_id = g.id
              order by (v.valid_from <= $2 and v.valid_to > $2) desc, v.valid_from <= $2 desc, v.valid_from desc, v.version desc
              limit 1
            ) v on true
            """;

    /** An account with what it pays in. */
    public record PricedAccount(long id, String number, CurrencyUnit currency) {}

    /** In the order of their numbers. */
    public Uni<List<PricedAccount>> accounts(SqlConnection connection, Long[] accounts) {
        return connection
                .preparedQuery("select id, number, currency from billing_account where id = any($1) order by number")
                .execute(Tuple.tuple().addArrayOfLong(accounts))
                .map(rows -> {
                    List<PricedAccount> found = new ArrayList<>();
                    for (Row row : rows) {
                        found.add(
                                new PricedAccount(row.getLong(0), row.getString(1), CurrencyUnit.of(row.getString(2))));
                    }
                    return found;
                });
    }

    /**
     * What the accounts are charged in the period, in this currency: by this run, and by bills on demand, to which no terms are applied.
     * Each charge counts as it stands on the bill, rounded. What the plans' own modifiers have added is told apart from usage. What their
     * allowances made free is no part of the quantity; of a correction the quantity is what is beyond the allowance now, less what was
     * beyond it before. By index {@code charge_once}.
     */
    public Uni<Map<Long, List<ChargedSum>>> sums(
            SqlConnection connection, RunShard shard, Long[] accounts, CurrencyUnit currency) {
        return connection
                .preparedQuery("""
                        select c.account_id, c.offering_id, o.key, coalesce(r.key, %s), c.agreement_version_id, k.kind, c.tax_category,
                               c.tax_rate, c.service_from, c.service_to, c.unit,
                               sum(case when f.free > 0 then greatest(c.quantity + f.before - f.free, 0) - greatest(f.before - f.free, 0)
                                        else c.quantity end),
                               sum(round(c.amount, $5))
                        from charge c
                        join bill_run n on n.id = c.run_id
                        join product_offering o on o.id = c.offering_id
                        left join agreement_version v on v.id = c.agreement_version_id
                        left join agreement g on g.id = v.agreement_id
                        left join party_role r on r.id = g.partner_id
                        left join price_plan p on p.id = c.price_plan_id
                        cross join lateral (
                          select case c.source
                                   when 'PARTNER_BILL' then 'PARTNER'
                                   when 'RECURRING' then case p.definition #>> '{model,timing}' when 'ONE_TIME' then 'ONE_TIME' else 'RECURRING' end
                                   when 'USAGE' then case when c.grouping_key like '· %%'
                                                               and c.price_steps #>> '{0,kind}' in ('MODIFIER', 'CHARGED_BEFORE')
                                                          then 'TRUE_UP' else 'USAGE' end
                                   else c.source end as kind
                        ) k
                        cross join lateral (
                          select coalesce(sum((s ->> 'quantity')::numeric) filter (where s ->> 'kind' = 'ALLOWANCE'), 0) as free,
                                 coalesce(sum((s ->> 'quantity')::numeric) filter (where s ->> 'kind' = 'CHARGED_BEFORE'), 0) as before
                          from jsonb_array_elements(c.price_steps) s
                        ) f
                        where c.bill_period = $1 and c.account_id = any($2) and c.currency = $3 and c.source <> 'MODIFIER'
                          and (c.run_id = $4 or n.kind = 'ON_DEMAND')
                        group by c.account_id, c.offering_id, o.key, r.key, c.agreement_version_id, k.kind, c.tax_category, c.tax_rate,
                                 c.service_from, c.service_to, c.unit
                        """.formatted(HOST))
                .execute(Tuple.of(
                        shard.periodFrom(), accounts, currency.getCode(), shard.runId(), currency.getDecimalPlaces()))
                .map(rows -> {
                    Map<Long, List<ChargedSum>> sums = new HashMap<>();
                    for (Row row : rows) {
                        sums.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                                .add(sum(row));
                    }
                    return sums;
                });
    }

    private static ChargedSum sum(Row row) {
        String category = row.getString(6);
        return new ChargedSum(
                row.getLong(0),
                new SoldAs(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Optional.ofNullable(row.getLong(4)),
                        category == null
                                ? Optional.empty()
                                : Optional.of(new StatedTax(category, row.getBigDecimal(7)))),
                ChargeKind.valueOf(row.getString(5)),
                new LocalPeriod(row.getLocalDate(8), row.getLocalDate(9)),
                row.getString(10),
                row.getBigDecimal(11),
                row.getBigDecimal(12));
    }

    /** Keys of the products that the accounts have on some day of the period. */
    public Uni<Map<Long, List<String>>> productsThere(SqlConnection connection, Long[] accounts, LocalPeriod period) {
        return connection
                .preparedQuery("""
                        select distinct p.account_id, o.key
                        from product p join product_offering o on o.id = p.offering_id
                        where p.account_id = any($1) and p.started_on < $3 and p.ended_on > $2
                          and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                        order by p.account_id, o.key
                        """)
                .execute(Tuple.of(accounts, period.from(), period.to()))
                .map(rows -> {
                    Map<Long, List<String>> there = new HashMap<>();
                    for (Row row : rows) {
                        there.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                                .add(row.getString(1));
                    }
                    return there;
                });
    }

    /** Key of the host's party role. */
    public Uni<String> host(SqlConnection connection) {
        return connection
                .query("select coalesce(" + HOST + ", '')")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** Products by key, as they are sold on the day; those that are not there are left out. */
    public Uni<Map<String, Offered>> products(SqlConnection connection, String[] keys, LocalDate day) {
        return connection
                .preparedQuery("""
                        select o.key, o.id, coalesce(r.key, %s), v.id, coalesce(v.selling_model = 'AGENCY', false)
                        from product_offering o
                        left join agreement g on g.id = o.agreement_id
                        left join party_role r on r.id = g.partner_id
                        """.formatted(HOST) + VERSION_IN_FORCE + "where o.key = any($1)")
                .execute(Tuple.of(keys, day))
                .map(rows -> {
                    Map<String, Offered> products = new HashMap<>();
                    for (Row row : rows) {
                        products.put(
                                row.getString(0),
                                new Offered(
                                        new SoldAs(
                                                row.getLong(1),
                                                row.getString(0),
                                                row.getString(2),
                                                Optional.ofNullable(row.getLong(3)),
                                                Optional.empty()),
                                        row.getBoolean(4)));
                    }
                    return products;
                });
    }

    /** Parties by the key of a role, with the first of their agreements as of the day; those that are not there are left out. */
    public Uni<Map<String, Bearing>> bearers(SqlConnection connection, String[] keys, LocalDate day) {
        return connection
                .preparedQuery("""
                        select distinct on (r.key) r.key, r.party_id, v.id
                        from party_role r
                        left join agreement g on g.partner_id = r.id
                        """ + VERSION_IN_FORCE + """
                        where r.key = any($1) and r.role <> 'CUSTOMER'
                        order by r.key, array_position(array['CSP', 'MARKETPLACE', 'PARTNER', 'SUB_PARTNER'], r.role), v.id is null, g.id
                        """)
                .execute(Tuple.of(keys, day))
                .map(rows -> {
                    Map<String, Bearing> bearers = new HashMap<>();
                    for (Row row : rows) {
                        bearers.put(
                                row.getString(0),
                                new Bearing(row.getString(0), row.getLong(1), Optional.ofNullable(row.getLong(2))));
                    }
                    return bearers;
                });
    }

    /** Accounts by number; those that are not there are left out. */
    public Uni<Map<String, Long>> accountsByNumber(SqlConnection connection, String[] numbers) {
        return connection
                .preparedQuery("select number, id from billing_account where number = any($1)")
                .execute(Tuple.of((Object) numbers))
                .map(rows -> {
                    Map<String, Long> accounts = new HashMap<>();
                    for (Row row : rows) {
                        accounts.put(row.getString(0), row.getLong(1));
                    }
                    return accounts;
                });
    }
}
