package io.billinghub.adapters.pull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an adapter's pulls stand.
 *
 * @param state NEVER, RUNNING, DONE or FAILED
 * @param startedAt of the last pull, or of the one that runs
 * @param succeededAt end of the last pull without a failure
 * @param failures in a row
 * @param errorCode of the last pull, where it failed
 * @param nextAt when the schedule or the back-off has the next one begin; empty where it is pulled on demand only
 */
public record PullState(
        String state,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> succeededAt,
        int failures,
        Optional<String> errorCode,
        Optional<String> detail,
        Optional<Instant> nextAt) {

    public PullState {
        Objects.requireNonNull(state, "state");
    }

    /**
     * A pull that is over.
     *
     * @param outcome DONE, FAILED, or LOST where its process went away
     * @param documents that were there, those that were known already included
     * @param duplicates of them, those that were known already
     */
    public record Past(
            long id,
            int adapterVersion,
            boolean onDemand,
            Instant startedAt,
            Instant endedAt,
            String outcome,
            int documents,
            int duplicates,
            String errorCode,
            String detail) {}
}
