package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.CorrectionSql;
import io.billinghub.core.billrun.infrastructure.EstimateSql;
import io.billinghub.core.billrun.infrastructure.EstimateSql.Runs;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.model.Estimate;
import io.billinghub.core.billrun.model.EstimatedLine;
import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.NewCharge.Source;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.invoice.infrastructure.PriceExplanation;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.infrastructure.PlanStateSql;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the bill of a period would charge by what is known now: usage so far, and the fees that are due. It goes the way of a run's
 * rating, so once nothing more comes in the run charges the same. Lines of partners' bills, differences for periods that are billed
 * already, and what the terms of accounts make of all lines of a bill are not in it. Joins the caller's transaction, which
 * sees the whole tenant, and changes nothing.
 */
@ApplicationScoped
public class Estimates {

    private final RatingSql rating;
    private final CorrectionSql corrections;
    private final EstimateSql runs;
    private final UsageRating usage;
    private final PlanStateSql states;

    public Estimates(
            RatingSql rating, CorrectionSql corrections, EstimateSql runs, UsageRating usage, PlanStateSql states) {
        this.rating = rating;
        this.corrections = corrections;
        this.runs = runs;
        this.usage = usage;
        this.states = states;
    }

    /**
     * Whose bill is estimated.
     *
     * @param cycleId {@code bill_cycle.id}
     * @param rootId the account whose bill the lines would stand on
     * @param accounts whose lines are wanted: the root with all that it pays for, or one of those
     */
    public record Billed(long cycleId, int dayOfMonth, ZoneId zone, long rootId, List<UsageAccount> accounts) {

        public Billed {
            accounts = List.copyOf(accounts);
        }

        private Long[] ids() {
            return accounts.stream().map(UsageAccount::id).toArray(Long[]::new);
        }
    }

    /** The estimate for one period of the cycle. */
    public Uni<Estimate> of(SqlConnection connection, Billed billed, CyclePeriod period) {
        LocalDate until = period.next(billed.dayOfMonth()).to();
        return runs.runs(connection, billed.cycleId(), billed.rootId(), period.from())
                .flatMap(known -> rating.plans(connection, period.from(), until)
                        .flatMap(plans -> states.before(connection, billed.ids(), period.to())
                                .map(Estimates::states)
                                .flatMap(kept -> work(connection, billed, period, known, plans, kept)
                                        .flatMap(work -> rated(connection, billed, period, known, work, kept)))
                                .map(work -> new Estimate(
                                        period,
                                        lines(work.allCharges(), plans, billed.dayOfMonth()),
                                        List.copyOf(work.parked().values())))));
    }

    /** Under which agreement something is sold makes no difference to its price, so no terms are read. */
    private Uni<ShardRating> work(
            SqlConnection connection,
            Billed billed,
            CyclePeriod period,
            Runs known,
            List<StoredPlan> plans,
            PlanStates kept) {
        List<ShardUsageAccount> accounts = billed.accounts().stream()
                .map(account -> new ShardUsageAccount(billed.rootId(), account))
                .toList();
        return rating.priceHistories(connection, period.to())
                .flatMap(histories -> corrections
                        .chargedFees(connection, known.run(), billed.ids(), period.from())
                        .map(charged -> new ShardRating(
                                billed.dayOfMonth(), period, accounts, plans, histories, List.of(), charged, kept)));
    }

    private static PlanStates states(List<PlanStates.Left> left) {
        PlanStates states = new PlanStates("estimate");
        left.forEach(states::know);
        return states;
    }

    private Uni<ShardRating> rated(
            SqlConnection connection,
            Billed billed,
            CyclePeriod period,
            Runs known,
            ShardRating work,
            PlanStates kept) {
        return rating.plans(connection, period.from(), period.to())
                .flatMap(plans -> span(connection, billed, period, known)
                        .flatMap(span -> usage.rate(connection, span, billed.accounts(), plans, kept)))
                .invoke(work::rateUsage)
                .flatMap(done -> rating.subscriptions(connection, billed.ids(), period))
                .invoke(subscriptions ->
                        subscriptions.forEach(each -> work.rateSubscription(each, known.billedBefore())))
                .replaceWith(work);
    }

    private Uni<UsageSpan> span(SqlConnection connection, Billed billed, CyclePeriod period, Runs known) {
        return known.billed()
                ? Uni.createFrom().item(UsageSpan.of(period, billed.zone()))
                : runs.unbilledTo(connection, billed.ids(), period)
                        .map(until -> UsageSpan.until(period, until, billed.zone()));
    }

    private static List<EstimatedLine> lines(List<NewCharge> charges, List<StoredPlan> plans, int dayOfMonth) {
        Map<Long, StoredPlan> byId = plans.stream().collect(Collectors.toMap(StoredPlan::id, Function.identity()));
        return charges.stream()
                .map(charge -> new EstimatedLine(charge, steps(charge, byId, dayOfMonth)))
                .toList();
    }

    private static List<RatedStep> steps(NewCharge charge, Map<Long, StoredPlan> plans, int dayOfMonth) {
        if (charge.priceSteps().isPresent()) {
            return PriceStepsJson.read(
                    charge.priceSteps().get(), charge.amount().getCurrencyUnit());
        }
        PricePlan plan = plans.get(charge.pricePlanId()).plan();
        return charge.source() == Source.RECURRING
                ? PriceExplanation.fee(
                                plan,
                                charge.groupingKey(),
                                new LocalPeriod(charge.serviceFrom(), charge.serviceTo()),
                                dayOfMonth)
                        .steps()
                : plan.rateUsage(charge.quantity()).steps();
    }
}
