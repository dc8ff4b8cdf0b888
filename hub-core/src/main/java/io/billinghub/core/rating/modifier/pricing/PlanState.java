package io.billinghub.core.rating.modifier.pricing;

import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.commitment.CommitmentState;

/**
 * What one subscription's plan keeps between periods.
 *
 * @param allowance null is taken as its start
 * @param commitment null is taken as its start
 */
public record PlanState(AllowanceState allowance, CommitmentState commitment) {
    /** Before the first period. */
    public static final PlanState START = new PlanState(null, null);

    /** Takes what is left out as its start. */
    public PlanState {
        allowance = Checks.orElse(allowance, AllowanceState.START);
        commitment = Checks.orElse(commitment, CommitmentState.START);
    }
}
