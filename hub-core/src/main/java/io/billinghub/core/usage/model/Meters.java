package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The meters of a period: which plan rates the usage of a product on a day. That is the newest one in force that prices usage
 * and measures its unit; where no plan prices usage, a fee that counts the unit, whatever the quantity. Where prices change
 * in the period, each day's usage has the price of that day, and tiers begin afresh with the new price.
 */
public final class Meters {

    private final List<Meter> meters;
    private final Map<Long, List<StoredPlan>> plans;
    private final ZoneId zone;

    private Meters(List<Meter> meters, Map<Long, List<StoredPlan>> plans, ZoneId zone) {
        this.meters = List.copyOf(meters);
        this.plans = plans;
        this.zone = zone;
    }

    /**
     * The meters of a period.
     *
     * @param newestFirst the plans in force anywhere in it, per offering the newest first
     */
    public static Meters of(List<StoredPlan> newestFirst, LocalPeriod period, ZoneId zone) {
        Map<Long, List<StoredPlan>> byOffering = newestFirst.stream()
                .collect(Collectors.groupingBy(StoredPlan::offeringId, TreeMap::new, Collectors.toList()));
        List<Meter> meters = new ArrayList<>();
        byOffering.values().forEach(plans -> addMeters(meters, plans, period, zone));
        return new Meters(meters, byOffering, zone);
    }

    private static void addMeters(List<Meter> meters, List<StoredPlan> plans, LocalPeriod period, ZoneId zone) {
        TreeSet<LocalDate> cuts = new TreeSet<>();
        plans.forEach(plan -> {
            cuts.add(plan.validFrom());
            cuts.add(plan.validTo());
        });
        List<LocalDate> inside = new ArrayList<>(cuts.subSet(period.from(), false, period.to(), false));
        inside.add(0, period.from());
        inside.add(period.to());
        Set<String> units = plans.stream()
                .map(plan -> plan.plan().measuredUnit())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String unit : units) {
            StoredPlan before = null;
            LocalDate since = period.from();
            for (int i = 0; i < inside.size() - 1; i++) {
                StoredPlan now = rating(plans, inside.get(i), unit).orElse(null);
                if (now != before) {
                    add(meters, before, since, inside.get(i), period, zone);
                    before = now;
                    since = inside.get(i);
                }
            }
            add(meters, before, since, period.to(), period, zone);
        }
    }

    private static void add(
            List<Meter> meters, StoredPlan price, LocalDate from, LocalDate to, LocalPeriod period, ZoneId zone) {
        if (price != null && from.isBefore(to)) {
            meters.add(new Meter(
                    price, new LocalPeriod(from, to), from.equals(period.from()), to.equals(period.to()), zone));
        }
    }

    private static Optional<StoredPlan> rating(List<StoredPlan> plans, LocalDate day, String unit) {
        List<StoredPlan> inForce = StoredPlan.on(plans, day);
        List<StoredPlan> ofUsage =
                inForce.stream().filter(plan -> plan.timing().isEmpty()).toList();
        Predicate<StoredPlan> counts = plan -> plan.plan().measuredUnit().equals(unit);
        return (ofUsage.isEmpty() ? inForce : ofUsage).stream().filter(counts).findFirst();
    }

    /** By product, then by unit, then by time. */
    public List<Meter> all() {
        return meters;
    }

    /** Whether another meter of the same product and unit takes usage of the same period. */
    boolean shares(Meter meter) {
        return meters.stream().anyMatch(other -> other != meter && isSibling(meter, other));
    }

    private static boolean isSibling(Meter meter, Meter other) {
        return other.offeringId() == meter.offeringId() && other.unit().equals(meter.unit());
    }

    /** Why no meter takes usage of the product in the unit at the day, in words that tell what to do. */
    String missing(long offeringId, String offeringKey, String accountNumber, String unit, LocalDate day) {
        List<StoredPlan> inForce = StoredPlan.on(plans.getOrDefault(offeringId, List.of()), day);
        Optional<StoredPlan> other = inForce.stream()
                .filter(plan -> plan.timing().isEmpty())
                .findFirst()
                .or(() -> inForce.stream().findFirst());
        return other.map(plan -> "usage of product " + offeringKey + " on account " + accountNumber + " counts " + unit
                        + ", its price plan " + plan.plan().key() + " counts "
                        + plan.plan().measuredUnit())
                .orElse("no price plan of product " + offeringKey + " is in force on " + day + ", needed for account "
                        + accountNumber + ": import one with a key of its own and resume the run");
    }

    ZoneId zone() {
        return zone;
    }
}
