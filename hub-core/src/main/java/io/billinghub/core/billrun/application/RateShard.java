package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.OfferingTerms;
import io.billinghub.core.billrun.infrastructure.RatingSql.Subscription;
import io.billinghub.core.billrun.infrastructure.RatingSql.UsageSum;
import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.NewCharge.Source;
import io.billinghub.core.billrun.model.PriceHistory;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.StoredPlan;
import io.billinghub.core.billrun.model.SubscriptionFees;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.plan.PricePlan;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/**
 * Makes the charges of a shard's accounts: partner lines as they were billed, usage and subscriptions by their price
 * plans: of an offering's plans in force, usage goes by one that prices usage, a subscription by one recurring fee and one
 * one-time fee. A root account for which a price is missing is parked with the reason; the others go on.
 */
@ApplicationScoped
public class RateShard {

    private final BillRunSql runs;
    private final RatingSql rating;

    public RateShard(BillRunSql runs, RatingSql rating) {
        this.runs = runs;
        this.rating = rating;
    }

    /** Rates the shard on the connection; the caller holds the shard and commits. */
    Uni<Void> rate(SqlConnection connection, RunShard shard) {
        Uni<Integer> partnerLines = rating.chargePartnerLines(connection, shard);
        return shard.kind() == RunKind.ON_DEMAND
                ? partnerLines.replaceWithVoid()
                : partnerLines.flatMap(charged -> rateByPlans(connection, shard));
    }

    private Uni<Void> rateByPlans(SqlConnection connection, RunShard shard) {
        CyclePeriod period = new CyclePeriod(shard.periodFrom(), shard.periodTo());
        LocalDate until = period.next(shard.dayOfMonth()).to();
        return rating.plans(connection, shard.periodFrom(), until)
                .flatMap(plans -> rating.priceHistories(connection, shard.periodTo())
                        .flatMap(histories -> rating.offeringTerms(connection, until)
                                .map(terms -> new ShardRating(shard, period, plans, histories, terms))))
                .flatMap(work -> rating.usageSums(connection, shard)
                        .emitOn(Infrastructure.getDefaultWorkerPool()) // rating is computing
                        .invoke(sums -> sums.forEach(work::rateUsage))
                        .flatMap(done -> rating.subscriptions(connection, shard))
                        .invoke(subscriptions -> subscriptions.forEach(work::rateSubscription))
                        .flatMap(done -> rating.insertCharges(connection, shard, work.charges()))
                        .flatMap(inserted -> runs.park(
                                connection,
                                shard.runId(),
                                List.copyOf(work.parked().keySet()),
                                List.copyOf(work.parked().values()))));
    }

    /** The pure part: from sums and subscriptions to charges, collecting reasons to park. */
    private static final class ShardRating {
        private final RunShard shard;
        private final CyclePeriod period;
        private final Map<Long, List<StoredPlan>> plans;
        private final Map<Long, PriceHistory> histories;
        private final Map<Long, List<OfferingTerms>> terms;
        private final List<NewCharge> charges = new ArrayList<>();
        private final Map<Long, String> parked = new LinkedHashMap<>();

        ShardRating(
                RunShard shard,
                CyclePeriod period,
                List<StoredPlan> plans,
                Map<Long, PriceHistory> histories,
                List<OfferingTerms> terms) {
            this.shard = shard;
            this.period = period;
            this.plans = plans.stream().collect(Collectors.groupingBy(StoredPlan::offeringId));
            this.histories = histories;
            this.terms = terms.stream().collect(Collectors.groupingBy(OfferingTerms::offeringId));
        }

        List<NewCharge> charges() {
            return charges;
        }

        Map<Long, String> parked() {
            return parked;
        }

        void rateUsage(UsageSum usage) {
            LocalDate lastDay = period.to().minusDays(1);
            Optional<StoredPlan> plan = usagePlanOn(usage.offeringId(), lastDay, usage.unit());
            if (plan.isEmpty()) {
                park(usage.rootId(), noPlan("price plan", usage.offeringKey(), usage.accountNumber(), lastDay));
                return;
            }
            PricePlan prices = plan.get().plan();
            if (!prices.ratesQuantities()) {
                park(
                        usage.rootId(),
                        "the price plan " + prices.key() + " of product " + usage.offeringKey()
                                + " measures more than the sum of quantities, by which bill runs rate; account "
                                + usage.accountNumber() + " needs a plan without metric, dimensions or single events");
                return;
            }
            if (!prices.unit().equals(usage.unit())) {
                park(
                        usage.rootId(),
                        "usage of product " + usage.offeringKey() + " on account " + usage.accountNumber() + " counts "
                                + usage.unit() + ", its price plan " + prices.key() + " counts " + prices.unit());
                return;
            }
            add(
                    usage.rootId(),
                    "usage of product " + usage.offeringKey() + " on account " + usage.accountNumber(),
                    () -> new NewCharge(
                            usage.accountId(),
                            usage.offeringId(),
                            agreementOn(usage.offeringId(), lastDay),
                            Source.USAGE,
                            usage.partnerId(),
                            usage.partnerKey(),
                            usage.groupingKey(),
                            usage.groupingKey().isEmpty()
                                    ? usage.offeringName()
                                    : usage.offeringName() + " – " + usage.groupingKey(),
                            usage.quantity(),
                            usage.unit(),
                            prices.rateUsage(usage.quantity()).amount(),
                            plan.get().id(),
                            period.from(),
                            period.to(),
                            usage.records()));
        }

        void rateSubscription(Subscription subscription) {
            SubscriptionFees fees = SubscriptionFees.of(
                    plans.getOrDefault(subscription.offeringId(), List.of()),
                    histories.getOrDefault(subscription.offeringId(), PriceHistory.NONE),
                    period,
                    shard.dayOfMonth(),
                    subscription.startedOn(),
                    subscription.endedOn());
            fees.missing()
                    .ifPresent(missing -> park(
                            subscription.rootId(),
                            noPlan(
                                    missing.what(),
                                    subscription.offeringKey(),
                                    subscription.accountNumber(),
                                    missing.day())));
            for (SubscriptionFees.Fee fee : fees.fees()) {
                add(
                        subscription.rootId(),
                        "subscription " + subscription.key() + " on account " + subscription.accountNumber(),
                        () -> subscriptionCharge(subscription, fee));
            }
        }

        private NewCharge subscriptionCharge(Subscription subscription, SubscriptionFees.Fee fee) {
            PricePlan prices = fee.price().plan();
            BigMoney amount = prices.rate(RatingInput.recurring(
                            prices.currency(), Quantity.one(prices.unit()), fee.service(), fee.billing()))
                    .amount()
                    .multipliedBy(subscription.quantity());
            return new NewCharge(
                    subscription.accountId(),
                    subscription.offeringId(),
                    agreementOn(subscription.offeringId(), fee.service().from()),
                    Source.RECURRING,
                    subscription.id(),
                    subscription.key(),
                    groupingKey(fee),
                    subscription.offeringName(),
                    subscription.quantity(),
                    prices.unit(),
                    amount,
                    fee.price().id(),
                    fee.service().from(),
                    fee.service().to(),
                    1);
        }

        /**
         * A day of the billing period: the first, and for a one-time fee the last, so that it stands beside a recurring fee of
         * the same subscription.
         */
        private static String groupingKey(SubscriptionFees.Fee fee) {
            LocalDate day = fee.price().isOnce()
                    ? fee.billing().to().minusDays(1)
                    : fee.billing().from();
            return day.toString();
        }

        private void add(long rootId, String what, Supplier<NewCharge> charge) {
            try {
                charges.add(charge.get());
            } catch (IllegalArgumentException | ArithmeticException cannotBeRated) {
                park(rootId, what + " can't be rated: " + cannotBeRated.getMessage());
            }
        }

        /** Usage goes by the plan that counts its unit, else by any that prices usage, else by a fee whatever the quantity. */
        private Optional<StoredPlan> usagePlanOn(long offeringId, LocalDate day, String unit) {
            List<StoredPlan> inForce = StoredPlan.on(plans.getOrDefault(offeringId, List.of()), day);
            return newest(
                            inForce,
                            plan -> plan.timing().isEmpty()
                                    && plan.plan().unit().equals(unit))
                    .or(() -> newest(inForce, plan -> plan.timing().isEmpty()))
                    .or(() -> newest(inForce, plan -> true));
        }

        private static Optional<StoredPlan> newest(List<StoredPlan> newestFirst, Predicate<StoredPlan> sort) {
            return newestFirst.stream().filter(sort).findFirst();
        }

        /**
         * The version in force on the day, else the last one that was in force before it: what was used while an agreement
         * ran is the partner's, also if it is billed after the agreement's end. Never the host by default.
         */
        private Optional<Long> agreementOn(long offeringId, LocalDate day) {
            List<OfferingTerms> newestFirst = terms.getOrDefault(offeringId, List.of());
            return newestFirst.stream()
                    .filter(version -> !day.isBefore(version.validFrom()) && day.isBefore(version.validTo()))
                    .findFirst()
                    .or(() -> newestFirst.stream()
                            .filter(version -> !day.isBefore(version.validFrom()))
                            .findFirst())
                    .or(() -> newestFirst.stream().findFirst())
                    .map(OfferingTerms::agreementVersionId);
        }

        private void park(long rootId, String reason) {
            parked.putIfAbsent(rootId, reason);
        }

        private static String noPlan(String what, String offeringKey, String accountNumber, LocalDate day) {
            return "no " + what + " of product " + offeringKey + " is in force on " + day + ", needed for account "
                    + accountNumber + ": import one with a key of its own and resume the run";
        }
    }
}
