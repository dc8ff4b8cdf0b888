package io.billinghub.adapters.intake;

import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.usage.EventKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which events of a batch may take back others: each event is taken back once at most, what takes back is not taken back itself, and a
 * correction counts, so it may be corrected again. The order of a batch does not matter but between two that take back the same. Pure.
 */
final class TakingBack {

    /**
     * An event that takes another one back.
     *
     * @param counts whether it counts instead of the other one: a correction
     */
    record Taker(int position, String key, String original, boolean counts) {}

    private final Originals stored;
    /** Events of this batch that count, and those that take back; true for the former. */
    private final Map<String, Boolean> ofBatch = new HashMap<>();

    private final Set<String> takenBack = new HashSet<>();
    private final Map<String, List<Taker>> waiting = new HashMap<>();
    private final Map<Integer, RuleCode> refused = new HashMap<>();

    private TakingBack(Originals stored) {
        this.stored = stored;
    }

    /**
     * What is refused.
     *
     * @param takers by position
     * @param counting keys of the batch's other events, which are taken in or duplicates
     * @return rules by position; those that are not among them may be taken in
     */
    static Map<Integer, RuleCode> refused(List<Taker> takers, Set<String> counting, Originals stored) {
        TakingBack batch = new TakingBack(stored);
        counting.forEach(key -> batch.ofBatch.put(key, true));
        for (Taker taker : takers) {
            batch.decide(taker);
        }
        for (List<Taker> late : batch.waiting.values()) {
            late.forEach(taker -> batch.refused.put(taker.position(), RuleCode.UNKNOWN_ORIGINAL));
        }
        return batch.refused;
    }

    /** Decides the event, and then those that waited for it. */
    private void decide(Taker first) {
        Deque<Taker> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Taker taker = open.remove();
            if (stored.known().containsKey(taker.key()) || ofBatch.containsKey(taker.key())) {
                refused.put(taker.position(), RuleCode.DUPLICATE_USAGE);
            } else if (!isThere(taker.original())) {
                waiting.computeIfAbsent(taker.original(), key -> new ArrayList<>(1))
                        .add(taker);
            } else if (!counts(taker.original())) {
                refused.put(taker.position(), RuleCode.REVERSAL_TAKEN_BACK);
            } else if (stored.known().containsKey(EventKey.takenBack(taker.original()))
                    || !takenBack.add(taker.original())) {
                refused.put(taker.position(), RuleCode.ORIGINAL_TAKEN_BACK);
            } else {
                ofBatch.put(taker.key(), taker.counts());
                List<Taker> next = waiting.remove(taker.key());
                open.addAll(next == null ? List.of() : next);
            }
        }
    }

    private boolean isThere(String key) {
        Originals.Original original = stored.known().get(key);
        return original == null ? ofBatch.containsKey(key) : original.takesBack() || original.cycle() != null;
    }

    private boolean counts(String key) {
        Originals.Original original = stored.known().get(key);
        return original == null ? ofBatch.get(key) : !original.takesBack();
    }
}
