package io.billinghub.adapters.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** An adapter that keeps failing is left alone longer and longer, up to a limit, and never less than its partner asks for. */
class BackOffTest {

    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(30), Duration.ofHours(1));

    @Property
    void theWaitLiesBetweenHalfAndAllOfWhatDoublingGives(
            @ForAll @IntRange(min = 1, max = 1000) int failures, @ForAll long seed) {
        Duration wait = BACK_OFF.after(failures, Optional.empty(), new Random(seed));

        // 30 s, 1, 2, 4, 8, 16, 32 min, then an hour
        long full = failures > 7 ? 3_600_000 : 30_000L << failures - 1;
        assertThat(wait.toMillis()).isBetween(full / 2, full);
    }

    @Test
    void thePartnersWishCountsWhereItIsLongerAndForADayAtMost() {
        Random chance = new Random(1);

        assertThat(BACK_OFF.after(1, Optional.of(Duration.ofMinutes(10)), chance))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(BACK_OFF.after(8, Optional.of(Duration.ofSeconds(1)), chance))
                .isGreaterThan(Duration.ofMinutes(29));
        assertThat(BACK_OFF.after(1, Optional.of(Duration.ofDays(9)), chance)).isEqualTo(Duration.ofDays(1));
    }
}
