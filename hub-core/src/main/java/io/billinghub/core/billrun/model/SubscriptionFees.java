package io.billinghub.core.billrun.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the run of a period charges a subscription. Each period has the recurring fee that is in force on the
 * subscription's first day in it, and that fee alone says which run charges the period: its own if the fee is in arrears
 * or the subscription begins in the period, the run before it if the fee is in advance. So over consecutive runs a period
 * is charged once, whatever the prices before and after it are. Days that another system has billed count as if the subscription were not
 * there, but for its one-time fee, which is taken as billed with its first day. Where price, quantity or pause changed after it was charged, the run
 * of the period charges the difference. A one-time fee is charged in the period of the start.
 *
 * @param fees what is due; empty if a price is missing
 * @param missing a price that is needed and not there; the subscription is not charged without it
 */
public record SubscriptionFees(List<Fee> fees, Optional<Missing> missing) {

    public SubscriptionFees {
        fees = List.copyOf(fees);
    }

    /**
     * One charge.
     *
     * @param service the days on which the subscription runs inside of {@code billing}; never empty
     * @param billing the whole period that the fee pays for
     */
    public record Fee(StoredPlan price, LocalPeriod service, LocalPeriod billing) {

        /** A day of the billing period that tells the fee: the first, of a one-time fee the last, so that both can be there. */
        public LocalDate day() {
            return price.isOnce() ? billing.to().minusDays(1) : billing.from();
        }
    }

    /**
     * A price that is not there.
     *
     * @param what in words
     * @param day on which it would have to be in force
     */
    public record Missing(String what, LocalDate day) {}

    /**
     * What is due in the run of the period.
     *
     * @param newestFirst the prices of the offering in force anywhere in the period and the next one
     * @param startedOn first day of the subscription
     * @param chargedFrom the first day that is charged here, no earlier than {@code startedOn}
     * @param endedOn the day after its last day; {@link LocalDate#MAX} if it has no end
     * @param billedBefore whether a run has billed the account for the period before. Then what was charged ahead for this one is
     *     known, and the fee of the period is among the fees in any case, for the difference to that
     */
    public static SubscriptionFees of(
            List<StoredPlan> newestFirst,
            PriceHistory history,
            CyclePeriod period,
            int dayOfMonth,
            LocalDate startedOn,
            LocalDate chargedFrom,
            LocalDate endedOn,
            boolean billedBefore) {
        CyclePeriod next = period.next(dayOfMonth);
        if (!startedOn.isBefore(period.to())
                || !endedOn.isAfter(period.from())
                || !chargedFrom.isBefore(endedOn)
                || chargedFrom.isAfter(next.from())) {
            return new SubscriptionFees(List.of(), Optional.empty());
        }
        if (chargedFrom.equals(next.from())) {
            return paidUpToTheNext(newestFirst, next, chargedFrom, endedOn);
        }
        boolean starts = !chargedFrom.isBefore(period.from());
        LocalDate day = starts ? chargedFrom : period.from();
        List<StoredPlan> inForce = StoredPlan.on(newestFirst, day);
        Optional<StoredPlan> recurring = first(inForce, StoredPlan::isRecurring);
        Optional<String> missing =
                history.missing(day, day.equals(startedOn), !inForce.isEmpty(), recurring.isPresent());
        if (missing.isPresent()) {
            return without(missing.get(), day);
        }
        List<StoredPlan> inForceNext =
                next.from().isBefore(endedOn) ? StoredPlan.on(newestFirst, next.from()) : List.of();
        Optional<StoredPlan> recurringNext = first(inForceNext, StoredPlan::isRecurring);
        boolean paidAhead = recurring.filter(StoredPlan::isInAdvance).isPresent()
                && next.from().isBefore(endedOn);
        if (paidAhead) {
            Optional<String> missingNext =
                    history.missing(next.from(), false, !inForceNext.isEmpty(), recurringNext.isPresent());
            if (missingNext.isPresent()) {
                return without(missingNext.get(), next.from());
            }
        }
        List<Fee> fees = new ArrayList<>(3);
        recurring
                .filter(price -> starts || billedBefore || !price.isInAdvance())
                .ifPresent(price -> addIfServed(fees, price, period, chargedFrom, endedOn));
        recurringNext
                .filter(StoredPlan::isInAdvance)
                .ifPresent(price -> addIfServed(fees, price, next, chargedFrom, endedOn));
        first(inForce, StoredPlan::isOnce)
                .filter(price -> starts && chargedFrom.equals(startedOn))
                .ifPresent(price -> addIfServed(fees, price, period, startedOn, endedOn));
        return new SubscriptionFees(fees, Optional.empty());
    }

    /** Of a subscription that another system has billed until the end of the period: what is due ahead. */
    private static SubscriptionFees paidUpToTheNext(
            List<StoredPlan> newestFirst, CyclePeriod next, LocalDate chargedFrom, LocalDate endedOn) {
        List<Fee> fees = new ArrayList<>(1);
        first(StoredPlan.on(newestFirst, next.from()), StoredPlan::isRecurring)
                .filter(StoredPlan::isInAdvance)
                .ifPresent(price -> addIfServed(fees, price, next, chargedFrom, endedOn));
        return new SubscriptionFees(fees, Optional.empty());
    }

    /**
     * The fee of one period by the prices as they are now, whichever run charges it.
     *
     * @param startedOn the first day that is charged here
     * @param once whether the one-time fee is asked for, not the recurring one
     * @return empty if no such price is in force, or the subscription does not run in the period
     */
    public static Optional<Fee> feeOf(
            List<StoredPlan> newestFirst, CyclePeriod period, LocalDate startedOn, LocalDate endedOn, boolean once) {
        LocalDate day = startedOn.isAfter(period.from()) ? startedOn : period.from();
        List<Fee> fees = new ArrayList<>(1);
        first(StoredPlan.on(newestFirst, day), once ? StoredPlan::isOnce : StoredPlan::isRecurring)
                .ifPresent(price -> addIfServed(fees, price, period, startedOn, endedOn));
        return fees.stream().findFirst();
    }

    private static SubscriptionFees without(String what, LocalDate day) {
        return new SubscriptionFees(List.of(), Optional.of(new Missing(what, day)));
    }

    private static Optional<StoredPlan> first(List<StoredPlan> prices, Predicate<StoredPlan> kind) {
        return prices.stream().filter(kind).findFirst();
    }

    private static void addIfServed(
            List<Fee> fees, StoredPlan price, CyclePeriod period, LocalDate startedOn, LocalDate endedOn) {
        LocalDate from = startedOn.isAfter(period.from()) ? startedOn : period.from();
        LocalDate to = endedOn.isBefore(period.to()) ? endedOn : period.to();
        if (from.isBefore(to)) {
            fees.add(new Fee(price, new LocalPeriod(from, to), new LocalPeriod(period.from(), period.to())));
        }
    }
}
