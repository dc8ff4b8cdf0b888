package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the modifiers of price plans have left after each period, as it is known while a run works: periods are priced in the order
 * of time, and each begins with what the last one before it has left that belongs to the same stretch of service. With each period
 * stands what it began with and the days of service that it was priced for; {@link #stale} tells which of them don't fit any more.
 * One thread at a time.
 */
public final class PlanStates {

    /** Stands for the subscription where it is the allowance that a hierarchy shares; the account is its root. */
    public static final long POOL = -1;

    private final String run;
    private final Map<Key, NavigableMap<LocalDate, Kept>> known = new HashMap<>();
    private final Map<Key, NavigableMap<LocalDate, Kept>> present = new HashMap<>();
    private final Map<Key, NavigableMap<LocalDate, Optional<Kept>>> found = new LinkedHashMap<>();
    private final Map<Long, Set<Key>> ofUsage = new HashMap<>();

    /**
     * Whose state it is.
     *
     * @param subscription {@code product.id} where the plan is a fee; 0 where it prices usage, {@link #POOL} for what is shared
     */
    public record Key(long accountId, long offeringId, String plan, long subscription) {

        /** Whether usage is priced by it, shared or not. */
        public boolean isOfUsage() {
            return subscription <= 0;
        }
    }

    /**
     * For what service a period is priced.
     *
     * @param since the first day of the stretch of service without a gap; {@link LocalDate#MIN} where nobody knows
     * @param counted the day from which its periods are numbered: the same, but where nobody knows that of the first period that is
     *     priced so
     * @param from the first day of it in the period
     * @param to the day after its last one in the period
     * @param ends whether it ends in the period
     */
    public record Terms(LocalDate since, LocalDate counted, LocalDate from, LocalDate to, boolean ends) {

        /**
         * Those of a period.
         *
         * @param until the day after the last day of service; {@link LocalDate#MAX} if it has no end
         */
        public static Terms of(LocalDate since, LocalDate until, LocalPeriod billing) {
            return new Terms(
                    since,
                    since,
                    since.isAfter(billing.from()) ? since : billing.from(),
                    until.isBefore(billing.to()) ? until : billing.to(),
                    until.isAfter(billing.from()) && !until.isAfter(billing.to()));
        }

        private Terms countedFrom(LocalDate day) {
            return new Terms(since, day, from, to, ends);
        }
    }

    /** What a period began with and what it has left. */
    public record Kept(Terms terms, PlanState before, PlanState after) {

        public Kept {
            Objects.requireNonNull(terms, "terms");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }

    /**
     * What is found of a period.
     *
     * @param period first day of the billing period
     * @param kept empty where the period was priced before and nothing is priced there any more
     */
    public record Left(Key key, LocalDate period, Optional<Kept> kept) {}

    /** A period that is priced already and must be priced again. */
    public record Stale(Key key, LocalDate period) {}

    /** For what service a period would be priced by what is known now; empty if nothing would be priced. */
    @FunctionalInterface
    public interface TermsNow {
        Optional<Terms> of(Key key, LocalDate period);
    }

    /** @param run what the pricing is told apart by */
    public PlanStates(String run) {
        this.run = run;
    }

    public String run() {
        return run;
    }

    /** What is known from before. */
    public void know(Left before) {
        before.kept().ifPresent(kept -> {
            of(known, before.key()).put(before.period(), kept);
            hold(before.key(), before.period(), kept);
        });
    }

    /** Of what something is known from before. */
    public Set<Key> keys() {
        return Set.copyOf(known.keySet());
    }

    /** What the period begins with: what was left in the same stretch of service, else nothing. */
    public Memory<PlanState> before(Key key, LocalDate period, LocalDate since) {
        return Optional.ofNullable(of(present, key).lowerEntry(period))
                .map(Map.Entry::getValue)
                .filter(kept -> kept.terms().since().equals(since))
                .map(kept -> Memory.start(kept.after()))
                .orElseGet(() -> Memory.start(PlanState.START));
    }

    /**
     * The day from which the periods of the service are numbered.
     *
     * @param since as in {@link Terms}
     * @return where nobody knows since when, the first period that is priced so: this one, or one before it
     */
    public LocalDate counted(Key key, LocalDate since, LocalDate period) {
        return since.isAfter(LocalDate.MIN)
                ? since
                : of(present, key).headMap(period).entrySet().stream()
                        .filter(entry -> entry.getValue().terms().since().equals(LocalDate.MIN))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(period);
    }

    /** Keeps what the period has left. */
    public void leave(Key key, LocalDate period, Terms terms, PlanState before, PlanState after) {
        Kept kept = new Kept(counted(key, period, terms), before, after);
        hold(key, period, kept);
        of(found, key).put(period, Optional.of(kept));
    }

    private Terms counted(Key key, LocalDate period, Terms terms) {
        return terms.countedFrom(counted(key, terms.since(), period));
    }

    private void hold(Key key, LocalDate period, Kept kept) {
        of(present, key).put(period, kept);
        if (key.isOfUsage()) {
            ofUsage.computeIfAbsent(key.accountId(), none -> new LinkedHashSet<>())
                    .add(key);
        }
    }

    /** Takes back what this pricing has found of usage of the product in the period: what was known holds. */
    public void discard(long accountId, long offeringId, LocalDate period) {
        for (Key key : ofUsage(accountId, offeringId)) {
            if (of(found, key).remove(period) != null) {
                of(present, key).remove(period);
                Optional.ofNullable(of(known, key).get(period))
                        .ifPresent(kept -> of(present, key).put(period, kept));
            }
        }
    }

    /** Usage of the product has been priced anew in the period: what was known of it there and was not found again is gone. */
    public void forgetOthers(long accountId, long offeringId, LocalDate period) {
        ofUsage(accountId, offeringId).forEach(key -> forgetUnlessFound(key, period));
    }

    private List<Key> ofUsage(long accountId, long offeringId) {
        return ofUsage.getOrDefault(accountId, Set.of()).stream()
                .filter(key -> key.offeringId() == offeringId)
                .toList();
    }

    /** The fee of the subscription is not due in the period any more. */
    public void forgetFee(long subscription, LocalDate period) {
        for (Key key : known.keySet()) {
            if (key.subscription() == subscription) {
                forgetUnlessFound(key, period);
            }
        }
    }

    private void forgetUnlessFound(Key key, LocalDate period) {
        if (of(known, key).containsKey(period) && !of(found, key).containsKey(period)) {
            of(present, key).remove(period);
            of(found, key).put(period, Optional.empty());
        }
    }

    /**
     * The known periods that began with something else than the one before them has left, or were priced for other days of service
     * than are known now, or as others in the row: a period before them was billed later, or the service's begin or end was recorded later.
     */
    public List<Stale> stale(TermsNow now) {
        List<Stale> stale = new ArrayList<>();
        known.forEach((key, periods) -> periods.forEach((period, kept) -> {
            PlanState begins = before(key, period, kept.terms().since()).after();
            boolean fits = begins.equals(kept.before())
                    && now.of(key, period)
                            .map(terms -> counted(key, period, terms))
                            .filter(kept.terms()::equals)
                            .isPresent();
            if (!fits) {
                stale.add(new Stale(key, period));
            }
        }));
        return stale;
    }

    /** The periods that are known of the key from the day on, in the order of time. */
    public List<LocalDate> periodsFrom(Key key, LocalDate day) {
        return List.copyOf(of(known, key).tailMap(day, true).keySet());
    }

    /** What this pricing has found; of a key and period the last counts. */
    public List<Left> left() {
        List<Left> left = new ArrayList<>();
        found.forEach((key, periods) -> periods.forEach((period, kept) -> left.add(new Left(key, period, kept))));
        return left;
    }

    private static <V> NavigableMap<LocalDate, V> of(Map<Key, NavigableMap<LocalDate, V>> map, Key key) {
        return map.computeIfAbsent(key, none -> new TreeMap<>());
    }
}
