package io.billinghub.core.usage.model;

import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the modifiers of price plans have left after each period, as it is known while a run works: periods are priced in the order
 * of time, and each begins with what the one before it has left. One thread at a time.
 */
public final class PlanStates {

    private final String run;
    private final Map<Key, NavigableMap<LocalDate, PlanState>> known = new HashMap<>();
    private final List<Left> left = new ArrayList<>();

    /**
     * Whose state it is.
     *
     * @param subscription {@code product.id} where the plan is a fee; 0 where it prices usage
     */
    public record Key(long accountId, long offeringId, String plan, long subscription) {}

    /** What a period has left. */
    public record Left(Key key, LocalDate period, PlanState state) {}

    /** @param run what the pricing is told apart by */
    public PlanStates(String run) {
        this.run = run;
    }

    public String run() {
        return run;
    }

    /** What is known from before. */
    public void know(Left before) {
        states(before.key()).put(before.period(), before.state());
    }

    /** What the period begins with. */
    public Memory<PlanState> before(Key key, LocalDate period) {
        return Optional.ofNullable(states(key).lowerEntry(period))
                .map(entry -> Memory.start(entry.getValue()))
                .orElseGet(() -> Memory.start(PlanState.START));
    }

    /** The first period of which anything is known. */
    public Optional<LocalDate> first(Key key) {
        NavigableMap<LocalDate, PlanState> states = states(key);
        return states.isEmpty() ? Optional.empty() : Optional.of(states.firstKey());
    }

    /** Keeps what the period has left. */
    public void leave(Key key, LocalDate period, PlanState state) {
        states(key).put(period, state);
        left.add(new Left(key, period, state));
    }

    /** What was left by this pricing, in its order; of a key and period the last counts. */
    public List<Left> left() {
        return left;
    }

    private NavigableMap<LocalDate, PlanState> states(Key key) {
        return known.computeIfAbsent(key, none -> new TreeMap<>());
    }
}
