package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.allowance.Use;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Allowances that the accounts of a hierarchy share: those that are billed to one root account. Each is drawn once for all of them,
 * each account having a part in proportion to what it has used; what can't be split goes by the accounts' numbers. First all uses
 * are told, then the parts are asked for. One thread at a time.
 */
final class SharedAllowances {

    private final ModifiedPrice modified;
    private final LocalPeriod billing;
    private final UsagePricing.Priced priced;
    private final Map<Long, List<Long>> members;
    private final Map<Pool, Map<String, BigDecimal>> used = new HashMap<>();
    private final Map<Pool, Map<String, BigDecimal>> drawn = new HashMap<>();
    private final Map<UsageGroup, String> ids = new HashMap<>();
    private final Set<Pool> unknown = new HashSet<>();

    private record Pool(long rootId, long offeringId, int meter) {}

    SharedAllowances(ModifiedPrice modified, LocalPeriod billing, UsagePricing.Priced priced) {
        this.modified = modified;
        this.billing = billing;
        this.priced = priced;
        this.members = priced.roots().keySet().stream()
                .collect(Collectors.groupingBy(account -> priced.roots().get(account)));
    }

    private Pool pool(UsageGroup group) {
        Long root = priced.roots().get(group.accountId());
        return new Pool(
                Objects.requireNonNull(root, "the root of an account that shares"), group.offeringId(), group.meter());
    }

    /** What the account has used, in the plan's unit. */
    void use(UsageGroup group, String number, BigDecimal quantity) {
        used.computeIfAbsent(pool(group), none -> new HashMap<>()).put(number, quantity);
        ids.put(group, number);
    }

    /** Nobody knows what the account has used: then nobody knows either what is left for the others. */
    void unknown(UsageGroup group) {
        unknown.add(pool(group));
    }

    /**
     * How much of what the account has used costs nothing.
     *
     * @throws IllegalArgumentException if it is not known what the other accounts have used
     */
    BigDecimal partOf(UsageGroup group, Meter meter) {
        Pool pool = pool(group);
        if (unknown.contains(pool)) {
            throw new IllegalArgumentException("it shares the allowance "
                    + meter.plan().modifiers().allowance().key()
                    + " with accounts whose usage can't be rated; mend that first");
        }
        return drawn.computeIfAbsent(pool, none -> draw(pool, meter)).getOrDefault(ids.get(group), BigDecimal.ZERO);
    }

    private Map<String, BigDecimal> draw(Pool pool, Meter meter) {
        Optional<Subscribed> since = priced.subscriptions()
                .at(members.get(pool.rootId()), pool.offeringId(), billing)
                .filter(stretch -> stretch.reaches(billing));
        List<Use> uses = new ArrayList<>();
        used.get(pool).forEach((number, quantity) -> uses.add(new Use(number, quantity)));
        return modified.draw(
                new PlanStates.Key(
                        pool.rootId(), pool.offeringId(), meter.plan().key(), PlanStates.POOL),
                meter.plan(),
                since.map(Subscribed::from).orElse(LocalDate.MIN),
                since.map(Subscribed::to).orElse(LocalDate.MAX),
                uses);
    }
}
