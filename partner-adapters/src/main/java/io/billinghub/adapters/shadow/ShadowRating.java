package io.billinghub.adapters.shadow;

import io.billinghub.adapters.validation.PriceTolerance;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether lines are priced as agreed. A line is, if any plan in force on its first day gives its amount; lines that are not by themselves may
 * be together: by grouping key, or all of an account's for the product, as tiers and minima are agreed for a period and not for a line. Pure.
 */
final class ShadowRating {

    private final List<StoredPlan> plans;
    private final String currency;
    private final PriceTolerance tolerance;

    /**
     * @param plans all versions of all prices of the product
     * @param currency of the bill
     */
    ShadowRating(List<StoredPlan> plans, String currency, PriceTolerance tolerance) {
        this.plans = List.copyOf(plans);
        this.currency = currency;
        this.tolerance = tolerance;
    }

    /** What is not as agreed; empty for nearly all lines, and where no plan in force can be held against them. */
    List<PriceDifference> check(ProductLines lines) {
        List<BilledLine> open = new ArrayList<>();
        for (BilledLine line : lines.lines()) {
            if (judged(lines, line) && !agreed(lines, lines.billed(line))) {
                open.add(line);
            }
        }
        if (open.isEmpty() || (lines.lines().size() > 1 && asOneSum(lines, lines.lines()))) {
            return List.of();
        }
        Map<String, List<BilledLine>> byKey = new LinkedHashMap<>();
        lines.lines()
                .forEach(line -> byKey.computeIfAbsent(line.groupingKey(), key -> new ArrayList<>())
                        .add(line));
        open.removeIf(
                line -> byKey.get(line.groupingKey()).size() > 1 && asOneSum(lines, byKey.get(line.groupingKey())));
        if (open.isEmpty() || (open.size() > 1 && asOneSum(lines, open))) {
            return List.of();
        }
        return differences(lines, open);
    }

    /**
     * Nothing is said of credits: they take back a part of what was billed, at its price, and are held against that. Nor of a line that costs
     * nothing: it may be information, or free by terms that are not the plan's.
     */
    private boolean judged(ProductLines lines, BilledLine line) {
        return line.net().signum() > 0 && !candidates(lines, lines.billed(line)).isEmpty();
    }

    private boolean asOneSum(ProductLines lines, Collection<BilledLine> together) {
        return sum(lines, together).filter(all -> agreed(lines, all)).isPresent();
    }

    private static Optional<Billed> sum(ProductLines lines, Collection<BilledLine> together) {
        return together.stream().map(lines::billed).reduce(Billed::plus);
    }

    private boolean agreed(ProductLines lines, Billed billed) {
        for (StoredPlan plan : candidates(lines, billed)) {
            int minorUnits = plan.plan().currency().getDecimalPlaces();
            int roundings = billed.lines() * roundingsOfALine(plan.plan());
            for (BigDecimal amount : AgreedAmount.all(plan.plan(), billed)) {
                if (tolerance.holds(amount, billed.net(), minorUnits, roundings)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A price that a promotion reduces may be rounded before and after. */
    private static int roundingsOfALine(PricePlan plan) {
        return plan.hasModifiers() && !plan.modifiers().promotions().isEmpty() ? 2 : 1;
    }

    /** The plans in force on a day of service; more than one where the price changes meanwhile, or a product has several. */
    private List<StoredPlan> candidates(ProductLines lines, Billed billed) {
        return plans.stream()
                .filter(plan -> plan.validFrom().isBefore(billed.service().to())
                        && billed.service().from().isBefore(plan.validTo()))
                .filter(plan -> AgreedAmount.comparable(plan.plan(), currency, lines.unit()))
                .filter(plan -> AgreedAmount.of(plan.plan(), billed).isPresent())
                .toList();
    }

    private List<PriceDifference> differences(ProductLines lines, List<BilledLine> open) {
        Optional<Billed> all = sum(lines, open);
        boolean together = open.size() > 1
                && open.size() == lines.lines().size()
                && candidates(lines, all.orElseThrow()).stream()
                        .noneMatch(plan -> plan.plan().model() instanceof Flat);
        if (together) {
            Billed billed = all.orElseThrow();
            PriceDifference asSum = new PriceDifference(lines, open, billed, nearest(lines, billed));
            // each line for itself, where that tells a cause and the sum does not
            return explains(asSum) ? List.of(asSum) : perLine(lines, open, asSum);
        }
        return open.stream()
                .map(line -> new PriceDifference(
                        lines, List.of(line), lines.billed(line), nearest(lines, lines.billed(line))))
                .toList();
    }

    private List<PriceDifference> perLine(ProductLines lines, List<BilledLine> open, PriceDifference asSum) {
        List<PriceDifference> single = open.stream()
                .map(line -> new PriceDifference(
                        lines, List.of(line), lines.billed(line), nearest(lines, lines.billed(line))))
                .toList();
        return single.stream().allMatch(this::explains) ? single : List.of(asSum);
    }

    private boolean explains(PriceDifference difference) {
        return !difference
                .explained(plans, Known.NOTHING, tolerance)
                .evidence()
                .cause()
                .equals(Cause.UNKNOWN.name());
    }

    private StoredPlan nearest(ProductLines lines, Billed billed) {
        return candidates(lines, billed).stream()
                .min(Comparator.comparing(plan -> AgreedAmount.of(plan.plan(), billed)
                        .orElseThrow()
                        .subtract(billed.net())
                        .abs()))
                .orElseThrow();
    }
}
