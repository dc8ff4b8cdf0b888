package io.billinghub.core.billrun.model;

import java.util.Set;

/**
 * A check that a run has to pass on its way.
 *
 * @param stage one that a run goes through, from COLLECTING to PUBLISHED
 * @param moment before the stage's work or after it
 * @param name 1 to {@value #LONGEST_NAME} characters
 */
public record StageTask(BillRunState stage, Moment moment, String name, RunCheck check, OnFailure onFailure) {

    /** Most characters of a name. */
    public static final int LONGEST_NAME = 100;

    private static final Set<BillRunState> STAGES = Set.of(
            BillRunState.COLLECTING,
            BillRunState.VALIDATING,
            BillRunState.RATING,
            BillRunState.CONSOLIDATING,
            BillRunState.IN_REVIEW,
            BillRunState.APPROVED,
            BillRunState.PUBLISHED);

    /** When in a stage. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** What becomes of a run whose task has failed. */
    public enum OnFailure {
        /** It waits until somebody retries the task with success, or waives it. */
        STOP,
        /** It goes on. */
        WARN
    }

    /** @throws IllegalArgumentException with what is wrong */
    public StageTask {
        if (!STAGES.contains(stage)) {
            throw new IllegalArgumentException(
                    "a stage is one of COLLECTING, VALIDATING, RATING, CONSOLIDATING, IN_REVIEW, APPROVED, PUBLISHED, not "
                            + stage);
        }
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME + " characters");
        }
        if (gate(stage, moment) < check.earliest()) {
            throw new IllegalArgumentException(
                    "what the check looks at is not there yet " + moment + " the stage " + stage);
        }
    }

    /** Where on the run's way the task stands; tasks with a lower number come first. */
    public int gate() {
        return gate(stage, moment);
    }

    /** As {@link #gate()}, of any stage. */
    public static int gate(BillRunState stage, Moment moment) {
        return 2 * stage.ordinal() + moment.ordinal();
    }

    /** The last gate that a run has to pass before the work of the state begins. */
    public static int lastBefore(BillRunState state) {
        return gate(state, Moment.BEFORE);
    }
}
