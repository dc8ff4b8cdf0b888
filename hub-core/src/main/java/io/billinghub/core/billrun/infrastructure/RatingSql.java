package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.PriceHistory;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.Subscription;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.sql.Columns;
import io.billinghub.core.usage.model.UsageAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a shard's accounts are charged for: partner lines, usage and subscriptions, each read or written as a set. */
@ApplicationScoped
public class RatingSql {

    /** An agreement's version and the offering that is sold under it. */
    public record OfferingTerms(long offeringId, long agreementVersionId, LocalDate validFrom, LocalDate validTo) {}

    /** An account that is billed with a root account. */
    public record ShardUsageAccount(long rootId, UsageAccount account) {}

    /** Each shard reads all plans; parsing them is what takes long. */
    private static final int MOST_PARSED = 50_000;

    private final Map<Long, Parsed> parsed = new ConcurrentHashMap<>();

    private record Parsed(String definition, PricePlan plan) {}

    private static final String SUBSCRIPTION = """
            select p.id, p.key, a.root_id, a.id, a.number, o.id, o.key, o.name, o.unit, p.quantity, p.started_on, p.ended_on,
                   greatest(p.started_on, p.billed_through + 1) as charged_from,
            """ + ProductHistory.COLUMNS;
    private static final String RUNNING = """
            join product p on p.account_id = a.id and p.started_on < $2 and p.ended_on >= $1
              and p.status not in ('created', 'pendingActive', 'cancelled', 'aborted')
            join product_offering o on o.id = p.offering_id and o.fees_billed_by = 'HUB'
            """;
    private static final String KEEP_THOSE_THERE = " on conflict do nothing";

    /**
     * Charges for accepted partner lines, summed unrounded per partner bill, account, product, grouping key, unit and
     * stated tax; the rows stay as the charge's detail. Reads each account's lines by index
     * {@code partner_bill_line_account}; partner bills are joined to the sums, not to the lines. What a replaced bill gives back is
     * netted with the bill in its place, and what comes out at nothing is no charge. Charges of an earlier rating of a
     * reopened shard stay.
     */
    public Uni<Integer> chargePartnerLines(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery(keeping(shard, """
                        insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id,
                                            source_key, grouping_key, description, quantity, unit, amount, currency, tax_category,
                                            tax_rate, service_from, service_to, detail_rows, run_id)
                        select hub_tenant(), $3, l.account_id, l.offering_id, t.agreement_version_id, 'PARTNER_BILL', b.id,
                               b.number, l.grouping_key, l.description, l.quantity, l.unit, l.net, t.currency, l.tax_category,
                               l.tax_rate, l.service_from, l.service_to, l.details, $1
                        from (
                          select l.account_id, l.offering_id, coalesce(h.id, l.partner_bill_id) as partner_bill_id,
                                 coalesce(h.terms, l.partner_bill_id) as terms, l.grouping_key, min(l.description) as description,
                                 sum(l.quantity) as quantity, l.unit, sum(l.net) as net, l.tax_category, l.tax_rate,
                                 min(l.service_from) as service_from, max(l.service_to) as service_to, count(*) as details
                          from bill_run_account r
                          join billing_account a on a.root_id = r.root_id
                          join partner_bill_line l on l.account_id = a.id and l.bill_period >= $3 and l.bill_period < $4
                          left join ( -- few: a bill that was given back, the one that took its place then, and whose terms hold
                            select o.id as given_back, n.id,
                                   case when n.currency = o.currency and n.agreement_version_id = o.agreement_version_id then n.id else o.id end as terms
                            from partner_bill o join partner_bill n on n.id = o.given_back_by
                          ) h on h.given_back = l.partner_bill_id and l.position < 0
                          where r.run_id = $1 and r.shard = $2 and l.accepted
                          group by l.account_id, l.offering_id, coalesce(h.id, l.partner_bill_id), coalesce(h.terms, l.partner_bill_id),
                                   l.grouping_key, l.unit, l.tax_category, l.tax_rate
                          having sum(l.net) <> 0 or sum(l.quantity) <> 0 or min(l.position) > 0
                        ) l
                        join partner_bill b on b.id = l.partner_bill_id
                        join partner_bill t on t.id = l.terms
                        order by l.account_id, b.id, l.offering_id, l.grouping_key
                        """))
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom(), shard.periodTo()))
                .map(inserted -> inserted.rowCount());
    }

    /** Keeps lines of the run's cycle, whose period is open, from being withdrawn until the transaction ends. */
    public Uni<Void> waitForRestatements(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery(
                        "select pg_advisory_xact_lock_shared(cycle_restatement(cycle_id)) from bill_run where id = $1")
                .execute(Tuple.of(shard.runId()))
                .replaceWithVoid();
    }

    /** The accounts of the shard's roots, children included. */
    public Uni<List<ShardUsageAccount>> accounts(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select r.root_id, a.id, a.number from bill_run_account r join billing_account a on a.root_id = r.root_id
                        where r.run_id = $1 and r.shard = $2 order by a.id
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard()))
                .map(rows -> {
                    List<ShardUsageAccount> accounts = new ArrayList<>();
                    for (Row row : rows) {
                        accounts.add(new ShardUsageAccount(
                                row.getLong(0), new UsageAccount(row.getLong(1), row.getString(2))));
                    }
                    return accounts;
                });
    }

    /** The accounts of some shards of a run that are not rated yet, by {@code billing_account.id}; from the first shard to before the last. */
    public Uni<Long[]> accounts(SqlConnection connection, long runId, int from, int to) {
        return connection.preparedQuery("""
                        select a.id from bill_run_shard s
                        join bill_run_account r on r.run_id = s.run_id and r.shard = s.shard
                        join billing_account a on a.root_id = r.root_id
                        where s.run_id = $1 and s.shard >= $2 and s.shard < $3 and s.done = 'NOTHING'
                        """).execute(Tuple.of(runId, from, to)).map(rows -> {
            List<Long> accounts = new ArrayList<>();
            rows.forEach(row -> accounts.add(row.getLong(0)));
            return accounts.toArray(Long[]::new);
        });
    }

    /**
     * Takes away what an earlier rating of a reopened shard has made of usage and subscriptions and no bill has taken up: prices
     * may have changed since.
     */
    public Uni<Void> deleteUnbilled(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        delete from charge c using bill_run_account r, billing_account a
                        where r.run_id = $1 and r.shard = $2 and a.root_id = r.root_id and c.account_id = a.id
                          and c.bill_period = $3 and c.run_id = $1 and c.source in ('USAGE', 'RECURRING')
                          and not exists (select from bill_line l where l.bill_period = c.bill_period and l.charge_id = c.id)
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()))
                .replaceWithVoid();
    }

    /** Accounts that this run has billed for usage or subscriptions already, such as one that was moved to a parked root. */
    public Uni<Set<Long>> billedAccounts(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select distinct c.account_id
                        from bill_run_account r
                        join billing_account a on a.root_id = r.root_id
                        join charge c on c.account_id = a.id and c.bill_period = $3
                        where r.run_id = $1 and r.shard = $2 and c.run_id = $1 and c.source in ('USAGE', 'RECURRING')
                        """)
                .execute(Tuple.of(shard.runId(), shard.shard(), shard.periodFrom()))
                .map(rows -> {
                    Set<Long> accounts = new HashSet<>();
                    rows.forEach(row -> accounts.add(row.getLong(0)));
                    return accounts;
                });
    }

    /**
     * Subscriptions of the shard's accounts that run anywhere in its period or have ended right before it: those may have paid
     * ahead. Nothing is due for those that begin later, nor of those whose fees the partner bills.
     */
    public Uni<List<Subscription>> subscriptions(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery(SUBSCRIPTION + """
                        from bill_run_account r
                        join billing_account a on a.root_id = r.root_id
                        """ + RUNNING + "where r.run_id = $3 and r.shard = $4")
                .execute(Tuple.of(shard.periodFrom(), shard.periodTo(), shard.runId(), shard.shard()))
                .map(RatingSql::toSubscriptions);
    }

    /** The same of some accounts and any period. */
    public Uni<List<Subscription>> subscriptions(SqlConnection connection, Long[] accounts, CyclePeriod period) {
        return connection
                .preparedQuery(SUBSCRIPTION + "from billing_account a " + RUNNING + "where a.id = any($3)")
                .execute(Tuple.of(period.from(), period.to(), accounts))
                .map(RatingSql::toSubscriptions);
    }

    /** These subscriptions, whether they still run or not. */
    public Uni<List<Subscription>> subscriptions(SqlConnection connection, Long[] ids) {
        return connection
                .preparedQuery(SUBSCRIPTION + """
                        from product p
                        join billing_account a on a.id = p.account_id
                        join product_offering o on o.id = p.offering_id
                        where p.id = any($1)
                        """)
                .execute(Tuple.tuple().addArrayOfLong(ids))
                .map(RatingSql::toSubscriptions);
    }

    private static List<Subscription> toSubscriptions(RowSet<Row> rows) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (Row row : rows) {
            subscriptions.add(new Subscription(
                    row.getLong(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    ProductHistory.of(row.getBigDecimal(9), row.getBoolean("paused"), row.getString("changes")),
                    row.getLocalDate(10),
                    row.getLocalDate("charged_from"),
                    row.getLocalDate(11)));
        }
        return subscriptions;
    }

    private PricePlan parsed(long id, String definition) {
        Parsed known = parsed.get(id);
        if (known != null && known.definition().equals(definition)) {
            return known.plan();
        }
        if (parsed.size() >= MOST_PARSED) {
            parsed.clear();
        }
        PricePlan plan = PricePlanJson.read(definition).orElseThrow();
        parsed.put(id, new Parsed(definition, plan));
        return plan;
    }

    /** All price plans of offerings in force anywhere in {@code [from, to)}, by offering, the newest first. */
    public Uni<List<StoredPlan>> plans(SqlConnection connection, LocalDate from, LocalDate to) {
        return connection.preparedQuery("""
                        select id, offering_id, definition::text, valid_from, valid_to from price_plan
                        where offering_id is not null and valid_from < $2 and valid_to > $1 and valid_from < valid_to order by offering_id, valid_from desc, version desc, id desc
                        """).execute(Tuple.of(from, to)).map(rows -> {
            List<StoredPlan> plans = new ArrayList<>();
            for (Row row : rows) {
                plans.add(new StoredPlan(
                        row.getLong(0),
                        row.getLong(1),
                        parsed(row.getLong(0), row.getString(2)),
                        row.getLocalDate(3),
                        row.getLocalDate(4)));
            }
            return plans;
        });
    }

    /** Since when each offering has had prices, of those that began before the day; by offering. */
    public Uni<Map<Long, PriceHistory>> priceHistories(SqlConnection connection, LocalDate to) {
        return connection.preparedQuery("""
                        select offering_id, min(valid_from),
                               min(valid_from) filter (where definition #>> '{model,type}' = 'flat'
                                                         and definition #>> '{model,timing}' <> 'ONE_TIME')
                        from price_plan where offering_id is not null and valid_from < $1
                        group by offering_id
                        """).execute(Tuple.of(to)).map(rows -> {
            Map<Long, PriceHistory> histories = new HashMap<>();
            for (Row row : rows) {
                LocalDate recurring = row.getLocalDate(2);
                histories.put(
                        row.getLong(0),
                        new PriceHistory(row.getLocalDate(1), recurring == null ? LocalDate.MAX : recurring));
            }
            return histories;
        });
    }

    /** Under which agreement versions partner products were sold up to the day, the newest first. */
    public Uni<List<OfferingTerms>> offeringTerms(SqlConnection connection, LocalDate to) {
        return connection.preparedQuery("""
                        select o.id, v.id, v.valid_from, v.valid_to
                        from product_offering o join agreement_version v on v.agreement_id = o.agreement_id
                        where v.valid_from < $1 order by o.id, v.valid_from desc, v.version desc
                        """).execute(Tuple.of(to)).map(rows -> {
            List<OfferingTerms> terms = new ArrayList<>();
            for (Row row : rows) {
                terms.add(new OfferingTerms(row.getLong(0), row.getLong(1), row.getLocalDate(2), row.getLocalDate(3)));
            }
            return terms;
        });
    }

    /** Inserts rated charges. A charge that is there already fails the shard: none is left out in silence. */
    public Uni<Integer> insertCharges(SqlConnection connection, RunShard shard, List<NewCharge> charges) {
        if (charges.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return connection
                .preparedQuery("""
                        insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id,
                                            source_key, grouping_key, description, quantity, unit, amount, currency,
                                            price_plan_id, service_from, service_to, detail_rows, run_id, rated_from, price_steps,
                                            corrected_period)
                        select hub_tenant(), $1, c.account_id, c.offering_id, c.agreement_version_id, c.source, c.source_id,
                               c.source_key, c.grouping_key, c.description, c.quantity, c.unit, c.amount, c.currency,
                               c.price_plan_id, c.service_from, c.service_to, c.detail_rows, $2, c.rated_from, c.price_steps::jsonb,
                               c.corrected_period
                        from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::text[],
                                    $10::text[], $11::text[]::numeric[], $12::text[], $13::text[]::numeric[], $14::text[],
                                    $15::bigint[], $16::date[], $17::date[], $18::integer[], $19::date[], $20::text[], $21::date[])
                          as c (account_id, offering_id, agreement_version_id, source, source_id, source_key, grouping_key,
                                description, quantity, unit, amount, currency, price_plan_id, service_from, service_to,
                                detail_rows, rated_from, price_steps, corrected_period)
                        """)
                .execute(Tuple.tuple()
                        .addLocalDate(shard.periodFrom())
                        .addLong(shard.runId())
                        .addValue(Columns.longs(charges, NewCharge::accountId))
                        .addValue(Columns.longs(charges, NewCharge::offeringId))
                        .addValue(Columns.longs(
                                charges, charge -> charge.agreementVersionId().orElse(null)))
                        .addValue(
                                Columns.texts(charges, charge -> charge.source().name()))
                        .addValue(Columns.longs(charges, NewCharge::sourceId))
                        .addValue(Columns.texts(charges, NewCharge::sourceKey))
                        .addValue(Columns.texts(charges, NewCharge::groupingKey))
                        .addValue(Columns.texts(charges, NewCharge::description))
                        .addValue(Columns.decimals(charges, NewCharge::quantity))
                        .addValue(Columns.texts(charges, NewCharge::unit))
                        .addValue(Columns.decimals(
                                charges, charge -> charge.amount().getAmount()))
                        .addValue(Columns.texts(
                                charges,
                                charge -> charge.amount().getCurrencyUnit().getCode()))
                        .addValue(Columns.longs(charges, NewCharge::pricePlanId))
                        .addValue(Columns.of(charges, LocalDate.class, NewCharge::serviceFrom))
                        .addValue(Columns.of(charges, LocalDate.class, NewCharge::serviceTo))
                        .addValue(Columns.of(charges, Integer.class, NewCharge::detailRows))
                        .addValue(Columns.of(
                                charges,
                                LocalDate.class,
                                charge -> charge.ratedFrom().orElse(null)))
                        .addValue(Columns.texts(
                                charges, charge -> charge.priceSteps().orElse(null)))
                        .addValue(Columns.of(
                                charges,
                                LocalDate.class,
                                charge -> charge.corrected().orElse(null))))
                .map(inserted -> inserted.rowCount());
    }

    /** Looking for conflicts first costs a third of the insert; {@code charge_once} refuses a second charge anyhow. */
    private static String keeping(RunShard shard, String insert) {
        return shard.reopened() ? insert + KEEP_THOSE_THERE : insert;
    }
}
