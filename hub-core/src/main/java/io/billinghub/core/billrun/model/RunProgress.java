package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run has come in the stage in which it is.
 *
 * @param stageSince when the stage began
 * @param shardsDone of the shards, those that have done what the stage asks for
 * @param accounts that pay, all of the run
 * @param accountsDone those of the shards that are done
 * @param accountsParked those that wait for a person
 * @param lately how many accounts were done in the window before now
 * @param windowSeconds how long that window is; more than 0
 */
public record RunProgress(
        BillRunState state,
        Optional<String> pausedBy,
        OffsetDateTime stageSince,
        long shards,
        long shardsDone,
        long accounts,
        long accountsDone,
        long accountsParked,
        long lately,
        BigDecimal windowSeconds) {

    /** Accounts per second, of late; empty where shards have nothing to do in this stage. */
    public Optional<BigDecimal> accountsPerSecond() {
        return overShards()
                ? Optional.of(BigDecimal.valueOf(lately).divide(windowSeconds, 1, RoundingMode.HALF_UP))
                : Optional.empty();
    }

    /** How long the stage still takes at that rate; empty where nothing was done of late. */
    public OptionalLong secondsLeft() {
        return overShards() && lately > 0 && pausedBy.isEmpty()
                ? OptionalLong.of(BigDecimal.valueOf(accounts - accountsDone)
                        .multiply(windowSeconds)
                        .divide(BigDecimal.valueOf(lately), 0, RoundingMode.CEILING)
                        .longValueExact())
                : OptionalLong.empty();
    }

    /** Whether workers have something to do in the run, or will have: no person is waited for. */
    public boolean moving() {
        boolean waitsForParked = state == BillRunState.PUBLISHED && shardsDone == shards;
        return state.worked() && pausedBy.isEmpty() && !waitsForParked;
    }

    private boolean overShards() {
        return switch (state) {
            case RATING, CONSOLIDATING, APPROVED, PUBLISHED -> true;
            case SCHEDULED, COLLECTING, VALIDATING, IN_REVIEW, CLOSED, FAILED, CANCELLED -> false;
        };
    }
}
