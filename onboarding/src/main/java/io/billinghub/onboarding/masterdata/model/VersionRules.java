package io.billinghub.onboarding.masterdata.model;

import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.masterdata.model.KnownData.KnownLink;
import io.billinghub.onboarding.masterdata.model.KnownData.Versioned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Of things with versions or validities, one holds on each day, and the past stays as it was. */
final class VersionRules {
    private VersionRules() {}

    static void versionsFollowEachOther(MasterData data, KnownData known, Findings findings) {
        for (int i = 0; i < data.agreements().size(); i++) {
            MasterData.Agreement agreement = data.agreements().get(i);
            List<Given> given = new ArrayList<>();
            for (int j = 0; j < agreement.versions().size(); j++) {
                var version = agreement.versions().get(j);
                String pointer = "/agreements/" + i + "/versions/" + j + "/validFrom";
                given.add(new Given(version.version(), version.validFrom(), pointer));
            }
            follow(Versioned.AGREEMENT, agreement.key(), given, Set.of(), known, findings);
        }
        Map<String, List<Given>> plans = new TreeMap<>();
        for (int i = 0; i < data.offerings().size(); i++) {
            for (int j = 0; j < data.offerings().get(i).pricePlans().size(); j++) {
                var plan = data.offerings().get(i).pricePlans().get(j);
                String pointer = "/offerings/" + i + "/pricePlans/" + j + "/validFrom";
                plans.computeIfAbsent(plan.key(), key -> new ArrayList<>())
                        .add(new Given(plan.version(), plan.validFrom(), pointer));
            }
        }
        for (int i = 0; i < data.pricePlans().size(); i++) {
            var plan = data.pricePlans().get(i);
            plans.computeIfAbsent(plan.key(), key -> new ArrayList<>())
                    .add(new Given(plan.version(), plan.validFrom(), "/pricePlans/" + i + "/validFrom"));
        }
        Set<String> modified = new HashSet<>();
        Stream.of(
                        data.offerings().stream().flatMap(offering -> offering.pricePlans().stream()),
                        data.pricePlans().stream(),
                        known.prices().stream().map(KnownData.KnownPrice::plan))
                .flatMap(each -> each)
                .filter(PricePlan::hasModifiers)
                .forEach(plan -> modified.add(plan.key()));
        plans.forEach((key, given) -> follow(Versioned.PRICE_PLAN, key, given, modified, known, findings));
    }

    private static void follow(
            Versioned kind, String key, List<Given> given, Set<String> modified, KnownData known, Findings findings) {
        TreeMap<Integer, LocalDate> begins = new TreeMap<>();
        Set<Integer> stored = new HashSet<>();
        known.versions().stream()
                .filter(version -> version.kind() == kind && version.key().equals(key))
                .forEach(version -> {
                    begins.put(version.version(), version.validFrom());
                    stored.add(version.version());
                });
        // A stored version given with another begin is found as a change of what is stored.
        given.forEach(version -> begins.putIfAbsent(version.version(), version.validFrom()));
        boolean backDated = kind == Versioned.PRICE_PLAN && known.pricesOfBilledDays();
        boolean hasModifiers = backDated && modified.contains(key);
        for (Given version : given) {
            var before = begins.lowerEntry(version.version());
            var after = begins.higherEntry(version.version());
            boolean isStored = stored.contains(version.version());
            // Of two that stand in the document, the later one is told.
            boolean late = after != null
                    && stored.contains(after.getKey())
                    && wrongOrder(version.validFrom(), after.getValue(), backDated || isStored);
            boolean early = before != null
                    && wrongOrder(
                            before.getValue(),
                            version.validFrom(),
                            backDated || isStored && stored.contains(before.getKey()));
            if (late || early) {
                var other = late ? after : before;
                findings.add(
                        version.pointer(),
                        OnboardingError.VERSION_ORDER,
                        "version " + version.version() + " of " + key + " begins on " + version.validFrom()
                                + ", version " + other.getKey() + " on " + other.getValue());
            }
            boolean cutsAPeriod = hasModifiers
                    && !isStored
                    && before != null
                    && known.openFrom() != null
                    && version.validFrom().isBefore(known.openFrom())
                    && before.getValue().isBefore(version.validFrom());
            if (cutsAPeriod) {
                findings.add(
                        version.pointer(),
                        OnboardingError.PERIOD_CLOSED,
                        "version " + version.version() + " of " + key + ", which has modifiers, begins on "
                                + version.validFrom() + "; in billed periods it can only take the place of version "
                                + before.getKey() + ", from " + before.getValue() + " on");
            }
            boolean changesThePast = !backDated
                    && !stored.isEmpty()
                    && !isStored
                    && known.openFrom() != null
                    && version.validFrom().isBefore(known.openFrom());
            if (changesThePast) {
                findings.add(
                        version.pointer(),
                        OnboardingError.PERIOD_CLOSED,
                        "version " + version.version() + " of " + key + " begins on " + version.validFrom()
                                + ", but periods before " + known.openFrom() + " are closed"
                                + (kind == Versioned.PRICE_PLAN
                                        ? "; where they were billed at a wrong price, POST /hub/v1/price-plans?backDated=true"
                                                + " has the next bills settle the difference"
                                        : ""));
            }
        }
    }

    private static boolean wrongOrder(LocalDate earlier, LocalDate later, boolean sameDay) {
        return sameDay ? earlier.isAfter(later) : !earlier.isBefore(later);
    }

    static void accountLinksDoNotOverlap(MasterData data, KnownData known, Findings findings) {
        Map<String, List<Validity>> links = new HashMap<>();
        Set<String> given = new HashSet<>();
        data.accountLinks().forEach(link -> given.add(name(link) + "\n" + link.validFrom()));
        for (KnownLink link : known.links()) {
            if (!given.contains(link.partner() + "\n" + link.partnerAccount() + "\n" + link.validFrom())) {
                links.computeIfAbsent(link.partner() + "\n" + link.partnerAccount(), key -> new ArrayList<>())
                        .add(new Validity(link.validFrom(), link.validTo(), "a stored link to " + link.account()));
            }
        }
        for (int i = 0; i < data.accountLinks().size(); i++) {
            var link = data.accountLinks().get(i);
            List<Validity> others = links.computeIfAbsent(name(link), key -> new ArrayList<>());
            for (Validity other : others) {
                if (overlap(link.validFrom(), link.validTo(), other.from(), other.to())) {
                    findings.add(
                            "/accountLinks/" + i,
                            OnboardingError.OVERLAP,
                            "number " + link.partnerAccount() + " of " + link.partner() + " is taken on the same days"
                                    + " by " + other.where());
                }
            }
            others.add(new Validity(link.validFrom(), link.validTo(), "/accountLinks/" + i));
        }
    }

    private static String name(MasterData.AccountLink link) {
        return link.partner() + "\n" + link.partnerAccount();
    }

    private static boolean overlap(LocalDate from, LocalDate to, LocalDate otherFrom, LocalDate otherTo) {
        boolean beginsBeforeOtherEnds = from == null || otherTo == null || from.isBefore(otherTo);
        boolean endsAfterOtherBegins = to == null || otherFrom == null || otherFrom.isBefore(to);
        return beginsBeforeOtherEnds && endsAfterOtherBegins;
    }

    private record Given(int version, LocalDate validFrom, String pointer) {}

    private record Validity(LocalDate from, LocalDate to, String where) {}
}
