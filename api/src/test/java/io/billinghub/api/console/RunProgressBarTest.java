package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunProgress;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunProgressBarTest {

    private static RunProgressBar bar(BillRunState state, long done, long lately) {
        return RunProgressBar.of(new RunProgress(
                state,
                Optional.empty(),
                OffsetDateTime.parse("2026-11-02T04:00:00Z"),
                40,
                done / 250,
                10_000,
                done,
                0,
                lately,
                new BigDecimal("10")));
    }

    @Test
    void aRunningStageTellsRateAndTimeLeft() {
        assertThat(bar(BillRunState.RATING, 2500, 2500))
                .isEqualTo(new RunProgressBar(
                        "RATING", true, 25L, "2500 of 10000 accounts, 250.0 a second, about 30 s left"));
    }

    @Test
    void aStageThatStandsStillTellsWhatIsDone() {
        assertThat(bar(BillRunState.RATING, 2500, 0))
                .isEqualTo(new RunProgressBar("RATING", true, 25L, "2500 of 10000 accounts"));
        assertThat(bar(BillRunState.PUBLISHED, 10_000, 10))
                .isEqualTo(new RunProgressBar("PUBLISHED", false, 100L, "10000 of 10000 accounts"));
    }

    @Test
    void aStageWithoutAccountsHasNoBar() {
        assertThat(bar(BillRunState.IN_REVIEW, 10_000, 0)).isEqualTo(new RunProgressBar("IN_REVIEW", false, null, ""));
        assertThat(bar(BillRunState.COLLECTING, 0, 0))
                .isEqualTo(new RunProgressBar("COLLECTING", true, null, "Workers are at it."));
    }
}
