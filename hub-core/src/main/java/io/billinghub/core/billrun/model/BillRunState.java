package io.billinghub.core.billrun.model;

import java.util.Set;

/**
 * Where a bill run stands. Operators move it where it waits ({@link #IN_REVIEW}, {@link #FAILED}); workers move it
 * everywhere else.
 */
public enum BillRunState {
    SCHEDULED,
    COLLECTING,
    VALIDATING,
    RATING,
    CONSOLIDATING,
    IN_REVIEW,
    APPROVED,
    /** What was approved is with the customers, but for drafts on hold; parked accounts, if any, are still to be resumed. */
    PUBLISHED,
    CLOSED,
    FAILED,
    CANCELLED;

    private static final Set<BillRunState> CANCELLABLE =
            Set.of(SCHEDULED, COLLECTING, VALIDATING, RATING, CONSOLIDATING, IN_REVIEW, FAILED);

    /** The state that follows when the work of this one is done. */
    public BillRunState next() {
        return switch (this) {
            case SCHEDULED -> COLLECTING;
            case COLLECTING -> VALIDATING;
            case VALIDATING -> RATING;
            case RATING -> CONSOLIDATING;
            case CONSOLIDATING -> IN_REVIEW;
            case IN_REVIEW -> APPROVED;
            case APPROVED -> PUBLISHED;
            case PUBLISHED -> CLOSED;
            case CLOSED, FAILED, CANCELLED -> throw new IllegalStateException("no state follows " + this);
        };
    }

    /** Whether a worker has something to do, rather than a person. */
    public boolean worked() {
        return switch (this) {
            case SCHEDULED, COLLECTING, VALIDATING, RATING, CONSOLIDATING, APPROVED, PUBLISHED -> true;
            case IN_REVIEW, CLOSED, FAILED, CANCELLED -> false;
        };
    }

    /** Whether the run may still be given up: nothing was posted or numbered. */
    public boolean cancellable() {
        return CANCELLABLE.contains(this);
    }
}
