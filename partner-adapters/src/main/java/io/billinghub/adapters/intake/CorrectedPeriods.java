package io.billinghub.adapters.intake;

import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.intake.Originals.Original;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Where corrections count: where what they correct counted, so that the two make up the difference in one period. Late usage may have counted
 * in another period than its own; and as a charge or as evidence, as that does. A correction that says that the usage happened in another period than was said before, or that it belongs to
 * an account of another cycle, counts in its own. Pure.
 */
final class CorrectedPeriods {

    private final Originals stored;
    private final LongFunction<Lookups.Cycle> cycles;
    private final Map<String, UsageRow> batch = new HashMap<>();
    private final Map<Integer, UsageRow> settled = new HashMap<>();

    private CorrectedPeriods(Originals stored, LongFunction<Lookups.Cycle> cycles) {
        this.stored = stored;
        this.cycles = cycles;
    }

    /**
     * The corrections among the rows, each where it counts.
     *
     * @param rows of one batch, corrections in their own periods
     * @param cycles by id, those of the stored originals
     * @return by position
     */
    static Map<Integer, UsageRow> of(Collection<UsageRow> rows, Originals stored, LongFunction<Lookups.Cycle> cycles) {
        CorrectedPeriods periods = new CorrectedPeriods(stored, cycles);
        rows.forEach(row -> periods.batch.put(row.usage().eventId(), row));
        rows.forEach(periods::settle);
        return periods.settled;
    }

    /** A correction may correct one of its batch, so what it corrects is settled first; a circle is refused later. */
    private void settle(UsageRow row) {
        Deque<UsageRow> chain = new ArrayDeque<>();
        Map<Integer, UsageRow> open = new HashMap<>();
        UsageRow next = row;
        while (next != null
                && next.usage().corrects() != null
                && !settled.containsKey(next.usage().position())
                && open.put(next.usage().position(), next) == null) {
            chain.push(next);
            next = batch.get(next.usage().corrects());
        }
        while (!chain.isEmpty()) {
            UsageRow correction = chain.pop();
            settled.put(correction.usage().position(), placed(correction));
        }
    }

    private UsageRow placed(UsageRow correction) {
        String key = correction.usage().corrects();
        Original original = stored.known().get(key);
        if (original != null) {
            return original.cycle() == null || original.counted() == null
                    ? correction
                    : placed(
                            correction,
                            original.counted(),
                            original.at(),
                            cycles.apply(original.cycle()),
                            original.evidence());
        }
        UsageRow own = batch.get(key);
        if (own == null) {
            return correction;
        }
        UsageRow counting = settled.getOrDefault(own.usage().position(), own);
        return placed(correction, counting.counted(), own.usage().occurredAt(), own.cycle(), counting.evidence());
    }

    private static UsageRow placed(
            UsageRow correction, LocalDate counted, Instant at, Lookups.Cycle cycle, boolean evidence) {
        Lookups.Cycle own = correction.cycle();
        LocalDate day = correction.usage().occurredAt().atZone(own.zone()).toLocalDate();
        LocalDate before = at.atZone(own.zone()).toLocalDate();
        return own.equals(cycle) && own.own(day).equals(own.own(before))
                ? correction.in(UsagePeriod.inPlaceOf(day, counted, own), evidence)
                : correction;
    }
}
