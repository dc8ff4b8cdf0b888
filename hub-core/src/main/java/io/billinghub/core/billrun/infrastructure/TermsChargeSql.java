package io.billinghub.core.billrun.infrastructure;

import io.billinghub.core.billrun.model.ChargedTerms;
import io.billinghub.core.billrun.model.KeptState;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.SoldAs.StatedTax;
import io.billinghub.core.billrun.model.TermsCharge;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.sql.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Writes what the terms of accounts make of a run's charges, and takes it back as a whole. */
@ApplicationScoped
public class TermsChargeSql {

    /** Whether anything waits to be charged to a sponsor, in the whole tenant; index {@code sponsored_charge_open}. */
    public Uni<Boolean> anyToClaim(SqlConnection connection) {
        return connection
                .query("select exists (select from sponsored_charge where claimed_run is null)")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether the run has priced the terms of any account, or claimed anything; indexes by run. */
    public Uni<Boolean> anyMade(SqlConnection connection, RunShard shard) {
        return connection
                .preparedQuery("""
                        select exists (select from account_state where run_id = $1)
                            or exists (select from sponsored_charge where claimed_run = $1)
                        """)
                .execute(Tuple.of(shard.runId()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Charges the accounts what they pay for others, of runs that are published. A row is claimed by one run: another one that claims
     * it at the same time waits, and then finds it claimed.
     */
    public Uni<Integer> claim(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        with claimed as (
                          update sponsored_charge s set claimed_run = $1
                          where s.sponsor_id = any($3) and s.claimed_run is null
                            and exists (select from bill_run r where r.id = s.made_run and r.state in ('PUBLISHED', 'CLOSED'))
                          returning s.*
                        )
                        insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id,
                                            source_key, grouping_key, description, quantity, unit, amount, currency, tax_category,
                                            tax_rate, service_from, service_to, detail_rows, run_id)
                        select hub_tenant(), $2, s.sponsor_id, s.offering_id, s.agreement_version_id, 'SPONSORED', s.id, a.number,
                               s.modifier_key, s.description || ' (' || a.number || ')', 1, 'piece', s.amount, s.currency,
                               s.tax_category, s.tax_rate, s.service_from, s.service_to, 1, $1
                        from claimed s join billing_account a on a.id = s.account_id
                        order by s.sponsor_id, s.id
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodFrom(), accounts))
                .map(inserted -> inserted.rowCount());
    }

    /** Inserts the charges, and what sponsors will be charged, or given back. */
    public Uni<Void> insert(SqlConnection connection, RunShard shard, List<TermsCharge> charges) {
        if (charges.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into charge (tenant_id, bill_period, account_id, offering_id, agreement_version_id, source, source_id,
                                            source_key, grouping_key, description, quantity, unit, amount, currency, tax_category,
                                            tax_rate, service_from, service_to, detail_rows, run_id, price_steps, borne_by, borne_under,
                                            corrected_period)
                        select hub_tenant(), $1, c.account_id, c.offering_id, c.agreement_version_id, 'MODIFIER',
                               coalesce(c.agreement_version_id, 0), c.modifier, c.grouping_key, c.description, sign(c.amount),
                               'piece', c.amount, c.currency, c.tax_category, c.tax_rate, c.service_from, c.service_to,
                               c.detail_rows, $2, c.price_steps::jsonb, c.borne_by, c.borne_under, c.corrected_period
                        from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[]::numeric[],
                                    $10::text[], $11::text[], $12::text[]::numeric[], $13::date[], $14::date[], $15::integer[],
                                    $16::text[], $17::bigint[], $18::bigint[], $19::date[])
                          as c (account_id, offering_id, agreement_version_id, modifier, grouping_key, description, amount, currency,
                                tax_category, tax_rate, service_from, service_to, detail_rows, price_steps, borne_by, borne_under,
                                corrected_period)
                        """)
                .execute(common(Tuple.tuple().addLocalDate(shard.periodFrom()).addLong(shard.runId()), charges)
                        .addValue(Columns.of(
                                charges, Integer.class, charge -> charge.steps().size()))
                        .addValue(Columns.texts(charges, charge -> PriceStepsJson.write(charge.steps())))
                        .addValue(Columns.longs(
                                charges,
                                charge -> charge.bearer().map(Bearing::partyId).orElse(null)))
                        .addValue(Columns.longs(
                                charges,
                                charge -> charge.bearer()
                                        .flatMap(Bearing::agreementVersionId)
                                        .orElse(null)))
                        .addValue(Columns.of(
                                charges,
                                LocalDate.class,
                                charge -> charge.corrected().orElse(null))))
                .flatMap(inserted -> sponsored(
                        connection,
                        shard,
                        charges.stream()
                                .filter(charge -> charge.sponsorId().isPresent())
                                .toList()));
    }

    /** What was charged by one modifier for one product of an account, under the terms of the period that begins on the day. */
    public record OfPeriod(long accountId, LocalDate period, ChargedTerms charged) {}

    /**
     * What other runs have charged by the terms of the states' periods: their own, and those that have corrected them; indexes
     * {@code charge_once} and {@code charge_corrected}.
     */
    public Uni<List<OfPeriod>> charged(SqlConnection connection, RunShard shard, List<KeptState> states) {
        return connection
                .preparedQuery("""
                        select w.account_id, w.period, c.offering_id, split_part(c.grouping_key, '/', 1), c.source_key, sum(c.amount)
                        from unnest($1::bigint[], $2::bigint[], $3::date[]) as w (account_id, run_id, period)
                        cross join lateral (
                          select offering_id, grouping_key, source_key, amount from charge
                          where bill_period = w.period and account_id = w.account_id and source = 'MODIFIER' and run_id = w.run_id
                            and corrected_period is null
                          union all
                          select offering_id, grouping_key, source_key, amount from charge
                          where account_id = w.account_id and corrected_period = w.period and source = 'MODIFIER' and run_id <> $4
                        ) c
                        group by w.account_id, w.period, c.offering_id, split_part(c.grouping_key, '/', 1), c.source_key
                        """)
                .execute(Tuple.of(
                        Columns.longs(states, KeptState::accountId),
                        Columns.longs(states, KeptState::run),
                        Columns.of(
                                states,
                                LocalDate.class,
                                state -> state.billing().from()),
                        shard.runId()))
                .map(rows -> {
                    List<OfPeriod> charged = new ArrayList<>();
                    for (Row row : rows) {
                        charged.add(new OfPeriod(
                                row.getLong(0),
                                row.getLocalDate(1),
                                new ChargedTerms(
                                        row.getLong(2),
                                        AdjustmentKind.valueOf(row.getString(3)),
                                        row.getString(4),
                                        row.getBigDecimal(5))));
                    }
                    return charged;
                });
    }

    private static Uni<Void> sponsored(SqlConnection connection, RunShard shard, List<TermsCharge> charges) {
        if (charges.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("""
                        insert into sponsored_charge (tenant_id, made_run, account_id, sponsor_id, modifier_key, offering_id,
                                                      agreement_version_id, description, amount, currency, tax_category, tax_rate,
                                                      service_from, service_to)
                        select hub_tenant(), $1, c.account_id, c.sponsor_id, c.modifier, c.offering_id, c.agreement_version_id,
                               c.description, -c.amount, c.currency, c.tax_category, c.tax_rate, c.service_from, c.service_to
                        from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[]::numeric[],
                                    $9::text[], $10::text[], $11::text[]::numeric[], $12::date[], $13::date[], $14::bigint[])
                          as c (account_id, offering_id, agreement_version_id, modifier, grouping_key, description, amount, currency,
                                tax_category, tax_rate, service_from, service_to, sponsor_id)
                        """)
                .execute(common(Tuple.tuple().addLong(shard.runId()), charges)
                        .addValue(Columns.longs(
                                charges, charge -> charge.sponsorId().orElseThrow())))
                .replaceWithVoid();
    }

    private static Tuple common(Tuple first, List<TermsCharge> charges) {
        return first.addValue(Columns.longs(charges, TermsCharge::accountId))
                .addValue(Columns.longs(charges, charge -> charge.sold().offeringId()))
                .addValue(Columns.longs(
                        charges, charge -> charge.sold().agreementVersionId().orElse(null)))
                .addValue(Columns.texts(charges, TermsCharge::modifier))
                .addValue(Columns.texts(charges, TermsCharge::groupingKey))
                .addValue(Columns.texts(charges, TermsCharge::description))
                .addValue(Columns.decimals(charges, charge -> charge.amount().getAmount()))
                .addValue(Columns.texts(
                        charges, charge -> charge.amount().getCurrencyUnit().getCode()))
                .addValue(Columns.texts(
                        charges,
                        charge -> charge.sold().tax().map(StatedTax::category).orElse(null)))
                .addValue(Columns.decimals(
                        charges,
                        charge -> charge.sold().tax().map(StatedTax::rate).orElse(null)))
                .addValue(Columns.of(
                        charges, LocalDate.class, charge -> charge.service().from()))
                .addValue(Columns.of(
                        charges, LocalDate.class, charge -> charge.service().to()));
    }

    /**
     * Of the roots' accounts, those of which this run has billed nothing yet. One that has moved here, and whose state of this run another
     * run has gone on from, is done: priced again it would count twice.
     */
    public Uni<Long[]> unbilled(SqlConnection connection, RunShard shard, Long[] roots) {
        return connection
                .preparedQuery("""
                        select a.id from billing_account a
                        where a.root_id = any($3)
                          and not exists (select from charge c join bill_line l on l.bill_period = c.bill_period and l.charge_id = c.id
                                          where c.bill_period = $2 and c.account_id = a.id and c.run_id = $1)
                          and not exists (select from account_state s join account_state n on n.account_id = s.account_id and n.begins_with = s.id
                                          where s.account_id = a.id and s.run_id = $1)
                        order by a.id
                        """)
                .execute(Tuple.of(shard.runId(), shard.periodFrom(), roots))
                .map(rows -> {
                    List<Long> accounts = new ArrayList<>();
                    for (Row row : rows) {
                        accounts.add(row.getLong(0));
                    }
                    return accounts.toArray(Long[]::new);
                });
    }

    /** Takes back all that the run has made of these accounts' terms; what it has claimed of sponsored charges waits again. */
    public Uni<Void> takeBack(SqlConnection connection, RunShard shard, Long[] accounts) {
        return connection
                .preparedQuery("""
                        delete from charge
                        where bill_period = $1 and run_id = $2 and account_id = any($3) and source in ('MODIFIER', 'SPONSORED')
                        """)
                .execute(Tuple.of(shard.periodFrom(), shard.runId(), accounts))
                .flatMap(done -> forget(connection, shard.runId(), accounts));
    }

    /** Takes back what a run that is cancelled has made, its charges apart. */
    public Uni<Void> takeBackAll(SqlConnection connection, long runId) {
        return forget(connection, runId, null);
    }

    private static Uni<Void> forget(SqlConnection connection, long runId, Long[] accounts) {
        Tuple which = Tuple.of(runId, accounts);
        return connection.preparedQuery("""
                        with states as (
                          delete from account_state where run_id = $1 and ($2::bigint[] is null or account_id = any($2))
                        ), coupons as (
                          delete from coupon_use where run_id = $1 and ($2::bigint[] is null or account_id = any($2))
                        ), made as (
                          delete from sponsored_charge where made_run = $1 and ($2::bigint[] is null or account_id = any($2))
                        )
                        update sponsored_charge set claimed_run = null
                        where claimed_run = $1 and ($2::bigint[] is null or sponsor_id = any($2))
                        """).execute(which).replaceWithVoid();
    }
}
