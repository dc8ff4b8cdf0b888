package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.CorrectionSql.Again;
import io.billinghub.core.billrun.infrastructure.RatingSql.ShardUsageAccount;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.model.PlanStates;
import io.billinghub.core.usage.model.PlanStates.Stale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which usage of billed periods a run rates again, and why. Pure. */
final class WantedPeriods {

    private final int dayOfMonth;
    private final Map<Long, Long> roots = new HashMap<>();
    private final Map<Long, List<Long>> members = new HashMap<>();
    private final SortedMap<CyclePeriod, Wanted> periods = new TreeMap<>(Comparator.comparing(CyclePeriod::from));

    /** A product of an account. */
    record Product(long accountId, long offeringId) {}

    /**
     * What is rated again of one period.
     *
     * @param late those of the products whose usage came late, by account; the others for a changed price or state
     * @param shared those of the products that share an allowance, each with all that share it
     */
    record Wanted(CyclePeriod period, Set<Product> products, Set<Product> late, Map<Product, Set<Product>> shared) {

        /** These products, and those that share an allowance with them. */
        Set<Product> withWhatIsShared(Set<Product> some) {
            return some.stream()
                    .flatMap(product -> shared.getOrDefault(product, Set.of(product)).stream())
                    .collect(Collectors.toSet());
        }
    }

    /**
     * @param accounts of the shard
     * @param late usage that came late
     * @param changed usage whose price has changed
     * @param stale periods that don't fit those before them, or the days of service
     */
    WantedPeriods(
            int dayOfMonth,
            List<ShardUsageAccount> accounts,
            List<Again> late,
            List<Again> changed,
            List<Stale> stale) {
        this.dayOfMonth = dayOfMonth;
        accounts.forEach(each -> {
            roots.put(each.account().id(), each.rootId());
            members.computeIfAbsent(each.rootId(), none -> new ArrayList<>())
                    .add(each.account().id());
        });
        late.forEach(each -> {
            Wanted wanted = at(each.day());
            wanted.products().add(new Product(each.accountId(), each.offeringId()));
            wanted.late().add(new Product(each.accountId(), each.offeringId()));
        });
        changed.forEach(each -> at(each.day()).products().add(new Product(each.accountId(), each.offeringId())));
        stale.stream().filter(each -> each.key().isOfUsage()).forEach(this::addStale);
    }

    private void addStale(Stale each) {
        long account = each.key().accountId();
        List<Long> whose = each.key().subscription() == PlanStates.POOL
                ? members.getOrDefault(account, List.of())
                : roots.containsKey(account) ? List.of(account) : List.of();
        whose.forEach(one ->
                at(each.period()).products().add(new Product(one, each.key().offeringId())));
    }

    private Wanted at(LocalDate day) {
        return periods.computeIfAbsent(CyclePeriod.containing(day, dayOfMonth), WantedPeriods::none);
    }

    private static Wanted none(CyclePeriod period) {
        return new Wanted(period, new HashSet<>(), new HashSet<>(), new HashMap<>());
    }

    /** The first day of the first period; empty if nothing is rated again. */
    Optional<LocalDate> first() {
        return periods.isEmpty()
                ? Optional.empty()
                : Optional.of(periods.firstKey().from());
    }

    /**
     * All periods up to the day, in the order of time: what goes on from a period into the next ones changes those too, and what
     * several accounts share changes for all of them.
     *
     * @param plans in force anywhere in them
     */
    List<Wanted> until(LocalDate day, List<StoredPlan> plans) {
        Set<Long> keeping = offerings(
                plans, price -> price.plan().hasModifiers() || price.plan().carriesOver());
        Set<Long> sharing = offerings(plans, price -> price.plan().sharesAllowance());
        List<Wanted> all = new ArrayList<>();
        Set<Product> following = new HashSet<>();
        for (CyclePeriod period = periods.firstKey(); period.from().isBefore(day); period = period.next(dayOfMonth)) {
            Wanted here = periods.getOrDefault(period, none(period));
            here.products().addAll(following);
            List.copyOf(here.products()).stream()
                    .filter(product -> sharing.contains(product.offeringId()))
                    .forEach(product -> {
                        Set<Product> family = family(product);
                        here.products().addAll(family);
                        family.forEach(one -> here.shared().put(one, family));
                    });
            here.products().stream()
                    .filter(product -> keeping.contains(product.offeringId()))
                    .forEach(following::add);
            if (!here.products().isEmpty()) {
                all.add(here);
            }
        }
        return all;
    }

    private Set<Product> family(Product product) {
        return members.get(roots.get(product.accountId())).stream()
                .map(account -> new Product(account, product.offeringId()))
                .collect(Collectors.toSet());
    }

    private static Set<Long> offerings(List<StoredPlan> plans, Predicate<StoredPlan> which) {
        return plans.stream().filter(which).map(StoredPlan::offeringId).collect(Collectors.toSet());
    }
}
