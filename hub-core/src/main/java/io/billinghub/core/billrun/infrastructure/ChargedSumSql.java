package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.AttributedSum;
import io.billinghub.core.billrun.model.ChargedSum;
import io.billinghub.core.billrun.model.KeptState;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.SoldAs;
import io.billinghub.core.billrun.model.SoldAs.StatedTax;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.sql.Columns;
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

/** What accounts are charged, as their terms see it: sums by what is sold. Asked of accounts that have terms or prepaid credits only. */
@ApplicationScoped
public class ChargedSumSql {

    private static final String COLUMNS = """
            c.id, c.account_id, c.offering_id, c.agreement_version_id, c.source, c.source_id, c.grouping_key, c.tax_category, c.tax_rate,
            c.service_from, c.service_to, c.unit, c.quantity, c.amount, c.currency, c.price_plan_id, c.price_steps
            """;

    /**
     * Each charge counts as it stands on the bill, rounded. What the plans' own modifiers have added is told apart from usage. What their
     * allowances made free is no part of the quantity; of a correction the quantity is what is beyond the allowance now, less what was
     * beyond it before. $3 is the currency, $5 its decimal places.
     */
    private static final String SUMMED = """
            select c.account_id, c.offering_id, o.key, coalesce(r.key, %s), c.agreement_version_id, k.kind, c.tax_category, c.tax_rate,
                   c.service_from, c.service_to, c.unit,
                   sum(case when f.free > 0 then greatest(c.quantity + f.before - f.free, 0) - greatest(f.before - f.free, 0)
                            else c.quantity end),
                   sum(round(c.amount, $5)), c.of_period, c.of_run, c.now
            from c
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
            where c.currency = $3 and c.source <> 'MODIFIER'
            group by c.account_id, c.offering_id, o.key, r.key, c.agreement_version_id, k.kind, c.tax_category, c.tax_rate,
                     c.service_from, c.service_to, c.unit, c.of_period, c.of_run, c.now
            """.formatted(TermsFactsSql.HOST);

    /**
     * What the accounts are charged in the period, in this currency: by this run, and by bills on demand, to which no terms are applied;
     * without what corrects earlier periods. By index {@code charge_once}.
     */
    public Uni<Map<Long, List<ChargedSum>>> sums(
            SqlConnection connection, RunShard shard, Long[] accounts, CurrencyUnit currency) {
        return connection
                .preparedQuery("with c as not materialized (select " + COLUMNS + """
                          , c.bill_period as of_period, 0::bigint as of_run, false as now
                          from charge c join bill_run n on n.id = c.run_id
                          where c.bill_period = $1 and c.account_id = any($2) and c.corrected_period is null
                            and (c.run_id = $4 or n.kind = 'ON_DEMAND'))
                        """ + SUMMED)
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

    /**
     * What the run corrects, and what the periods of these states were charged as other runs know it, corrections included: charges of other
     * runs count where they are on a bill. The quantity of a fee is that which was charged last; a correction has the difference. By
     * indexes {@code charge_once} and {@code charge_corrected}.
     *
     * @param accounts of which the run's corrections are asked
     * @param again states whose periods are priced again
     */
    public Uni<Map<Long, List<AttributedSum>>> corrected(
            SqlConnection connection, RunShard shard, Long[] accounts, List<KeptState> again, CurrencyUnit currency) {
        return connection
                .preparedQuery("""
                        with asked as (
                          select * from unnest($6::bigint[], $7::bigint[], $8::date[]) as a (account_id, run_id, period)
                        ), given as (
                          select c.*, c.bill_period as of_period, a.run_id as of_run, false as now
                            from asked a
                            join charge c on c.bill_period = a.period and c.account_id = a.account_id and c.corrected_period is null
                            join bill_run n on n.id = c.run_id
                           where c.run_id = a.run_id or n.kind = 'ON_DEMAND'
                          union all
                          select c.*, c.corrected_period, 0, false
                            from (select distinct account_id, period from asked) a
                            join charge c on c.account_id = a.account_id and c.corrected_period = a.period
                           where c.run_id <> $4
                          union all
                          select c.*, c.corrected_period, 0, true
                            from charge c
                           where c.account_id = any($2) and c.corrected_period is not null and c.bill_period = $1 and c.run_id = $4
                        ), known as (
                          select * from given c
                           where now or exists (select from bill_line l where l.bill_period = c.bill_period and l.charge_id = c.id)
                        ), c as (
                          select c.id, c.account_id, c.offering_id, c.agreement_version_id, c.source, c.source_id, c.grouping_key,
                                 c.tax_category, c.tax_rate, c.service_from, c.service_to, c.unit, c.amount, c.currency, c.price_plan_id,
                                 c.price_steps, c.of_period, c.of_run, c.now,
                                 case c.source
                                   when 'RECURRING' then greatest(c.quantity, 0) - coalesce(lag(greatest(c.quantity, 0)) over (
                                     partition by c.account_id, c.source, c.source_id, c.grouping_key, c.of_period order by c.now, c.id), 0)
                                   else c.quantity end as quantity
                            from known c
                        )
                        """ + SUMMED)
                .execute(Tuple.of(
                                shard.periodFrom(),
                                accounts,
                                currency.getCode(),
                                shard.runId(),
                                currency.getDecimalPlaces())
                        .addValue(Columns.longs(again, KeptState::accountId))
                        .addValue(Columns.longs(again, KeptState::run))
                        .addValue(Columns.of(
                                again, LocalDate.class, state -> state.billing().from())))
                .map(rows -> {
                    Map<Long, List<AttributedSum>> sums = new HashMap<>();
                    for (Row row : rows) {
                        sums.computeIfAbsent(row.getLong(0), none -> new ArrayList<>())
                                .add(new AttributedSum(
                                        row.getLocalDate(13), row.getLong(14), row.getBoolean(15), sum(row)));
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
}
