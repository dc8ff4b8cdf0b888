package io.billinghub.onboarding.partnercase.model;

import java.util.List;
import java.util.Optional;

/** What the marketplace decides about a case. What else moves one (data, a signature, a sample) does it by being there. */
public enum CaseDecision {
    CERTIFY,
    ACTIVATE,
    SUSPEND,
    RESUME,
    END;

    /**
     * The states that the decision leads through; empty where it can't be taken. Who activates a partner whose adapter is tested
     * certifies it by that: both steps stand in the history.
     */
    public Optional<List<CaseState>> from(CaseState state) {
        return switch (this) {
            case CERTIFY -> only(state == CaseState.ADAPTER_TESTED, CaseState.CERTIFIED);
            case ACTIVATE ->
                state == CaseState.ADAPTER_TESTED
                        ? Optional.of(List.of(CaseState.CERTIFIED, CaseState.ACTIVE))
                        : only(state == CaseState.CERTIFIED, CaseState.ACTIVE);
            case SUSPEND -> only(state == CaseState.ACTIVE, CaseState.SUSPENDED);
            case RESUME -> only(state == CaseState.SUSPENDED, CaseState.ACTIVE);
            case END -> only(state != CaseState.ENDED, CaseState.ENDED);
        };
    }

    /** Whether the decision says why. */
    public boolean needsReason() {
        return this == SUSPEND || this == END;
    }

    private static Optional<List<CaseState>> only(boolean may, CaseState next) {
        return may ? Optional.of(List.of(next)) : Optional.empty();
    }
}
