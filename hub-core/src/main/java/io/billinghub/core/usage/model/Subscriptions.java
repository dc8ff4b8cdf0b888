package io.billinghub.core.usage.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when accounts have products. Subscriptions of a product that follow each other are one stretch of service: where one begins
 * not later than another has ended, or in the billing period in which it ended. After a longer gap the service starts anew.
 */
public final class Subscriptions {

    private final Map<Subject, List<Subscribed>> each = new HashMap<>();

    private record Subject(long accountId, long offeringId) {}

    /** @param each subscription by itself, whenever it runs; of no days are passed over */
    public Subscriptions(Collection<Subscribed> each) {
        each.stream()
                .filter(one -> one.from().isBefore(one.to()))
                .forEach(one -> this.each
                        .computeIfAbsent(new Subject(one.accountId(), one.offeringId()), none -> new ArrayList<>())
                        .add(one));
    }

    /** The stretches that a billing period sees, one for each account and product that has one. */
    List<Subscribed> at(LocalPeriod billing) {
        return each.values().stream()
                .flatMap(some -> seen(some, billing).stream())
                .toList();
    }

    /**
     * The stretch of some accounts together that a billing period sees: the one that reaches into it, else the last one before it.
     *
     * @return of any of the accounts; empty if none has the product by then
     */
    public Optional<Subscribed> at(Collection<Long> accounts, long offeringId, LocalPeriod billing) {
        return seen(
                accounts.stream()
                        .flatMap(account -> each.getOrDefault(new Subject(account, offeringId), List.of()).stream())
                        .toList(),
                billing);
    }

    /**
     * For what service usage would be priced. What is shared may be used without a subscription too, after the last one has ended.
     *
     * @param accounts those that share it, or the one of the key
     * @return empty if the service has ended before the period
     */
    public Optional<PlanStates.Terms> terms(PlanStates.Key key, Collection<Long> accounts, LocalPeriod billing) {
        Optional<Subscribed> stretch = at(accounts, key.offeringId(), billing);
        if (stretch.filter(each -> each.reaches(billing)).isPresent()) {
            return stretch.map(each -> PlanStates.Terms.of(each.from(), each.to(), billing));
        }
        return stretch.isEmpty() || key.subscription() == PlanStates.POOL
                ? Optional.of(PlanStates.Terms.of(LocalDate.MIN, LocalDate.MAX, billing))
                : Optional.empty();
    }

    private static Optional<Subscribed> seen(List<Subscribed> some, LocalPeriod billing) {
        List<Subscribed> stretches = new ArrayList<>();
        some.stream().sorted(Comparator.comparing(Subscribed::from)).forEach(next -> {
            int last = stretches.size() - 1;
            if (last < 0 || startsAnew(stretches.get(last).to(), next.from(), dayOfMonth(billing))) {
                stretches.add(next);
            } else if (next.to().isAfter(stretches.get(last).to())) {
                stretches.set(last, stretches.get(last).until(next.to()));
            }
        });
        return stretches.stream()
                .filter(stretch -> stretch.from().isBefore(billing.to()))
                .reduce((earlier, later) -> later);
    }

    private static boolean startsAnew(LocalDate ended, LocalDate begins, int dayOfMonth) {
        return begins.isAfter(ended)
                && !begins.isBefore(
                        CyclePeriod.containing(ended.minusDays(1), dayOfMonth).to());
    }

    /** On which day of a month the periods begin: of two months that follow each other, one has that day. */
    static int dayOfMonth(LocalPeriod billing) {
        return Math.max(billing.from().getDayOfMonth(), billing.to().getDayOfMonth());
    }
}
