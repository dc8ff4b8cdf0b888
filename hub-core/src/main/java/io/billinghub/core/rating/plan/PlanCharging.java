package io.billinghub.core.rating.plan;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.PreRated;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.PricingStep;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.allowance.Allowance;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanPriced;
import io.billinghub.core.rating.modifier.pricing.PlanPricing;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;

/**
 * Charges usage or a fee by a plan with its modifiers, in the documented order (docs/pricing.md): what was measured, less the
 * allowance, is priced by the charge model; promotions, minimum and maximum spend, and the commitment follow. Pure: the same
 * usage and memory always give the same, and a repeated run counts nothing twice.
 *
 * <p>An allowance is taken off what was measured, over all lines of the plan and over the combinations of values inside of
 * them, in proportion to what each has used. Without modifiers the lines are those of {@link PlanRating}, but that a prorated
 * fee goes by the days of service, and the memory stays as it is.
 */
public final class PlanCharging {
    private final PricePlan plan;
    private final ChargingContext context;
    private final Memory<PlanState> memory;
    private final BigDecimal pieces;
    private final Optional<BigMoney> fee;

    private PlanCharging(PricePlan plan, ChargingContext context, Memory<PlanState> memory, BigDecimal pieces) {
        this(plan, context, memory, pieces, Optional.empty());
    }

    private PlanCharging(
            PricePlan plan,
            ChargingContext context,
            Memory<PlanState> memory,
            BigDecimal pieces,
            Optional<BigMoney> fee) {
        this.fee = fee;
        this.plan = plan;
        this.context = context;
        this.memory = memory;
        this.pieces = pieces;
    }

    /**
     * Charges single events.
     *
     * @param events in any order; those outside of {@code metered} are passed over
     * @param metered the time in which usage is measured; its days are the billing period's
     * @param memory as the last run of this subscription has left it; {@link Memory#start} of {@link PlanState#START} before
     *     the first
     * @throws IllegalArgumentException if an event lacks what the model needs, a matrix has no price for one, a shared
     *     allowance was not drawn, or a later period has been charged since
     */
    public static PlanCharged ofEvents(
            PricePlan plan,
            Collection<UsageEvent> events,
            MeteringPeriod metered,
            ChargingContext context,
            Memory<PlanState> memory) {
        return new PlanCharging(plan, context, memory, BigDecimal.ONE)
                .charge(new PlanMeasuring(plan).ofEvents(events, metered));
    }

    /**
     * Charges sums by the {@link PricePlan#sumDimensions()}, for plans that {@link PricePlan#takesSums() take} them.
     *
     * @param memory as for {@link #ofEvents}
     * @throws IllegalArgumentException if the plan needs single events; else as for {@link #ofEvents}
     */
    public static PlanCharged ofSums(
            PricePlan plan, Collection<Measurement> sums, ChargingContext context, Memory<PlanState> memory) {
        return new PlanCharging(plan, context, memory, BigDecimal.ONE).charge(new PlanMeasuring(plan).ofSums(sums));
    }

    /**
     * Charges a quantity that was measured elsewhere, which for a fee is 1.
     *
     * @param quantity in the plan's unit, after conversion and rounding
     * @param memory as for {@link #ofEvents}
     * @throws IllegalArgumentException if the model needs more than a quantity; else as for {@link #ofEvents}
     */
    public static PlanCharged ofQuantity(
            PricePlan plan, BigDecimal quantity, ChargingContext context, Memory<PlanState> memory) {
        MeasuredLine line = MeasuredLine.of(Collections.emptySortedMap(), 0, quantity, null);
        return new PlanCharging(plan, context, memory, BigDecimal.ONE).charge(List.of(line));
    }

    /**
     * Charges the fee of several pieces, for a subscription of more than one. The fee of all of them is what promotions,
     * minimum and maximum are held against.
     *
     * @param pieces zero or more
     * @param fee what the model's fee of all pieces comes to, where they have changed or paused in the period; empty where the
     *     days of service say it
     * @param memory as for {@link #ofEvents}
     * @throws IllegalArgumentException if the plan has no fee; else as for {@link #ofEvents}
     */
    public static PlanCharged ofFee(
            PricePlan plan,
            BigDecimal pieces,
            Optional<BigMoney> fee,
            ChargingContext context,
            Memory<PlanState> memory) {
        if (!(plan.model() instanceof Flat)) {
            throw new IllegalArgumentException("plan " + plan.key() + " has no fee; it prices usage");
        }
        Checks.notNegative(pieces, "pieces");
        MeasuredLine line = new MeasuredLine(Collections.emptySortedMap(), 0, BigDecimal.ONE, pieces, null, null);
        return new PlanCharging(plan, context, memory, pieces, fee).charge(List.of(line));
    }

    /**
     * How much of these sums an allowance that is shared may cover, in the plan's unit; takes what {@link #ofSums} takes.
     *
     * @throws IllegalArgumentException if the plan needs single events
     */
    public static BigDecimal coverable(PricePlan plan, Collection<Measurement> sums) {
        return coverable(new PlanMeasuring(plan).ofSums(sums));
    }

    /**
     * How much of these events an allowance that is shared may cover, in the plan's unit; takes what {@link #ofEvents} takes.
     *
     * @throws IllegalArgumentException if an event lacks what the model needs
     */
    public static BigDecimal coverable(PricePlan plan, Collection<UsageEvent> events, MeteringPeriod metered) {
        return coverable(new PlanMeasuring(plan).ofEvents(events, metered));
    }

    private static BigDecimal coverable(List<MeasuredLine> measured) {
        return Split.sum(new FreeParts(measured)
                .uses().stream().map(use -> use.quantity().max(BigDecimal.ZERO)).toList());
    }

    private PlanCharged charge(List<MeasuredLine> measured) {
        PricingPeriod period = context.period();
        PlanRating rating = new PlanRating(plan, period.service(), period.billing());
        if (!plan.hasModifiers()) {
            return plain(measured.stream().map(rating::rate).toList());
        }
        Free free = free(measured);
        List<RatedLine> rated = new ArrayList<>();
        List<io.billinghub.core.rating.modifier.RatedLine> lines = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            RatedLine line = rating.rate(free.left(measured.get(i), i));
            rated.add(line);
            ChargedItem item = context.item().as(id(i), kind());
            Quantity charged = new Quantity(line.quantity(), plan.unit());
            lines.add(new io.billinghub.core.rating.modifier.RatedLine(item, charged, amount(line), ""));
        }
        Priced priced = Priced.of(plan.currency(), lines);
        PlanPriced all = PlanPricing.around(plan.modifiers(), priced, free.drawn(), context.item(), period, memory);
        return charged(measured, rated, free, all);
    }

    private BigMoney amount(RatedLine line) {
        if (fee.isPresent()) {
            return fee.get();
        }
        BigMoney one = line.rated().amount();
        return pieces.compareTo(BigDecimal.ONE) == 0 ? one : one.multipliedBy(pieces);
    }

    private PlanCharged plain(List<RatedLine> rated) {
        List<ChargedLine> lines = new ArrayList<>();
        BigMoney total = BigMoney.zero(plan.currency());
        for (RatedLine line : rated) {
            BigMoney amount = amount(line);
            lines.add(new ChargedLine(
                    line.dimensions(),
                    line.quantity(),
                    BigDecimal.ZERO,
                    line.count(),
                    line.rated(),
                    List.of(),
                    amount));
            total = total.plus(amount);
        }
        return new PlanCharged(lines, List.of(), List.of(), total, memory);
    }

    private PlanCharged charged(List<MeasuredLine> measured, List<RatedLine> rated, Free free, PlanPriced all) {
        Priced priced = all.priced();
        var adjustments = priced.adjustments().stream().collect(Collectors.groupingBy(Adjustment::line));
        List<ChargedLine> lines = new ArrayList<>();
        List<AddedLine> added = new ArrayList<>();
        for (io.billinghub.core.rating.modifier.RatedLine line : priced.lines()) {
            if (!line.item().kind().isService()) {
                continue;
            }
            int i = lines.size();
            lines.add(new ChargedLine(
                    rated.get(i).dimensions(),
                    measured.get(i).shown(),
                    Split.sum(free.of(i)),
                    rated.get(i).count(),
                    rated.get(i).rated(),
                    adjustments.getOrDefault(line.id(), List.of()),
                    BigMoney.of(plan.currency(), priced.net(line))));
        }
        for (PricingStep step : priced.steps()) {
            priced.lines().stream()
                    .filter(line -> isOf(line, step.reason()))
                    .forEach(line -> added.add(new AddedLine(
                            line.item().kind(),
                            step.reason().key(),
                            line.quantity(),
                            line.amount(),
                            step.reason().words())));
        }
        return new PlanCharged(lines, added, priced.explanation(), priced.total(), all.memory());
    }

    private ChargeKind kind() {
        if (plan.model() instanceof Flat fee) {
            return fee.timing() == Flat.Timing.ONE_TIME ? ChargeKind.ONE_TIME : ChargeKind.RECURRING;
        }
        return plan.model() instanceof PreRated ? ChargeKind.PARTNER : ChargeKind.USAGE;
    }

    /** Lines are sorted by these ids: they stay in the order in which they were measured. */
    private String id(int line) {
        return String.format(Locale.ROOT, "%s#%09d", context.item().id(), line);
    }

    /** Whether the line was added for the reason, as minimum and commitment name theirs. */
    private boolean isOf(io.billinghub.core.rating.modifier.RatedLine line, Reason reason) {
        return !line.item().kind().isService()
                && reason.kind().name().equals(line.item().kind().name())
                && line.id().equals(context.item().id() + "/" + reason.key());
    }

    /**
     * How much costs nothing.
     *
     * @param parts of each line, of each of its quantities
     * @param drawn null if the plan has no allowance of its own
     */
    private record Free(List<List<BigDecimal>> parts, Drawn drawn) {
        List<BigDecimal> of(int line) {
            return parts.get(line);
        }

        MeasuredLine left(MeasuredLine line, int index) {
            return Split.sum(of(index)).signum() == 0 ? line : line.less(of(index));
        }
    }

    private Free free(List<MeasuredLine> measured) {
        Allowance allowance = plan.modifiers().allowance();
        FreeParts uses = new FreeParts(measured);
        if (allowance == null) {
            return new Free(uses.none(), null);
        }
        if (allowance.sharing() == Allowance.Sharing.OWN) {
            Drawn drawn = allowance.draw(
                    uses.uses(),
                    context.period(),
                    memory.stateFor(context.period()).allowance());
            return new Free(uses.of(drawn), drawn);
        }
        if (context.pooled() == null) {
            throw new IllegalArgumentException(
                    "the allowance " + allowance.key() + " of plan " + plan.key()
                            + " is shared: say how much of this usage it has covered, as drawn over all accounts that share it");
        }
        return new Free(uses.pooled(context.pooled(), plan.unit()), null);
    }
}
