package io.billinghub.adapters.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    @Test
    void theSecondOfTwoEqualLinesWasSeenBeforeInEachReading() {
        Repeats repeats = new Repeats(100);
        List.of("id:1", "id:2", "id:1").forEach(repeats::note);

        for (int reading = 0; reading < 2; reading++) {
            Repeats.Reading second = repeats.reading();
            assertThat(second.seenBefore("id:1")).isFalse();
            assertThat(second.seenBefore("id:2")).isFalse();
            assertThat(second.seenBefore("id:1")).isTrue();
        }
    }

    @Test
    void linesThatNothingTellsApartAreNeverTheSame() {
        Repeats repeats = new Repeats(100);
        repeats.note(null);
        repeats.note(null);
        Repeats.Reading second = repeats.reading();
        assertThat(second.seenBefore(null)).isFalse();
        assertThat(second.seenBefore(null)).isFalse();
    }

    /** The document is said to be far smaller than it is, so that the filter suspects nearly all. */
    @Test
    void itIsExactHoweverFullTheFilterIs() {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            lines.add("id:" + random.nextInt(40_000));
        }
        Repeats repeats = new Repeats(0);
        lines.forEach(repeats::note);
        Repeats.Reading second = repeats.reading();
        Set<String> seen = new HashSet<>();
        for (String line : lines) {
            assertThat(second.seenBefore(line)).isEqualTo(!seen.add(line));
        }
    }
}
