package io.billinghub.core.usage.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.KeptWords;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.Use;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.plan.AddedLine;
import io.billinghub.core.rating.plan.ChargedLine;
import io.billinghub.core.rating.plan.ChargingContext;
import io.billinghub.core.rating.plan.PlanCharged;
import io.billinghub.core.rating.plan.PlanCharging;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.BigMoney;

/**
 * Prices by plans that have modifiers: with what the period before has left, for the days of service, in the how manieth period of
 * the service. Pure but for the states that it reads and leaves.
 */
public final class ModifiedPrice {

    private final PlanStates states;
    private final LocalPeriod billing;

    /** @param billing the whole period that is priced */
    public ModifiedPrice(PlanStates states, LocalPeriod billing) {
        this.states = states;
        this.billing = billing;
    }

    /**
     * What is priced.
     *
     * @param account and the others: keys, as people know them
     * @param from the first day of the service; {@link LocalDate#MIN} if nobody knows
     * @param to the day after its last one; {@link LocalDate#MAX} if it has no end
     * @param days at most the billing period: those on which the plan holds
     * @param pooled how much of it an allowance that is shared has covered; null if the plan shares none
     */
    public record Service(
            PlanStates.Key key,
            String account,
            String product,
            String partner,
            LocalDate from,
            LocalDate to,
            LocalPeriod days,
            BigDecimal pooled) {

        private LocalPeriod served() {
            LocalDate first = from.isAfter(days.from()) ? from : days.from();
            LocalDate end = to.isBefore(days.to()) ? to : days.to();
            return first.isBefore(end) ? new LocalPeriod(first, end) : new LocalPeriod(days.from(), days.from());
        }
    }

    /** Sums of usage. */
    public PlanCharged ofSums(PricePlan plan, Service service, Collection<Measurement> sums) {
        return kept(service, PlanCharging.ofSums(plan, sums, context(plan, service), memory(service)));
    }

    /** Single events of usage. */
    public PlanCharged ofEvents(
            PricePlan plan, Service service, Collection<UsageEvent> events, MeteringPeriod metered) {
        return kept(service, PlanCharging.ofEvents(plan, events, metered, context(plan, service), memory(service)));
    }

    /**
     * The fee of some pieces.
     *
     * @param fee what it comes to without modifiers, of all pieces; empty where the days of service say it
     */
    public PlanCharged ofFee(PricePlan plan, Service service, BigDecimal pieces, Optional<BigMoney> fee) {
        return kept(service, PlanCharging.ofFee(plan, pieces, fee, context(plan, service), memory(service)));
    }

    private Memory<PlanState> memory(Service service) {
        return states.before(service.key(), billing.from(), service.from());
    }

    private PlanCharged kept(Service service, PlanCharged charged) {
        PlanStates.Terms terms = PlanStates.Terms.of(service.from(), service.to(), billing);
        states.leave(
                service.key(),
                billing.from(),
                terms,
                charged.memory().before(),
                charged.memory().after());
        return charged;
    }

    private ChargingContext context(PricePlan plan, Service service) {
        LocalPeriod served = service.served();
        LocalDate counted = states.counted(service.key(), service.from(), billing.from());
        boolean ends =
                PlanStates.Terms.of(service.from(), service.to(), billing).ends();
        ChargedItem item = new ChargedItem(
                service.product(),
                service.account(),
                service.product(),
                service.partner(),
                ChargeKind.USAGE,
                plan.key(),
                served,
                null);
        return new ChargingContext(
                item, new PricingPeriod(states.run(), billing, served, number(counted), true, ends), service.pooled());
    }

    /**
     * Draws the allowance that a hierarchy shares, once for all its accounts.
     *
     * @param from the first day on which any of them has the product, as for a {@link Service}
     * @param to the day after the last one
     * @param uses of each account, told apart by its number
     * @return how much of each use costs nothing, by the same id
     */
    Map<String, BigDecimal> draw(PlanStates.Key pool, PricePlan plan, LocalDate from, LocalDate to, List<Use> uses) {
        PlanStates.Terms terms = PlanStates.Terms.of(from, to, billing);
        LocalPeriod served = new LocalPeriod(terms.from(), terms.to());
        PlanState before = states.before(pool, billing.from(), from).after();
        Drawn drawn = plan.modifiers()
                .allowance()
                .draw(
                        uses,
                        new PricingPeriod(states.run(), billing, served, 1, true, terms.ends()),
                        before.allowance());
        states.leave(pool, billing.from(), terms, before, new PlanState(drawn.state(), before.commitment()));
        return drawn.free();
    }

    /** Periods are of one month each: that of the first day is number 1. */
    private int number(LocalDate counted) {
        LocalDate first = CyclePeriod.containing(counted, Subscriptions.dayOfMonth(billing))
                .from();
        long months = ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(billing.from()));
        return Math.toIntExact(Math.max(0, months)) + 1;
    }

    /** The model's own steps, what was free, and what modifiers have added or taken off. */
    public static List<RatedStep> steps(ChargedLine line, PricePlan plan) {
        List<RatedStep> steps = new ArrayList<>();
        if (line.free().signum() != 0) {
            steps.add(new RatedStep(
                    new KeptWords(StepKind.ALLOWANCE, "free by the allowance"),
                    0,
                    line.free(),
                    plan.unit(),
                    BigDecimal.ZERO,
                    Divisor.ONE,
                    BigDecimal.ZERO,
                    line.amount().withAmount(BigDecimal.ZERO),
                    plan.modifiers().allowance().name()));
        }
        steps.addAll(line.rated().steps());
        for (Adjustment adjustment : line.adjustments()) {
            steps.add(step(StepKind.MODIFIER, adjustment.reason().words(), BigDecimal.ONE, "", adjustment.amount()));
        }
        return steps;
    }

    /** The one step of a line that a modifier has added. */
    public static RatedStep step(AddedLine line) {
        return step(StepKind.MODIFIER, line.words(), BigDecimal.ONE, "", line.amount());
    }

    private static RatedStep step(StepKind kind, String words, BigDecimal quantity, String unit, BigMoney amount) {
        return new RatedStep(
                new KeptWords(kind, words), 0, quantity, unit, BigDecimal.ZERO, Divisor.ONE, BigDecimal.ZERO, amount);
    }
}
