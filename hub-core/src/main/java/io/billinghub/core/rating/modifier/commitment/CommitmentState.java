package io.billinghub.core.rating.modifier.commitment;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;

/**
 * How far a commitment has got in its present term.
 *
 * @param cyclesDone how many cycles of the term are closed
 * @param reached Σ measured in them
 * @param inCycle Σ measured in the cycle that is not closed yet
 * @param charged Σ of the shortfalls charged so far, in what is measured
 */
public record CommitmentState(int cyclesDone, BigDecimal reached, BigDecimal inCycle, BigDecimal charged) {
    /** Before the first cycle. */
    public static final CommitmentState START =
            new CommitmentState(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Refuses a state with a missing part. */
    public CommitmentState {
        Checks.atLeast(0, cyclesDone, "cyclesDone");
        Checks.present(reached, "reached");
        Checks.present(inCycle, "inCycle");
        Checks.present(charged, "charged");
    }
}
