package io.billinghub.api.console;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunProgress;
import java.util.OptionalLong;

/**
 * How far a run has come, on its page.
 *
 * @param at the stage, and whether it is paused: where that changes, other forms and figures belong on the page
 * @param moving whether workers are at it, so that the page is worth a second look
 * @param percent of the accounts that are done; null where the stage is not one of accounts
 * @param words in words: rate and time left
 */
public record RunProgressBar(String at, boolean moving, Long percent, String words) {

    static RunProgressBar of(RunProgress progress) {
        String at = progress.state().name() + (progress.pausedBy().isPresent() ? " paused" : "");
        if (progress.accountsPerSecond().isEmpty() || progress.accounts() == 0) {
            return new RunProgressBar(at, progress.moving(), null, without(progress));
        }
        String done = progress.accountsDone() + " of " + progress.accounts() + " accounts";
        OptionalLong left = progress.secondsLeft();
        String words = left.isPresent() && progress.moving()
                ? done + ", " + progress.accountsPerSecond().get() + " a second, about " + left.getAsLong() + " s left"
                : done;
        return new RunProgressBar(at, progress.moving(), progress.accountsDone() * 100 / progress.accounts(), words);
    }

    /** What there is to say where accounts are not counted. */
    private static String without(RunProgress progress) {
        if (!progress.moving()) {
            return "";
        }
        return progress.state() == BillRunState.SCHEDULED ? "It waits to begin." : "Workers are at it.";
    }
}
