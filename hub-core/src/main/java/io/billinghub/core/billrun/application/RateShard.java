package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.infrastructure.RatingSql.OfferingTerms;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.infrastructure.RatingSql.Subscription;
import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.NewCharge.Source;
import io.billinghub.core.billrun.model.PriceHistory;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.SubscriptionFees;
import io.billinghub.core.billrun.model.UsageCorrection;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/**
 * Makes the charges of a shard's accounts: partner lines as they were billed, usage and subscriptions by their price
 * plans. A root account for which a price is missing is parked with the reason, and nothing of it is charged by plans; the
 * others go on.
 */
@ApplicationScoped
public class RateShard {

    private final BillRunSql runs;
    private final RatingSql rating;
    private final UsageRating usage;
    private final CorrectUsage corrections;

    public RateShard(BillRunSql runs, RatingSql rating, UsageRating usage, CorrectUsage corrections) {
        this.runs = runs;
        this.rating = rating;
        this.usage = usage;
        this.corrections = corrections;
    }

    /** Rates the shard on the connection; the caller holds the shard and commits. */
    Uni<Void> rate(SqlConnection connection, RunShard shard) {
        Uni<Integer> partnerLines = rating.chargePartnerLines(connection, shard);
        return shard.kind() == RunKind.ON_DEMAND
                ? partnerLines.replaceWithVoid()
                : partnerLines
                        .flatMap(charged -> accounts(connection, shard))
                        .flatMap(accounts -> rateByPlans(connection, shard, accounts));
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

    private Uni<Void> rateByPlans(SqlConnection connection, RunShard shard, List<ShardUsageAccount> accounts) {
        CyclePeriod period = new CyclePeriod(shard.periodFrom(), shard.periodTo());
        LocalDate until = period.next(shard.dayOfMonth()).to();
        List<UsageAccount> users =
                accounts.stream().map(ShardUsageAccount::account).toList();
        return rating.plans(connection, shard.periodFrom(), until)
                .flatMap(plans -> rating.priceHistories(connection, shard.periodTo())
                        .flatMap(histories -> rating.offeringTerms(connection, until)
                                .map(terms -> new ShardRating(shard, period, accounts, plans, histories, terms)))
                        .flatMap(work -> usage.rate(connection, UsageSpan.of(period, shard.zone()), users, plans)
                                .invoke(work::rateUsage)
                                .flatMap(done -> corrections.correct(connection, shard, users))
                                .invoke(corrected -> corrected.forEach(work::correctUsage))
                                .flatMap(done -> rating.subscriptions(connection, shard))
                                .invoke(subscriptions -> subscriptions.forEach(work::rateSubscription))
                                .replaceWith(work)))
                .flatMap(work -> rating.insertCharges(connection, shard, work.charges())
                        .flatMap(inserted -> runs.park(
                                connection,
                                shard.runId(),
                                List.copyOf(work.parked().keySet()),
                                List.copyOf(work.parked().values()))));
    }

    /** The pure part: from usage and subscriptions to charges, collecting reasons to park. */
    private static final class ShardRating {
        private final RunShard shard;
        private final CyclePeriod period;
        private final Map<Long, Long> roots;
        private final Map<Long, List<StoredPlan>> plans;
        private final Map<Long, PriceHistory> histories;
        private final Map<Long, List<OfferingTerms>> terms;
        private final List<NewCharge> charges = new ArrayList<>();
        private final Map<Long, String> parked = new LinkedHashMap<>();

        ShardRating(
                RunShard shard,
                CyclePeriod period,
                List<ShardUsageAccount> accounts,
                List<StoredPlan> plans,
                Map<Long, PriceHistory> histories,
                List<OfferingTerms> terms) {
            this.shard = shard;
            this.period = period;
            this.roots = accounts.stream()
                    .collect(Collectors.toMap(each -> each.account().id(), ShardUsageAccount::rootId));
            this.plans = plans.stream().collect(Collectors.groupingBy(StoredPlan::offeringId));
            this.histories = histories;
            this.terms = terms.stream().collect(Collectors.groupingBy(OfferingTerms::offeringId));
        }

        /** Of roots that are not parked. */
        List<NewCharge> charges() {
            return charges.stream()
                    .filter(charge -> !parked.containsKey(roots.get(charge.accountId())))
                    .toList();
        }

        Map<Long, String> parked() {
            return parked;
        }

        void rateUsage(RatedUsage rated) {
            rated.unrated().forEach(each -> park(roots.get(each.accountId()), each.reason()));
            for (RatedUsage.Line line : rated.lines()) {
                Meter meter = line.meter();
                charges.add(new NewCharge(
                        line.accountId(),
                        line.offeringId(),
                        agreementOn(line.offeringId(), period.to().minusDays(1)),
                        Source.USAGE,
                        line.partnerId(),
                        line.partnerKey(),
                        line.groupingKey(),
                        UsageCorrection.description(line),
                        line.rated().quantity(),
                        meter.plan().unit(),
                        line.rated().rated().amount(),
                        meter.price().id(),
                        meter.days().from(),
                        meter.days().to(),
                        Math.toIntExact(line.rated().count()),
                        Optional.of(meter.days().from()),
                        steps(line)));
            }
        }

        /** Where one quantity is priced, the plan and the quantity give the steps again. */
        private static Optional<String> steps(RatedUsage.Line line) {
            PricePlan plan = line.meter().plan();
            boolean derived = plan.model().needs().level() == Needs.Level.QUANTITY && plan.takesSums();
            return derived
                    ? Optional.empty()
                    : Optional.of(PriceStepsJson.write(line.rated().rated().steps()));
        }

        void correctUsage(CorrectUsage.Corrected corrected) {
            corrected.unrated().forEach(each -> park(roots.get(each.accountId()), each.reason()));
            CyclePeriod of = corrected.period();
            for (UsageCorrection difference : corrected.differences()) {
                UsageCorrection.About about = difference.line();
                charges.add(new NewCharge(
                        about.accountId(),
                        about.offeringId(),
                        agreementOn(about.offeringId(), of.to().minusDays(1)),
                        Source.USAGE,
                        about.partnerId(),
                        about.partnerKey(),
                        about.groupingKey(),
                        about.description(),
                        difference.quantity(),
                        about.unit(),
                        difference.amount(),
                        about.pricePlanId(),
                        of.from(),
                        of.to(),
                        Math.toIntExact(difference.records()),
                        Optional.of(of.from()),
                        Optional.of(difference.stepsJson())));
            }
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
                    1,
                    Optional.empty(),
                    Optional.empty());
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
