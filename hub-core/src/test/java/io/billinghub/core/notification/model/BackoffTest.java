package io.billinghub.core.notification.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(5), Duration.ofHours(4));

    @ParameterizedTest
    @CsvSource({
        "1, PT5S",
        "2, PT10S",
        "3, PT20S",
        "10, PT42M40S", // 5 s x 512 = 2560 s
        "12, PT2H50M40S", // 5 s x 2048 = 10240 s
        "13, PT4H", // 20480 s would be more
        "1000000, PT4H"
    })
    void theMostDoublesUpToTheLongest(int failures, Duration most) {
        assertThat(DEFAULT.most(failures)).isEqualTo(most);
    }

    @Property
    void aWaitIsAnyPartOfTheMost(
            @ForAll @IntRange(min = 1, max = 40) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
        Duration wait = DEFAULT.after(failures, () -> random);
        assertThat(wait).isPositive().isLessThanOrEqualTo(DEFAULT.most(failures));
    }

    @Test
    void theAttemptsReachOverADay() {
        // half of the most on average: (5 s x (2^12 - 1) + 13 x 4 h) / 2 = (5 h 41 min 15 s + 52 h) / 2
        Duration sum = Duration.ZERO;
        for (int failures = 1; failures <= 25; failures++) {
            sum = sum.plus(DEFAULT.most(failures).dividedBy(2));
        }
        assertThat(sum).isBetween(Duration.ofHours(24), Duration.ofHours(30));
    }

    @Test
    void nothingIsWaitedForBeforeAFailure() {
        assertThatThrownBy(() -> DEFAULT.most(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestIsNotShorterThanTheFirst() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .hasMessageContaining("PT5S and PT4S");
    }
}
