package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.rating.plan.HeldPrice;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.KnownData.KnownPrice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an offering costs: for each thing, one price on a day. */
final class PriceRules {
    private PriceRules() {}

    /**
     * A version of a plan.
     *
     * @param pointer where it stands in the document; null for one that is stored and does not stand there
     */
    private record Version(PricePlan plan, LocalDate from, LocalDate to, String pointer) {}

    /** @param pointer as of {@link Version} */
    private record Placed(HeldPrice price, String pointer) {}

    static void anOfferingHasOnePriceForEachThing(MasterData data, KnownData known, Findings findings) {
        offered(data, known).values().forEach(plans -> overlaps(held(plans), findings));
    }

    /** All versions that the document leaves, by offering and key of the plan; without those of plans that belong to none. */
    private static Map<String, Map<String, TreeMap<Integer, Version>>> offered(MasterData data, KnownData known) {
        Map<String, Map<String, TreeMap<Integer, Version>>> offered = new TreeMap<>();
        Map<String, String> offeringOf = new HashMap<>();
        for (KnownPrice price : known.prices()) {
            LocalDate from = price.validFrom() == null ? LocalDate.MIN : price.validFrom();
            add(offered, price.offering(), new Version(price.plan(), from, orNever(price.validTo()), null));
            offeringOf.put(price.plan().key(), price.offering());
        }
        for (int i = 0; i < data.offerings().size(); i++) {
            MasterData.Offering offering = data.offerings().get(i);
            for (int j = 0; j < offering.pricePlans().size(); j++) {
                PricePlan plan = offering.pricePlans().get(j);
                add(offered, offering.key(), given(plan, "/offerings/" + i + "/pricePlans/" + j));
                offeringOf.put(plan.key(), offering.key());
            }
        }
        for (int i = 0; i < data.pricePlans().size(); i++) {
            PricePlan plan = data.pricePlans().get(i);
            if (offeringOf.containsKey(plan.key())) {
                add(offered, offeringOf.get(plan.key()), given(plan, "/pricePlans/" + i));
            }
        }
        return offered;
    }

    private static Version given(PricePlan plan, String pointer) {
        return new Version(plan, plan.validFrom(), orNever(plan.validTo()), pointer);
    }

    private static LocalDate orNever(LocalDate end) {
        return end == null ? LocalDate.MAX : end;
    }

    private static void add(
            Map<String, Map<String, TreeMap<Integer, Version>>> offered, String offering, Version version) {
        offered.computeIfAbsent(offering, none -> new TreeMap<>())
                .computeIfAbsent(version.plan().key(), none -> new TreeMap<>())
                .put(version.plan().version(), version);
    }

    /** The days of the versions, each ended by the next one of its plan; by what they are for and their first days. */
    private static List<Placed> held(Map<String, TreeMap<Integer, Version>> plans) {
        List<Placed> held = new ArrayList<>();
        for (TreeMap<Integer, Version> versions : plans.values()) {
            versions.forEach((number, version) -> {
                var next = versions.higherEntry(number);
                LocalDate to = next != null && next.getValue().from().isBefore(version.to())
                        ? next.getValue().from()
                        : version.to();
                if (version.from().isBefore(to)) {
                    held.add(new Placed(HeldPrice.of(version.plan(), version.from(), to), version.pointer()));
                }
            });
        }
        held.sort(Comparator.comparing((Placed placed) -> placed.price().what())
                .thenComparing(placed -> placed.price().from()));
        return held;
    }

    /** Each that begins before one has ended that began before it, or with it. */
    private static void overlaps(List<Placed> held, Findings findings) {
        Placed last = null;
        for (Placed placed : held) {
            if (last != null && last.price().overlaps(placed.price())) {
                String pointer = placed.pointer() == null ? last.pointer() : placed.pointer();
                if (pointer != null) {
                    findings.add(
                            pointer, OnboardingError.PRICES_OVERLAP, HeldPrice.overlap(last.price(), placed.price()));
                }
            }
            boolean endsLater = last == null
                    || !last.price().what().equals(placed.price().what())
                    || last.price().to().isBefore(placed.price().to());
            last = endsLater ? placed : last;
        }
    }
}
