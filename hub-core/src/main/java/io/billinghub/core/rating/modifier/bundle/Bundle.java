package io.billinghub.core.rating.modifier.bundle;

import io.billinghub.core.rating.modifier.Adjustment;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Reducible;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Validity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A discount for an account that has certain products together in a period, whoever's products they are.
 *
 * <p>Who bears it is told apart from where it is taken off: the sum is split over the bearers by weight; each one's part
 * is taken off its own lines of the bundle as far as there is room, and the rest off the other lines, still borne by it.
 * The adjustments name the bearer, which is what settlement goes by.
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param products which products make the bundle, two or more
 * @param atLeast how many of them must be there; 0 is taken as all
 * @param reduction of the lines, or one amount for all of them
 * @param on which products' lines are reduced; empty is taken as all products of the bundle
 * @param bearers who bears the discount; empty if each line's partner bears what is taken off its line
 * @param validity days on which it holds; null is taken as always
 * @param cap the most that it takes off in a period; null is without limit
 */
public record Bundle(
        String key,
        String name,
        List<String> products,
        int atLeast,
        Reduction reduction,
        List<String> on,
        List<Bearer> bearers,
        Validity validity,
        BigDecimal cap) {
    /** Refuses a bundle of less than two products, and bearers of no weight. */
    public Bundle {
        Checks.text(key, "key");
        Checks.text(name, "name");
        products = Checks.list(products);
        if (Set.copyOf(products).size() < Math.max(2, products.size())) {
            throw new IllegalArgumentException("products must hold two or more different products");
        }
        atLeast = Checks.atLeast(0, atLeast, "atLeast") == 0 ? products.size() : atLeast;
        if (atLeast > products.size()) {
            throw new IllegalArgumentException(
                    "atLeast " + atLeast + " is more than the " + products.size() + " products of the bundle");
        }
        Checks.present(reduction, "reduction");
        on = Checks.list(on).isEmpty() ? products : Checks.list(on);
        bearers = Checks.list(bearers);
        if (!bearers.isEmpty()
                && bearers.stream().allMatch(bearer -> bearer.weight().signum() == 0)) {
            throw new IllegalArgumentException("at least one of the bearers needs a weight above zero");
        }
        validity = Checks.orElse(validity, Validity.ALWAYS);
        Checks.notNegativeIfGiven(cap, "cap");
    }

    /**
     * The lines with the bundle's discount taken off; as they were if the products are not together.
     *
     * @param alsoThere products that the account has in the period without a line, for example free of charge
     */
    public Priced apply(Priced priced, PricingPeriod period, Collection<String> alsoThere) {
        Set<String> there = new HashSet<>(alsoThere);
        priced.lines(LineScope.SERVICES).forEach(line -> there.add(line.item().product()));
        if (products.stream().filter(there::contains).count() < atLeast) {
            return priced;
        }
        List<RatedLine> lines = priced.lines(LineScope.ofProducts(on));
        int places = priced.currency().getDecimalPlaces();
        List<BigDecimal> parts = reduction.parts(
                lines.stream().map(line -> Reducible.left(priced, line)).toList(), validity, period.billing(), places);
        BigDecimal wanted = Split.sum(parts);
        BigDecimal amount = cap == null ? wanted : wanted.min(cap);
        Reason reason = new Reason(
                AdjustmentKind.BUNDLE,
                key,
                name + ", " + reduction.words(priced.currency()) + validity.words(period.billing()));
        if (!bearers.isEmpty()) {
            return borne(priced, reason, lines, amount);
        }
        return priced.reducedBy(
                reason, lines, amount.compareTo(wanted) < 0 ? Split.within(amount, parts, places) : parts);
    }

    private Priced borne(Priced priced, Reason reason, List<RatedLine> lines, BigDecimal amount) {
        int places = priced.currency().getDecimalPlaces();
        List<BigDecimal> shares =
                Split.byWeights(amount, bearers.stream().map(Bearer::weight).toList(), places);
        BigDecimal[] rooms = lines.stream().map(priced::room).toArray(BigDecimal[]::new);
        List<Adjustment> adjustments = new ArrayList<>();
        BigDecimal[] open = shares.toArray(BigDecimal[]::new);
        for (boolean own : new boolean[] {true, false}) {
            for (int b = 0; b < open.length; b++) {
                String party = bearers.get(b).party();
                List<BigDecimal> mine = new ArrayList<>();
                for (int i = 0; i < rooms.length; i++) {
                    boolean its = lines.get(i).item().partner().equals(party);
                    mine.add(!own || its ? rooms[i] : BigDecimal.ZERO);
                }
                BigDecimal part = open[b].min(Split.sum(mine));
                List<BigDecimal> parts = Split.within(part, mine, places);
                open[b] = open[b].subtract(part);
                for (int i = 0; i < rooms.length; i++) {
                    rooms[i] = rooms[i].subtract(parts.get(i));
                    if (parts.get(i).signum() > 0) {
                        adjustments.add(new Adjustment(reason, lines.get(i).id(), party, priced.taken(parts.get(i))));
                    }
                }
            }
        }
        return priced.with(adjustments);
    }
}
