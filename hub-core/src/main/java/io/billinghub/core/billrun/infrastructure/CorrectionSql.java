package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.ChargedFee;
import io.billinghub.core.billrun.model.ChargedUsage;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.cycle.CyclePeriod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What a run must look at again of periods that are billed, and what has been charged there. */
@ApplicationScoped
public class CorrectionSql {

    /** A product whose usage of an account is rated again. */
    public record Again(long accountId, long offeringId, LocalDate day) {}

    /**
     * Up to where the cycle's runs have billed.
     *
     * @param billedTo the end of the last period that any run has, this one included
     * @param changesSince price changes of before were known to the run before this one; empty if there was none
     */
    public record Known(LocalDate billedTo, Optional<OffsetDateTime> changesSince) {}

    /** Parameters $2 since when, $3 first day of the period, $4 the run. */
    private static final String CHANGED = """
            with changed as (
              select offering_id, min(changed_from) as changed_from from price_change
              where changed_at >= $2 and changed_from < $3 group by offering_id
            ), billed as (
              select distinct o.bill_period, o.period_to
              from bill_run r join bill_run o on o.cycle_id = r.cycle_id and o.kind = 'CYCLE' and o.state <> 'CANCELLED'
              where r.id = $4 and o.bill_period < $3
            )
            """;

    /** Charges that are on a bill, with what they came to there: other charges may still be taken away. */
    private static final String BILLED_CHARGE = """
            from (select distinct o.bill_period
                  from bill_run o
                  where o.cycle_id in (select cycle_id from billing_account where id = any($1)) and o.kind = 'CYCLE'
                    and o.state <> 'CANCELLED' and o.period_to > $2) b
            join charge c on c.bill_period = b.bill_period and c.account_id = any($1) and c.run_id <> $3
            join lateral (select sum(l.net) as net, bool_or(l.exchange_rate_id is not null) as converted from bill_line l
                          where l.bill_period = c.bill_period and l.charge_id = c.id) l on l.net is not null
            """;

    private static final String CHARGED_AMOUNT = "sum(case when l.converted then c.amount else l.net end)";

    /** What the runs of the cycle know. A change that was being written when the run before began is looked at again. */
    public Uni<Known> known(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select greatest($2, max(o.period_to)) as billed_to,
                               (array_agg(o.created_at order by o.bill_period desc, o.id desc) filter (where o.bill_period < $3))[1]
                                 - interval '1 day' as since
                        from bill_run r
                        join bill_run o on o.cycle_id = r.cycle_id and o.kind = 'CYCLE' and o.state <> 'CANCELLED'
                        where r.id = $1
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodTo(), shard.periodFrom()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Known(row.getLocalDate(0), Optional.ofNullable(row.getOffsetDateTime(1)));
                });
    }

    /** Usage of billed periods that came in or was taken back later and is billed now; index {@code usage_record_rated}. */
    public Uni<List<Again>> lateUsage(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select distinct u.account_id, u.offering_id, u.rated_period
                        from usage_record u
                        where u.account_id = any($1) and u.rated_period is not null and u.bill_period >= $2 and u.bill_period < $3
                        """)
                .execute(Tuple.of(accounts, shard.periodFrom(), shard.periodTo()))
                .map(CorrectionSql::again);
    }

    /**
     * Up to which bill period, exclusive, records count in the run's period of accounts that it has not billed: what came in, or was taken back, after
     * an earlier run had closed the period, or while an account was parked. It would be a difference to a bill that is not made. Before the
     * first run has rated there is nothing of the kind: what comes in meanwhile is late. Index {@code usage_record_rated}.
     */
    public Uni<LocalDate> unbilledTo(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select coalesce(max(u.bill_period) + 1, $4) from usage_record u
                        where u.account_id = any($1) and u.rated_period >= $3 and u.rated_period < $4 and u.bill_period >= $4
                          and ($5 or exists (
                            select from bill_run r join bill_run o on o.cycle_id = r.cycle_id and o.bill_period = r.bill_period
                            where r.id = $2 and o.kind = 'CYCLE' and o.state = 'CANCELLED'))
                        """)
                .execute(Tuple.of(accounts, shard.runId(), shard.periodFrom(), shard.periodTo(), shard.reopened()))
                .map(rows -> rows.iterator().next().getLocalDate(0));
    }

    /** Usage of billed periods, charged or not, of days from which on prices have changed since. */
    public Uni<List<Again>> changedPrices(SqlConnection connection, RunShard shard, Long[] accounts, Known known) {
        if (known.changesSince().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection
                .preparedQuery(CHANGED + """
                        select c.account_id, c.offering_id, c.service_from
                        from changed p
                        join billed b on b.period_to > p.changed_from
                        join charge c on c.bill_period = b.bill_period and c.account_id = any($1) and c.source = 'USAGE'
                          and c.offering_id = p.offering_id and c.service_to > p.changed_from
                        union
                        select u.account_id, u.offering_id, coalesce(u.rated_period, u.bill_period)
                        from changed p
                        join billed b on b.period_to > p.changed_from
                        join usage_record u on u.bill_period = b.bill_period and u.account_id = any($1)
                          and u.offering_id = p.offering_id and not u.evidence
                        """)
                .execute(Tuple.of(accounts, known.changesSince().orElseThrow(), shard.periodFrom(), shard.runId()))
                .map(CorrectionSql::again);
    }

    private static List<Again> again(Iterable<Row> rows) {
        List<Again> again = new ArrayList<>();
        for (Row row : rows) {
            again.add(new Again(row.getLong(0), row.getLong(1), row.getLocalDate(2)));
        }
        return again;
    }

    /**
     * Of these accounts, those whose bill of the period is not made yet: they are parked in its run, or the cycle's runs have
     * passed the period by, or usage waits for a run. What they owe of it would be charged twice.
     */
    public Uni<List<Long>> unbilled(SqlConnection connection, RunShard shard, Long[] accounts, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select a.id
                        from bill_run r
                        join billing_account a on a.id = any($2)
                        left join lateral (
                          select b.parked_reason is not null or s.done in ('NOTHING', 'RATED') as open
                          from bill_run o
                          join bill_run_account b on b.run_id = o.id and b.root_id in (a.id, a.root_id)
                          join bill_run_shard s on s.run_id = o.id and s.shard = b.shard
                          where o.cycle_id = r.cycle_id and o.kind = 'CYCLE' and o.state <> 'CANCELLED' and o.bill_period = $3
                          order by 1 limit 1
                        ) o on true
                        where r.id = $1
                          and (o.open is not null or not exists (
                                select from charge c where c.account_id = a.id and c.bill_period = $3 and c.source in ('USAGE', 'RECURRING')))
                          and coalesce(o.open, (select min(e.bill_period) <= $3 and not bool_or(e.bill_period = $3) from bill_run e
                                    where e.cycle_id = r.cycle_id and e.kind = 'CYCLE' and e.state <> 'CANCELLED')
                                       or exists (select from usage_record u where u.account_id = a.id and not u.evidence and u.bill_period >= $3
                                                                               and u.bill_period < $4 and u.rated_period is null))
                        """)
                .execute(Tuple.of(shard.runId(), accounts, period.from(), period.to()))
                .map(rows -> {
                    List<Long> unbilled = new ArrayList<>();
                    rows.forEach(row -> unbilled.add(row.getLong(0)));
                    return unbilled;
                });
    }

    /** What other runs have charged for usage of the period, corrections included; index {@code charge_once}. */
    public Uni<List<ChargedUsage>> charged(
            SqlConnection connection, RunShard shard, Long[] accounts, CyclePeriod period) {
        return connection
                .preparedQuery("""
                        select c.account_id, c.offering_id, min(c.description), c.source_id, min(c.source_key), c.grouping_key, c.unit,
                               sum(c.quantity), c.currency,\s""" + CHARGED_AMOUNT + ", max(c.price_plan_id) " + BILLED_CHARGE + """
                        where c.source = 'USAGE' and c.service_from >= $2 and c.service_to <= $4
                        group by c.account_id, c.offering_id, c.source_id, c.grouping_key, c.unit, c.currency
                        """)
                .execute(Tuple.of(accounts, period.from(), shard.runId(), period.to()))
                .map(rows -> {
                    List<ChargedUsage> charged = new ArrayList<>();
                    for (Row row : rows) {
                        charged.add(new ChargedUsage(
                                row.getLong(0),
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getBigDecimal(7),
                                BigMoney.of(CurrencyUnit.of(row.getString(8)), row.getBigDecimal(9)),
                                row.getLong(10)));
                    }
                    return charged;
                });
    }

    /** The root accounts that a run has billed for the period before. */
    public Uni<Set<Long>> billedBefore(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select distinct b.root_id
                        from bill_run r
                        join bill_run o on o.cycle_id = r.cycle_id and o.kind = 'CYCLE' and o.state <> 'CANCELLED' and o.period_to = $3
                        join bill_run_account b on b.run_id = o.id and b.parked_reason is null
                        join bill_run_shard s on s.run_id = o.id and s.shard = b.shard and s.done not in ('NOTHING', 'RATED')
                        where r.id = $1 and b.root_id in (select root_id from bill_run_account where run_id = $1 and shard = $2)
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()))
                .map(rows -> {
                    Set<Long> roots = new HashSet<>();
                    rows.forEach(row -> roots.add(row.getLong(0)));
                    return roots;
                });
    }

    /**
     * Fees of earlier periods that were charged for days from which on prices, or the product itself, have changed since. A fee in
     * advance is charged by the run of the period before.
     */
    public Uni<List<ChargedFee.Key>> changedFees(
            SqlConnection connection, RunShard shard, Long[] accounts, Known known) {
        if (known.changesSince().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection
                .preparedQuery(CHANGED + """
                        select distinct c.source_id, c.grouping_key
                        from changed p
                        join billed b on b.period_to > p.changed_from - 62
                        join charge c on c.bill_period = b.bill_period and c.account_id = any($1) and c.source = 'RECURRING'
                          and c.offering_id = p.offering_id and c.service_to > p.changed_from
                        union
                        select c.source_id, c.grouping_key
                        from (select product_id, account_id, min(changed_on) as changed_on from product_change
                              where account_id = any($1) and changed_at >= $2 and changed_on < $3 and changed_on > '-infinity'
                              group by product_id, account_id) p
                        join billed b on b.period_to > p.changed_on - 62
                        join charge c on c.bill_period = b.bill_period and c.account_id = p.account_id and c.source = 'RECURRING'
                          and c.source_id = p.product_id and c.service_to > p.changed_on
                        """)
                .execute(Tuple.of(accounts, known.changesSince().orElseThrow(), shard.periodFrom(), shard.runId()))
                .map(rows -> {
                    List<ChargedFee.Key> fees = new ArrayList<>();
                    for (Row row : rows) {
                        LocalDate day = LocalDate.parse(row.getString(1));
                        if (day.isBefore(shard.periodFrom())) {
                            fees.add(new ChargedFee.Key(row.getLong(0), day));
                        }
                    }
                    return fees;
                });
    }

    /**
     * What other runs have charged for the fees of these days and later ones; index {@code charge_once}.
     *
     * @param run {@code bill_run.id} of the run whose own charges don't count; 0 if all count
     */
    public Uni<List<ChargedFee>> chargedFees(SqlConnection connection, long run, Long[] accounts, LocalDate from) {
        return connection
                .preparedQuery("""
                        select c.source_id, c.grouping_key, c.currency,\s""" + CHARGED_AMOUNT + """
                               , coalesce(max(c.quantity) filter (where c.quantity > 0), 1), max(c.unit), max(c.price_plan_id),
                                 min(coalesce(c.corrected_period, c.bill_period))
                        """ + BILLED_CHARGE + """
                        where c.source = 'RECURRING' and c.grouping_key >= $4
                        group by c.source_id, c.grouping_key, c.currency
                        """)
                .execute(Tuple.of(accounts, from.minusDays(62), run, from.toString()))
                .map(rows -> {
                    List<ChargedFee> fees = new ArrayList<>();
                    for (Row row : rows) {
                        fees.add(new ChargedFee(
                                row.getLong(0),
                                LocalDate.parse(row.getString(1)),
                                BigMoney.of(CurrencyUnit.of(row.getString(2)), row.getBigDecimal(3)),
                                row.getBigDecimal(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getLocalDate(7)));
                    }
                    return fees;
                });
    }

    /** Which run has corrected which period of an account. */
    public record Corrected(long accountId, long runId, LocalDate period) {}

    /** What other runs have corrected of the accounts; index {@code charge_corrected}. */
    public Uni<List<Corrected>> corrected(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        select distinct account_id, run_id, corrected_period from charge
                        where account_id = any($1) and corrected_period is not null and run_id <> $2 and source <> 'MODIFIER'
                        """)
                .execute(Tuple.of(accounts, shard.runId()))
                .map(rows -> {
                    List<Corrected> corrected = new ArrayList<>();
                    for (Row row : rows) {
                        corrected.add(new Corrected(row.getLong(0), row.getLong(1), row.getLocalDate(2)));
                    }
                    return corrected;
                });
    }
}
