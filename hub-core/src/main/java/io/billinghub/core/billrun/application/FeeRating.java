package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.model.Subscription;
import io.billinghub.core.billrun.model.SubscriptionFees;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.Words;
import io.billinghub.core.rating.modifier.change.RecurringFee;
import io.billinghub.core.rating.modifier.change.Segment;
import io.billinghub.core.rating.modifier.change.SegmentAmount;
import io.billinghub.core.rating.plan.PlanCharged;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.usage.model.ModifiedPrice;
import io.billinghub.core.usage.model.PlanStates;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.BigMoney;

/**
 * What the fee of a subscription comes to for a period: by the quantity that it has, and by segments where the quantity has changed or
 * the service was paused; then what modifiers make of it. Pure but for the states that it reads and leaves.
 */
final class FeeRating {

    private final PlanStates states;

    FeeRating(PlanStates states) {
        this.states = states;
    }

    /**
     * What a fee comes to.
     *
     * @param quantity how many of the product are charged: those of the last day that counts
     * @param steps empty where the plan and the days give them again
     */
    record Due(BigMoney amount, BigDecimal quantity, List<RatedStep> steps) {}

    /**
     * The fee.
     *
     * @throws IllegalArgumentException if the plan can't be applied
     */
    Due due(Subscription subscription, SubscriptionFees.Fee fee) {
        PricePlan plan = fee.price().plan();
        if (fee.price().isOnce()) {
            BigDecimal quantity =
                    subscription.history().on(fee.service().from()).quantity();
            return whole(subscription, fee, quantity);
        }
        Flat model = (Flat) plan.model();
        RecurringFee rule = plan.feeChanges().of(model.proration());
        List<Segment> segments = subscription.history().segments(fee.billing(), fee.service());
        List<Segment> counting = rule.counting(segments);
        BigDecimal quantity = counting.get(counting.size() - 1).state().quantity();
        if (counting.size() == 1 && !counting.get(0).state().paused()) {
            return whole(subscription, fee, quantity);
        }
        List<RatedStep> steps = new ArrayList<>();
        BigMoney amount = BigMoney.zero(plan.currency());
        for (SegmentAmount each : rule.rate(segments, fee.billing(), model.fee())) {
            RatedStep step = step(plan, each, fee.billing());
            steps.add(step);
            amount = amount.plus(step.amount());
        }
        return plan.hasModifiers()
                ? modified(subscription, fee, quantity, Optional.of(amount), steps)
                : new Due(amount, quantity, steps);
    }

    /** Of a service that stands the same on all days that count. */
    private Due whole(Subscription subscription, SubscriptionFees.Fee fee, BigDecimal quantity) {
        PricePlan plan = fee.price().plan();
        if (plan.hasModifiers()) {
            return modified(subscription, fee, quantity, Optional.empty(), List.of());
        }
        BigMoney one = plan.rateRecurring(fee.service(), fee.billing()).amount();
        return new Due(one.multipliedBy(quantity), quantity, List.of());
    }

    private static RatedStep step(PricePlan plan, SegmentAmount part, LocalPeriod billing) {
        LocalPeriod days = part.segment().days();
        LocalDate last = days.to().minusDays(1);
        boolean paused = part.segment().state().paused();
        String price = Words.money(part.whole(), plan.currency());
        String counted = Words.number(part.counted()) + " of " + billing.days() + " days";
        return new RatedStep(
                new KeptWords(
                        paused ? StepKind.PAUSED : StepKind.DAYS,
                        (paused ? "paused, " : "recurring fee of ") + price + " for " + counted),
                0,
                part.counted(),
                "days",
                part.whole(),
                Divisor.of(billing.days()),
                BigDecimal.ZERO,
                BigMoney.of(plan.currency(), part.amount()),
                (last.equals(days.from()) ? days.from().toString() : days.from() + " – " + last) + ", "
                        + Words.quantity(part.segment().state().quantity(), plan.unit()));
    }

    /**
     * A fee by a plan with modifiers.
     *
     * @param fee what it comes to by segments, with their steps; empty where the days of service say it
     */
    private Due modified(
            Subscription subscription,
            SubscriptionFees.Fee due,
            BigDecimal pieces,
            Optional<BigMoney> fee,
            List<RatedStep> segments) {
        PricePlan plan = due.price().plan();
        PlanStates.Key key =
                new PlanStates.Key(subscription.accountId(), subscription.offeringId(), plan.key(), subscription.id());
        ModifiedPrice.Service service = new ModifiedPrice.Service(
                key,
                subscription.accountNumber(),
                subscription.offeringKey(),
                subscription.key(),
                subscription.startedOn(),
                subscription.endedOn(),
                due.billing(),
                null);
        PlanCharged charged = new ModifiedPrice(states, due.billing()).ofFee(plan, service, pieces, fee);
        List<RatedStep> steps = new ArrayList<>(segments);
        charged.lines().forEach(line -> {
            if (segments.isEmpty()) {
                BigMoney plain = line.amount();
                for (Adjustment adjustment : line.adjustments()) {
                    plain = plain.minus(adjustment.amount());
                }
                steps.add(step(StepKind.RECURRING, "recurring fee", pieces, plan.unit(), plain));
            }
            line.adjustments()
                    .forEach(adjustment -> steps.add(step(
                            StepKind.MODIFIER, adjustment.reason().words(), BigDecimal.ONE, "", adjustment.amount())));
        });
        charged.added().forEach(line -> steps.add(ModifiedPrice.step(line)));
        return new Due(charged.total(), pieces, steps);
    }

    /** A step that is told by its words. */
    static RatedStep step(StepKind kind, String words, BigDecimal quantity, String unit, BigMoney amount) {
        return new RatedStep(
                new KeptWords(kind, words), 0, quantity, unit, BigDecimal.ZERO, Divisor.ONE, BigDecimal.ZERO, amount);
    }
}
