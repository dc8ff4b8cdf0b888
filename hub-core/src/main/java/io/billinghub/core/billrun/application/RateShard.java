package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.CreditChargeSql;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.SumsAhead;
import io.billinghub.core.usage.model.UsageAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;

/**
 * Makes the charges of a shard's accounts: partner lines as they were billed, usage and subscriptions by their price
 * plans, and what the terms of the accounts make of all of them. A root account for which a price is missing is parked
 * with the reason, and nothing of it is charged by plans; the others go on.
 */
@ApplicationScoped
public class RateShard {

    private final BillRunSql runs;
    private final RatingSql rating;
    private final UsageRating usage;
    private final Corrections corrections;
    private final PlanStateSql states;
    private final ApplyTerms terms;
    private final CreditChargeSql credits;

    public RateShard(
            BillRunSql runs,
            RatingSql rating,
            UsageRating usage,
            Corrections corrections,
            PlanStateSql states,
            ApplyTerms terms,
            CreditChargeSql credits) {
        this.runs = runs;
        this.rating = rating;
        this.usage = usage;
        this.corrections = corrections;
        this.states = states;
        this.terms = terms;
        this.credits = credits;
    }

    /**
     * Rates the shard on the connection; the caller holds the shard and commits.
     *
     * @param ahead sums of usage that were read before
     */
    Uni<Void> rate(SqlConnection connection, RunShard shard, SumsAhead ahead) {
        return switch (shard.kind()) {
            case ON_DEMAND ->
                rating.waitForRestatements(connection, shard)
                        .flatMap(waited -> rating.chargePartnerLines(connection, shard))
                        .replaceWithVoid();
            case CREDIT_NOTE -> credits.charge(connection, shard);
            case CYCLE, TRIAL ->
                rating.chargePartnerLines(connection, shard)
                        .flatMap(charged -> accounts(connection, shard))
                        .flatMap(accounts -> rateByPlans(connection, shard, accounts, ahead));
        };
    }

    /** The accounts that are still to be rated. */
    private Uni<List<ShardUsageAccount>> accounts(SqlConnection connection, RunShard shard) {
        Uni<List<ShardUsageAccount>> all = rating.accounts(connection, shard);
        return shard.reopened()
                ? rating.deleteUnbilled(connection, shard)
                        .flatMap(deleted -> rating.billedAccounts(connection, shard))
                        .flatMap(billed -> all.map(accounts -> accounts.stream()
                                .filter(each -> !billed.contains(each.account().id()))
                                .toList()))
                : all;
    }

    private Uni<Void> rateByPlans(
            SqlConnection connection, RunShard shard, List<ShardUsageAccount> accounts, SumsAhead ahead) {
        CyclePeriod period = new CyclePeriod(shard.periodFrom(), shard.periodTo());
        List<UsageAccount> users =
                accounts.stream().map(ShardUsageAccount::account).toList();
        return states(connection, shard, accounts)
                .flatMap(known -> corrections
                        .stale(connection, shard, known)
                        .flatMap(stale -> corrections
                                .fees(connection, shard, users, known, stale)
                                .flatMap(fees -> work(connection, shard, period, accounts, fees, known)
                                        .flatMap(work -> corrections
                                                .usage(connection, shard, accounts, known, stale)
                                                .invoke(corrected -> corrected.forEach(work::correctUsage))
                                                .flatMap(done -> corrections.ownUsage(connection, shard, users))
                                                .flatMap(span -> usage.rate(
                                                        connection, span, users, work.plansOf(period), known, ahead))
                                                .invoke(work::rateUsage)
                                                .flatMap(done -> rating.subscriptions(connection, shard))
                                                .invoke(subscriptions -> {
                                                    fees.changed().forEach(work::correctFee);
                                                    subscriptions.forEach(each -> work.rateSubscription(
                                                            each,
                                                            fees.billedBefore().contains(each.rootId())));
                                                })
                                                .replaceWith(work)))))
                .flatMap(work -> rating.insertCharges(connection, shard, work.charges())
                        .flatMap(inserted -> states.keep(
                                connection, shard.runId(), shard.runUuid().toString(), work.left()))
                        .flatMap(kept -> runs.park(
                                connection,
                                shard.runId(),
                                List.copyOf(work.parked().keySet()),
                                List.copyOf(work.parked().values())))
                        .flatMap(parked -> terms.apply(
                                connection,
                                shard,
                                accounts,
                                work.parked().keySet(),
                                CorrectedTerms.of(work.charges()))));
    }

    private Uni<ShardRating> work(
            SqlConnection connection,
            RunShard shard,
            CyclePeriod period,
            List<ShardUsageAccount> accounts,
            Corrections.Fees fees,
            PlanStates known) {
        LocalDate until = period.next(shard.dayOfMonth()).to();
        return rating.plans(connection, fees.earliest(shard), until)
                .flatMap(plans -> rating.priceHistories(connection, shard.periodTo())
                        .flatMap(histories -> rating.offeringTerms(connection, until)
                                .map(terms -> new ShardRating(
                                        shard.dayOfMonth(),
                                        period,
                                        accounts,
                                        plans,
                                        histories,
                                        terms,
                                        fees.charged(),
                                        known))));
    }

    /** What is known of earlier periods; without what an earlier rating of these accounts in the same run has found. */
    private Uni<PlanStates> states(SqlConnection connection, RunShard shard, List<ShardUsageAccount> accounts) {
        Long[] ids = accounts.stream().map(each -> each.account().id()).toArray(Long[]::new);
        Uni<Void> dropped = shard.reopened()
                ? states.drop(connection, shard.runId(), ids)
                : Uni.createFrom().voidItem();
        return dropped.flatMap(done -> states.before(connection, ids, shard.periodTo()))
                .map(left -> {
                    PlanStates known = new PlanStates(shard.runUuid().toString());
                    left.forEach(known::know);
                    return known;
                });
    }
}
