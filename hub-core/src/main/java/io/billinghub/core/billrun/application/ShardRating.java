package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.RatingSql.OfferingTerms;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.billrun.model.ChargedFee;
import io.billinghub.core.billrun.model.NewCharge;
import io.billinghub.core.billrun.model.NewCharge.Source;
import io.billinghub.core.billrun.model.PriceHistory;
import io.billinghub.core.billrun.model.StillDue;
import io.billinghub.core.billrun.model.Subscription;
import io.billinghub.core.billrun.model.SubscriptionFees;
import io.billinghub.core.billrun.model.UsageCorrection;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.model.Meter;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/** From usage and subscriptions of a shard's accounts to charges, collecting reasons to park roots. Pure. */
final class ShardRating {
    private final int dayOfMonth;
    private final CyclePeriod period;
    private final Map<Long, Long> roots;
    private final Map<Long, List<StoredPlan>> plans;
    private final Map<Long, PriceHistory> histories;
    private final Map<Long, List<OfferingTerms>> terms;
    private final Map<ChargedFee.Key, ChargedFee> charged;
    private final PlanStates states;
    private final FeeRating fees;
    private final List<NewCharge> charges = new ArrayList<>();
    private final Map<Long, String> parked = new LinkedHashMap<>();

    ShardRating(
            int dayOfMonth,
            CyclePeriod period,
            List<ShardUsageAccount> accounts,
            List<StoredPlan> plans,
            Map<Long, PriceHistory> histories,
            List<OfferingTerms> terms,
            List<ChargedFee> charged,
            PlanStates states) {
        this.states = states;
        this.fees = new FeeRating(states);
        this.dayOfMonth = dayOfMonth;
        this.period = period;
        this.roots = accounts.stream()
                .collect(Collectors.toMap(each -> each.account().id(), ShardUsageAccount::rootId));
        this.plans = plans.stream().collect(Collectors.groupingBy(StoredPlan::offeringId));
        this.histories = histories;
        this.terms = terms.stream().collect(Collectors.groupingBy(OfferingTerms::offeringId));
        this.charged = charged.stream()
                .collect(Collectors.toMap(
                        ChargedFee::key,
                        fee -> fee,
                        (one, other) -> one.amount().isZero() ? other : one));
    }

    /** Of roots that are not parked. */
    List<NewCharge> charges() {
        return charges.stream()
                .filter(charge -> !parked.containsKey(roots.get(charge.accountId())))
                .toList();
    }

    /** The plans in force anywhere in the period, per offering the newest first. */
    List<StoredPlan> plansOf(CyclePeriod some) {
        return plans.values().stream()
                .flatMap(List::stream)
                .filter(plan ->
                        plan.validFrom().isBefore(some.to()) && plan.validTo().isAfter(some.from()))
                .toList();
    }

    /** Of parked roots too. */
    List<NewCharge> allCharges() {
        return List.copyOf(charges);
    }

    /** What this run leaves of accounts whose roots are not parked. */
    List<PlanStates.Left> left() {
        return states.left().stream()
                .filter(each -> !parked.containsKey(roots.get(each.key().accountId())))
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
                    line.description(),
                    line.quantity(),
                    line.unit(),
                    line.amount(),
                    meter.price().id(),
                    meter.days().from(),
                    meter.days().to(),
                    Math.toIntExact(line.records()),
                    Optional.of(meter.days().from()),
                    steps(line),
                    Optional.empty()));
        }
    }

    /** Where one quantity is priced, the plan and the quantity give the steps again. */
    private static Optional<String> steps(RatedUsage.Line line) {
        PricePlan plan = line.meter().plan();
        boolean derived =
                plan.model().needs().level() == Needs.Level.QUANTITY && plan.takesSums() && !plan.hasModifiers();
        return derived ? Optional.empty() : Optional.of(PriceStepsJson.write(line.steps()));
    }

    void correctUsage(Corrections.Corrected corrected) {
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
                    Optional.of(difference.stepsJson()),
                    Optional.of(of.from())));
        }
    }

    /**
     * Charges what is due in the period, less what has been charged for it before.
     *
     * @param billedBefore whether a run has billed the account for the period before this one
     */
    void rateSubscription(Subscription subscription, boolean billedBefore) {
        if (!roots.containsKey(subscription.accountId())) {
            return;
        }
        ChargedFee ahead = charged.get(new ChargedFee.Key(subscription.id(), period.from()));
        SubscriptionFees due = SubscriptionFees.of(
                plans.getOrDefault(subscription.offeringId(), List.of()),
                histories.getOrDefault(subscription.offeringId(), PriceHistory.NONE),
                period,
                dayOfMonth,
                subscription.startedOn(),
                subscription.chargedFrom(),
                subscription.endedOn(),
                billedBefore || ahead != null);
        due.missing()
                .ifPresent(missing -> park(
                        subscription.rootId(),
                        noPlan(
                                missing.what(),
                                subscription.offeringKey(),
                                subscription.accountNumber(),
                                missing.day())));
        due.fees().forEach(fee -> charge(subscription, fee));
        if (ahead != null && !subscription.endedOn().isAfter(period.from())) {
            giveBack(subscription, ahead, period.from(), period);
        }
    }

    /**
     * Charges the difference that a change for days of before makes, of price, quantity or pause: nothing where the fee is on no bill yet, or
     * has no price any more.
     */
    void correctFee(Corrections.ChangedFee changed) {
        Subscription subscription = changed.subscription();
        ChargedFee.Key fee = changed.fee();
        ChargedFee before = charged.get(fee);
        if (before == null || !roots.containsKey(subscription.accountId())) {
            return;
        }
        CyclePeriod of = CyclePeriod.containing(fee.day(), dayOfMonth);
        if (!subscription.endedOn().isAfter(of.from())
                || !subscription.startedOn().isBefore(of.to())) {
            giveBack(subscription, before, fee.day(), of);
            return;
        }
        SubscriptionFees.feeOf(
                        plans.getOrDefault(subscription.offeringId(), List.of()),
                        of,
                        subscription.chargedFrom(),
                        subscription.endedOn(),
                        !fee.day().equals(of.from()))
                .ifPresent(due -> charge(subscription, due));
    }

    private void charge(Subscription subscription, SubscriptionFees.Fee fee) {
        ChargedFee before = charged.get(new ChargedFee.Key(subscription.id(), fee.day()));
        PricePlan prices = fee.price().plan();
        try {
            FeeRating.Due due = fees.due(subscription, fee);
            BigDecimal quantity = due.quantity();
            if (before == null) {
                Optional<String> steps =
                        due.steps().isEmpty() ? Optional.empty() : Optional.of(PriceStepsJson.write(due.steps()));
                add(subscription, fee, quantity, due.amount(), steps, Optional.empty());
                return;
            }
            if (!before.amount().isSameCurrency(due.amount())) {
                throw new IllegalArgumentException("the period from "
                        + fee.billing().from() + " has been charged in "
                        + before.amount().getCurrencyUnit() + ", and its price is in " + prices.currency()
                        + " now; let a price in another currency begin with a period that is not charged yet");
            }
            BigMoney difference = StillDue.of(List.of(due.amount()), before.amount());
            if (!difference.isZero()) {
                List<RatedStep> steps = new ArrayList<>(
                        due.steps().isEmpty()
                                ? List.of(FeeRating.step(
                                        StepKind.RECURRING, "recurring fee", quantity, prices.unit(), due.amount()))
                                : due.steps());
                steps.add(FeeRating.step(
                        StepKind.CHARGED_BEFORE,
                        "charged before",
                        quantity,
                        prices.unit(),
                        before.amount().negated()));
                add(
                        subscription,
                        fee,
                        quantity,
                        difference,
                        Optional.of(PriceStepsJson.write(steps)),
                        Optional.of(before.chargedIn()));
            }
        } catch (IllegalArgumentException | ArithmeticException cannotBeRated) {
            park(
                    subscription.rootId(),
                    "subscription " + subscription.key() + " on account " + subscription.accountNumber()
                            + " can't be rated: " + cannotBeRated.getMessage());
        }
    }

    private void add(
            Subscription subscription,
            SubscriptionFees.Fee fee,
            BigDecimal quantity,
            BigMoney amount,
            Optional<String> steps,
            Optional<LocalDate> corrected) {
        charges.add(new NewCharge(
                subscription.accountId(),
                subscription.offeringId(),
                agreementOn(subscription.offeringId(), fee.service().from()),
                Source.RECURRING,
                subscription.id(),
                subscription.key(),
                fee.day().toString(),
                subscription.offeringName(),
                quantity,
                fee.price().plan().unit(),
                amount,
                fee.price().id(),
                fee.service().from(),
                fee.service().to(),
                1,
                Optional.empty(),
                steps,
                corrected));
    }

    /** Of a subscription that is not there in a period that it has paid for. */
    private void giveBack(Subscription subscription, ChargedFee ahead, LocalDate day, CyclePeriod of) {
        states.forgetFee(subscription.id(), of.from());
        if (ahead.amount().isZero()) {
            return;
        }
        charges.add(new NewCharge(
                subscription.accountId(),
                subscription.offeringId(),
                agreementOn(subscription.offeringId(), of.from()),
                Source.RECURRING,
                subscription.id(),
                subscription.key(),
                day.toString(),
                subscription.offeringName(),
                ahead.quantity().negate(),
                ahead.unit(),
                ahead.amount().negated(),
                ahead.pricePlanId(),
                of.from(),
                of.to(),
                1,
                Optional.empty(),
                Optional.of(PriceStepsJson.write(List.of(FeeRating.step(
                        StepKind.CHARGED_BEFORE,
                        "charged before",
                        ahead.quantity(),
                        ahead.unit(),
                        ahead.amount().negated())))),
                Optional.of(ahead.chargedIn())));
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
