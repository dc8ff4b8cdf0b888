package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunProgressTest {

    private static RunProgress progress(BillRunState state, String pausedBy, long done, long lately, String window) {
        return new RunProgress(
                state,
                Optional.ofNullable(pausedBy),
                OffsetDateTime.parse("2026-11-02T04:00:00Z"),
                40,
                done / 250,
                10_000,
                done,
                0,
                lately,
                new BigDecimal(window));
    }

    @ParameterizedTest
    @CsvSource({
        // done, lately, in seconds, accounts/s, seconds left
        "2500, 2500, 10,   250.0, 30", // 7,500 at 250
        "2500, 1500, 60,   25.0,  300",
        "9999, 7,    60,   0.1,   9", // 1 at 7/60 takes 8.57 s
        "10000, 250, 60,   4.2,   0",
        "2500, 250,  0.5,  500.0, 15",
    })
    void whatIsLeftTakesAsLongAsTheLatestRateSays(long done, long lately, String window, String rate, long left) {
        RunProgress progress = progress(BillRunState.RATING, null, done, lately, window);
        assertThat(progress.accountsPerSecond()).contains(new BigDecimal(rate));
        assertThat(progress.secondsLeft()).hasValue(left);
    }

    @Test
    void nothingIsSaidOfARunThatStandsStill() {
        assertThat(progress(BillRunState.RATING, null, 2500, 0, "60").accountsPerSecond())
                .contains(new BigDecimal("0.0"));
        assertThat(progress(BillRunState.RATING, null, 2500, 0, "60").secondsLeft())
                .isEmpty();
        assertThat(progress(BillRunState.RATING, "anna", 2500, 100, "60").secondsLeft())
                .isEmpty();
    }

    @Test
    void aRunThatIsPublishedAndWaitsForParkedAccountsDoesNotMove() {
        assertThat(progress(BillRunState.PUBLISHED, null, 9750, 0, "60").moving())
                .isTrue();
        assertThat(progress(BillRunState.PUBLISHED, null, 10_000, 0, "60").moving())
                .isFalse();
        assertThat(progress(BillRunState.RATING, "anna", 2500, 0, "60").moving())
                .isFalse();
        assertThat(progress(BillRunState.IN_REVIEW, null, 10_000, 0, "60").moving())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULED", "COLLECTING", "VALIDATING", "IN_REVIEW", "CLOSED", "FAILED", "CANCELLED"})
    void aStageWithoutShardsHasNoRate(BillRunState state) {
        assertThat(progress(state, null, 0, 0, "60").accountsPerSecond()).isEmpty();
        assertThat(progress(state, null, 0, 0, "60").secondsLeft()).isEmpty();
    }
}
