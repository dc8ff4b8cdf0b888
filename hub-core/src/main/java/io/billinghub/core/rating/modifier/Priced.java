package io.billinghub.core.rating.modifier;

import io.billinghub.core.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;

/**
 * Lines, what modifiers have made of them so far, and why. Immutable.
 *
 * <p>All lines are in one currency and stand in the order of their ids, so that no result depends on the order in which
 * they came. The total is always the sum of the lines plus the sum of the adjustments that are not payments.
 */
public final class Priced {
    private final CurrencyUnit currency;
    private final List<RatedLine> lines;
    private final List<Adjustment> adjustments;
    private final List<PricingStep> steps;
    private final Map<String, BigDecimal> nets;

    private Priced(
            CurrencyUnit currency,
            List<RatedLine> lines,
            List<Adjustment> adjustments,
            List<PricingStep> steps,
            Map<String, BigDecimal> nets) {
        this.currency = currency;
        this.lines = lines;
        this.adjustments = adjustments;
        this.steps = steps;
        this.nets = nets;
    }

    /**
     * Lines that no modifier has touched yet.
     *
     * @throws CurrencyMismatchException if one is in another currency; conversion is a step of its own before
     * @throws IllegalArgumentException if two have the same id
     */
    public static Priced of(CurrencyUnit currency, Collection<RatedLine> lines) {
        Map<String, BigDecimal> nets = new HashMap<>();
        for (RatedLine line : lines) {
            if (!line.amount().getCurrencyUnit().equals(currency)) {
                throw new CurrencyMismatchException(line.amount().getCurrencyUnit(), currency);
            }
            if (nets.put(line.id(), line.amount().getAmount()) != null) {
                throw new IllegalArgumentException("there are two lines with the id " + line.id());
            }
        }
        return new Priced(currency, sorted(lines), List.of(), List.of(), nets);
    }

    /** The lines of several pricings together; ids must differ. */
    public static Priced together(CurrencyUnit currency, List<Priced> parts) {
        Priced all =
                of(currency, parts.stream().flatMap(part -> part.lines.stream()).toList());
        List<PricingStep> steps =
                parts.stream().flatMap(part -> part.steps.stream()).toList();
        return all.adjusted(
                parts.stream().flatMap(part -> part.adjustments.stream()).toList(), steps);
    }

    /** The currency of all amounts. */
    public CurrencyUnit currency() {
        return currency;
    }

    /** The lines by id. */
    public List<RatedLine> lines() {
        return lines;
    }

    /** Those inside of the scope. */
    public List<RatedLine> lines(LineScope scope) {
        return lines.stream().filter(scope::matches).toList();
    }

    /** What modifiers have added, in their order, by line. */
    public List<Adjustment> adjustments() {
        return adjustments;
    }

    /** What each modifier did, in their order. */
    public List<PricingStep> steps() {
        return steps;
    }

    /** What a customer reads of the modifiers, in their order; the rounding of lines is not told. */
    public List<String> explanation() {
        return steps.stream()
                .filter(step -> step.reason().kind() != AdjustmentKind.ROUNDING)
                .map(PricingStep::sentence)
                .toList();
    }

    /** The line's amount with its adjustments, payments left out; unrounded. */
    public BigDecimal net(RatedLine line) {
        return nets.get(line.id());
    }

    /** What can still be taken off the line: its net amount, zero if it gives something back. */
    public BigDecimal room(RatedLine line) {
        return net(line).max(BigDecimal.ZERO);
    }

    /** The net amount of the line as it will stand on the bill. */
    public BigDecimal billed(RatedLine line) {
        return rounded(net(line));
    }

    /** Σ of the lines' net amounts as they will stand on the bill. */
    public BigDecimal billed(List<RatedLine> some) {
        return Split.sum(some.stream().map(this::billed).toList());
    }

    /** An amount as a line of the bill has it. */
    public BigDecimal rounded(BigDecimal amount) {
        return Rounding.lineNet(BigMoney.of(currency, amount)).getAmount();
    }

    /** With each line's net amount as it will stand on the bill, so that what pays it can be whole minor units. */
    public Priced withRoundedLines() {
        List<RatedLine> fine = lines.stream()
                .filter(line -> billed(line).compareTo(net(line)) != 0)
                .toList();
        Reason reason = new Reason(AdjustmentKind.ROUNDING, "line", "Rounding of lines");
        return reducedBy(
                reason,
                fine,
                fine.stream().map(line -> net(line).subtract(billed(line))).toList());
    }

    /** Σ of the lines' net amounts. */
    public BigDecimal net(List<RatedLine> some) {
        return Split.sum(some.stream().map(this::net).toList());
    }

    /** Σ of all net amounts. */
    public BigMoney total() {
        return BigMoney.of(currency, net(lines));
    }

    /** Σ of what was adjusted for reasons of this kind; a reduction is negative. */
    public BigMoney adjusted(Predicate<AdjustmentKind> kind) {
        return BigMoney.of(
                currency,
                Split.sum(adjustments.stream()
                        .filter(adjustment -> kind.test(adjustment.reason().kind()))
                        .map(adjustment -> adjustment.amount().getAmount())
                        .toList()));
    }

    /** With one more step that changed no amount, such as free quantity. */
    public Priced explained(Reason reason) {
        return adjusted(List.of(), List.of(new PricingStep(reason, BigMoney.zero(currency))));
    }

    /**
     * With an amount taken off some lines in proportion to what can be taken off each, in whole minor units where the
     * amount is one.
     *
     * @param amount zero or more, and not more than the room of these lines
     */
    public Priced reduced(Reason reason, List<RatedLine> some, BigDecimal amount) {
        List<BigDecimal> rooms = some.stream().map(this::room).toList();
        return reducedBy(reason, some, Split.within(amount, rooms, currency.getDecimalPlaces()));
    }

    /** With these parts taken off these lines, borne by the partner of each. */
    public Priced reducedBy(Reason reason, List<RatedLine> some, List<BigDecimal> parts) {
        List<Adjustment> more = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            if (parts.get(i).signum() != 0) {
                ChargedItem item = some.get(i).item();
                more.add(new Adjustment(reason, item.id(), item.partner(), taken(parts.get(i))));
            }
        }
        return with(more);
    }

    /** With adjustments, all of one reason; nothing if there are none. */
    public Priced with(List<Adjustment> more) {
        if (more.isEmpty()) {
            return this;
        }
        BigDecimal sum = Split.sum(
                more.stream().map(adjustment -> adjustment.amount().getAmount()).toList());
        return adjusted(more, List.of(new PricingStep(more.get(0).reason(), BigMoney.of(currency, sum))));
    }

    /** With a line that a modifier has added. */
    public Priced withLine(RatedLine line, Reason reason) {
        List<RatedLine> all = new ArrayList<>(lines);
        all.add(line);
        List<PricingStep> allSteps = new ArrayList<>(steps);
        allSteps.add(new PricingStep(reason, line.amount()));
        Map<String, BigDecimal> allNets = new HashMap<>(nets);
        if (allNets.put(line.id(), line.amount().getAmount()) != null) {
            throw new IllegalArgumentException("there are two lines with the id " + line.id());
        }
        return new Priced(currency, sorted(all), adjustments, List.copyOf(allSteps), allNets);
    }

    /** The lines with their net amounts, as they stand on a bill that shows no adjustments. */
    public List<RatedLine> netLines() {
        return lines.stream()
                .map(line -> line.withAmount(BigMoney.of(currency, net(line))))
                .toList();
    }

    /** An amount in the currency of the lines, with the sign of a reduction. */
    public BigMoney taken(BigDecimal amount) {
        return BigMoney.of(currency, amount.negate());
    }

    private Priced adjusted(List<Adjustment> more, List<PricingStep> moreSteps) {
        List<Adjustment> all = new ArrayList<>(adjustments);
        all.addAll(more);
        List<PricingStep> allSteps = new ArrayList<>(steps);
        allSteps.addAll(moreSteps);
        Map<String, BigDecimal> allNets = new HashMap<>(nets);
        for (Adjustment adjustment : more) {
            if (!allNets.containsKey(adjustment.line())) {
                throw new IllegalArgumentException("there is no line " + adjustment.line() + " to adjust");
            }
            if (!adjustment.reason().kind().isPayment()) {
                allNets.merge(adjustment.line(), adjustment.amount().getAmount(), BigDecimal::add);
            }
        }
        return new Priced(currency, lines, List.copyOf(all), List.copyOf(allSteps), allNets);
    }

    private static List<RatedLine> sorted(Collection<RatedLine> lines) {
        return lines.stream().sorted(Comparator.comparing(RatedLine::id)).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Priced that
                && currency.equals(that.currency)
                && lines.equals(that.lines)
                && adjustments.equals(that.adjustments)
                && steps.equals(that.steps);
    }

    @Override
    public int hashCode() {
        return lines.hashCode() * 31 + adjustments.hashCode();
    }

    @Override
    public String toString() {
        return total() + " of " + lines.size() + " lines and " + adjustments.size() + " adjustments";
    }
}
