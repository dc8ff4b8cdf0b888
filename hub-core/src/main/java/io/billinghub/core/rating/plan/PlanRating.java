package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatingInput;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/**
 * Rates usage by a plan without modifiers: measures what the plan's metric says, then prices it by the plan's model. A plan
 * with groups gives a line for each combination of their values that occurs, in the order of the values; any other exactly
 * one line. A flat fee is one line whatever the usage. Pure. With modifiers see {@link PlanCharging}.
 */
public final class PlanRating {
    /** Groups times tiers times bands can be more than memory holds. */
    private static final int MOST_STEPS = 50_000;

    private final PricePlan plan;
    private final LocalPeriod service;
    private final LocalPeriod billing;
    private int steps;

    /**
     * Rates lines by the plan's model.
     *
     * @param service the days of service; null where nothing is prorated
     * @param billing the whole period; null if and only if {@code service} is
     */
    PlanRating(PricePlan plan, LocalPeriod service, LocalPeriod billing) {
        this.plan = plan;
        this.service = service;
        this.billing = billing;
    }

    /**
     * The lines for single events.
     *
     * @param events in any order; those outside of the period are passed over
     * @param period the billing period, which a recurring fee pays for as a whole
     * @param zone whose calendar days the period has
     * @throws IllegalArgumentException if the plan has modifiers, an event lacks what the model needs, or a matrix has no
     *     price for one
     */
    public static List<RatedLine> ofEvents(
            PricePlan plan, Collection<UsageEvent> events, MeteringPeriod period, ZoneId zone) {
        return ofEvents(plan, events, period, LocalPeriod.between(period.from(), period.to(), zone));
    }

    /**
     * As {@link #ofEvents(PricePlan, Collection, MeteringPeriod, ZoneId)}, where usage outside of the billing period counts in it.
     *
     * @param days of the billing period
     */
    public static List<RatedLine> ofEvents(
            PricePlan plan, Collection<UsageEvent> events, MeteringPeriod period, LocalPeriod days) {
        LocalPeriod whole = days.days() == 0 ? null : days;
        PlanRating rating = new PlanRating(plan.requireUnmodified(), whole, whole);
        return new PlanMeasuring(plan)
                .ofEvents(events, period).stream().map(rating::rate).toList();
    }

    /**
     * The lines for sums by the {@link PricePlan#sumDimensions()}, for plans that {@link PricePlan#takesSums() take} them.
     *
     * @param days of the billing period
     * @throws IllegalArgumentException if the plan has modifiers or needs single events, or a matrix has no price for a
     *     combination
     */
    public static List<RatedLine> ofSums(PricePlan plan, Collection<Measurement> sums, LocalPeriod days) {
        PlanRating rating = new PlanRating(plan.requireUnmodified(), days, days);
        return new PlanMeasuring(plan).ofSums(sums).stream().map(rating::rate).toList();
    }

    /** The amount of a line by the model alone. */
    RatedLine rate(MeasuredLine line) {
        RatingInput input = new RatingInput(
                plan.currency(),
                new Quantity(line.quantity(), plan.unit()),
                service,
                billing,
                line.partnerAmount(),
                line.measured());
        RatedLine rated = new RatedLine(line.dimensions(), line.shown(), line.count(), plan.rateByModel(input));
        steps += rated.rated().steps().size();
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("the lines have more than " + MOST_STEPS
                    + " steps: rate fewer events at a time, or by fewer groups, tiers or bands");
        }
        return rated;
    }
}
