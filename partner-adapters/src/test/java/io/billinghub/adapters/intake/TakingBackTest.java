package io.billinghub.adapters.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.usage.EventKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each event is taken back once at most; what takes back counts nothing; a correction counts. */
class TakingBackTest {

    /**
     * Stored: {@code e1} counts, {@code -e1} was taken back, {@code !r1} takes back, {@code ?e1} is of an account that the login may not
     * see. Batch, by position from 1: {@code e1} counts, {@code r1-e1} takes back e1, {@code c1=e1} corrects e1. Refused: position and rule.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // stored          | batch                   | refused
                "e1              | r1-e1                   | none",
                "e1              | c1=e1                   | none",
                "none            | r1-e1                   | 1 UNKNOWN_ORIGINAL",
                "none            | c1=e1                   | 1 UNKNOWN_ORIGINAL",
                "?e1             | r1-e1                   | 1 UNKNOWN_ORIGINAL",
                "e1 e2           | r1-e1 r2-e2             | none",
                // in one batch, in any order
                "none            | e1 r1-e1                | none",
                "none            | r1-e1 e1                | none",
                "none            | c2=c1 c1=e1 e1          | none",
                "none            | r1-c2 c2=c1 c1=e1 e1    | none",
                // once at most
                "e1 -e1 !r1      | r2-e1                   | 1 ORIGINAL_TAKEN_BACK",
                "e1 -e1 c1       | c2=e1                   | 1 ORIGINAL_TAKEN_BACK",
                "e1              | r1-e1 r2-e1             | 2 ORIGINAL_TAKEN_BACK",
                "e1              | c1=e1 r1-e1             | 2 ORIGINAL_TAKEN_BACK",
                "e1              | r1-e1 c1=e1             | 2 ORIGINAL_TAKEN_BACK",
                "none            | r2-e1 e1 r1-e1          | 3 ORIGINAL_TAKEN_BACK",
                // a correction may be corrected or taken back, again and again
                "e1 -e1 c1       | c2=c1                   | none",
                "e1 -e1 c1       | r1-c1                   | none",
                "e1              | c1=e1 c2=c1 c3=c2       | none",
                "e1 -e1 c1 -c1 c2 | c3=c1                  | 1 ORIGINAL_TAKEN_BACK",
                // a reversal may not
                "e1 -e1 !r1      | r2-r1                   | 1 REVERSAL_TAKEN_BACK",
                "e1 -e1 !r1      | c2=r1                   | 1 REVERSAL_TAKEN_BACK",
                "e1              | r1-e1 r2-r1             | 2 REVERSAL_TAKEN_BACK",
                "e1              | r2-r1 r1-e1             | 1 REVERSAL_TAKEN_BACK",
                // the same event again
                "e1 -e1 !r1      | r1-e1                   | 1 DUPLICATE_USAGE",
                "e1 -e1 c1       | c1=e1                   | 1 DUPLICATE_USAGE",
                "e1              | r1-e1 r1-e1             | 2 DUPLICATE_USAGE",
                "e1 e2           | r1-e1 r1-e2             | 2 DUPLICATE_USAGE",
                "e1 e2           | e2 e2-e1                | 2 DUPLICATE_USAGE", // an id that counts is not one that
                // takes back
                "e1 e2           | e2-e1                   | 1 DUPLICATE_USAGE",
                "none            | e1 e2 e2-e1             | 3 DUPLICATE_USAGE",
                // what waits for one that is refused, or for itself
                "e1 -e1 !r1      | c2=e1 c3=c2             | 1 ORIGINAL_TAKEN_BACK, 2 UNKNOWN_ORIGINAL",
                "none            | c1=c2 c2=c1             | 1 UNKNOWN_ORIGINAL, 2 UNKNOWN_ORIGINAL",
                "none            | c1=e1 c2=c1             | 1 UNKNOWN_ORIGINAL, 2 UNKNOWN_ORIGINAL",
                // one that is refused holds up no other
                "e1 e2           | r1-e9 r2-e1 r3-e1 r4-e2 | 1 UNKNOWN_ORIGINAL, 3 ORIGINAL_TAKEN_BACK",
            })
    void refusesWhatCannotBeTakenBack(String stored, String batch, String refused) {
        assertThat(decided(stored, batch)).isEqualTo(refused == null ? "" : refused);
    }

    @Test
    void aLongChainInTheWrongOrderIsSettledToo() {
        StringBuilder batch = new StringBuilder();
        for (int i = 20_000; i > 1; i--) {
            batch.append("c").append(i).append("=c").append(i - 1).append(' ');
        }
        assertThat(decided(null, batch + "c1=e1 e1")).isEmpty();
    }

    private static String decided(String stored, String batch) {
        Map<String, Originals.Original> known = new HashMap<>();
        for (String token : stored == null ? new String[0] : stored.split(" ", -1)) {
            switch (token.charAt(0)) {
                case '-' ->
                    known.put(
                            EventKey.takenBack(token.substring(1)),
                            new Originals.Original(true, null, null, null, false));
                case '!' -> known.put(token.substring(1), new Originals.Original(true, null, null, null, false));
                case '?' -> known.put(token.substring(1), new Originals.Original(false, null, null, null, false));
                default -> known.put(token, new Originals.Original(false, 1L, null, null, false));
            }
        }
        List<TakingBack.Taker> takers = new ArrayList<>();
        Set<String> counting = new HashSet<>();
        String[] events = batch.split(" ", -1);
        for (int i = 0; i < events.length; i++) {
            String[] keys = events[i].split("[=-]", -1);
            if (keys.length == 1) {
                counting.add(keys[0]);
            } else {
                takers.add(new TakingBack.Taker(i + 1, keys[0], keys[1], events[i].contains("=")));
            }
        }
        List<String> refused = new ArrayList<>();
        new TreeMap<>(TakingBack.refused(takers, counting, new Originals(known)))
                .forEach((position, rule) -> refused.add(position + " " + rule));
        return String.join(", ", refused);
    }
}
