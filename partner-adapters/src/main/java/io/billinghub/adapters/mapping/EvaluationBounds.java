package io.billinghub.adapters.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;

/**
 * Stops an evaluation that takes too long, goes too deep or makes too much of its input. It is asked before and behind each part of the
 * expression, so what happens inside of one call of a function is not bounded by it. For one evaluation.
 */
final class EvaluationBounds {

    /** Entries of a list, and characters of a text: more than any document has that is held in memory. */
    private static final int MOST_ENTRIES = 1_000_000;

    private static final int MOST_CHARACTERS = 4 << 20;

    private final long end;
    private final int deepest;
    private int depth;

    EvaluationBounds(long longestNanos, int deepest) {
        this.end = System.nanoTime() + longestNanos;
        this.deepest = deepest;
    }

    void watch(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((part, input, inside) -> {
            if (!inside.isParallelCall) {
                depth++;
                check();
            }
        });
        frame.setEvaluateExitCallback((part, input, inside, result) -> {
            if (!inside.isParallelCall) {
                depth--;
                check();
                require(result);
            }
        });
    }

    private void check() {
        if (depth > deepest) {
            throw new JException("it goes deeper than " + deepest + " parts", -1);
        }
        if (System.nanoTime() - end > 0) {
            throw new JException("it takes longer than it may", -1);
        }
    }

    private static void require(Object result) {
        if (result instanceof List<?> list && list.size() > MOST_ENTRIES) {
            throw new JException("it makes a list of " + list.size() + " entries", -1);
        }
        if (result instanceof String text && text.length() > MOST_CHARACTERS) {
            throw new JException("it makes a text of " + text.length() + " characters", -1);
        }
    }
}
