package io.billinghub.api.console;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;

/**
 * Which forms the page of a run has for a login: those that would do something in the run's state. The use cases judge again.
 *
 * @param resume what resuming means in the state, as the button says it; empty where there is nothing to resume
 * @param approve whether the login may approve the run now
 * @param ownRun whether it could, had it not started the run itself
 */
public record RunButtons(
        boolean reschedule,
        boolean stopWaiting,
        boolean pause,
        String resume,
        boolean cancel,
        boolean approve,
        boolean ownRun) {

    /** What the login may do at all. */
    record Rights(String actor, boolean operate, boolean decide) {}

    /**
     * Of a run's page.
     *
     * @param parked how many accounts are parked, those included that wait for partners' bills
     * @param held how many wait for partners' bills
     */
    static RunButtons of(Run run, boolean moving, long parked, long held, Rights rights) {
        BillRunState state = run.state();
        boolean early = state == BillRunState.SCHEDULED || state == BillRunState.COLLECTING;
        boolean inReview = state == BillRunState.IN_REVIEW;
        boolean own = run.startedBy().equals(rights.actor());
        boolean doneTrial = run.kind() == RunKind.TRIAL && state == BillRunState.CLOSED;
        return new RunButtons(
                rights.operate() && state == BillRunState.SCHEDULED,
                rights.decide()
                        && (early || held > 0)
                        && run.kind() == RunKind.CYCLE
                        && run.stoppedWaitingBy().isEmpty(),
                rights.operate() && moving,
                rights.operate() ? resume(run, parked) : "",
                rights.operate()
                        && (doneTrial || state.cancellable() && run.approvedBy().isEmpty()),
                rights.decide() && inReview && !own,
                rights.decide() && inReview && own);
    }

    private static String resume(Run run, long parked) {
        if (run.pausedBy().isPresent() && run.state().worked()) {
            return "Resume";
        }
        return switch (run.state()) {
            case FAILED -> "Try again from where it failed";
            case IN_REVIEW, PUBLISHED -> parked > 0 ? "Bill the parked accounts again" : "";
            default -> "";
        };
    }

    /** Whether there is any form at all. */
    public boolean any() {
        return reschedule || stopWaiting || pause || !resume.isEmpty() || cancel || approve || ownRun;
    }
}
