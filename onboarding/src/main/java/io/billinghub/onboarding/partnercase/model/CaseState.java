package io.billinghub.onboarding.partnercase.model;

import java.util.EnumSet;
import java.util.Set;

/** Where a partner stands on its way on board. */
public enum CaseState {
    /** Known by its name; its VAT number or its bank account is missing. */
    INVITED,
    /** All of its data are there; the agreement waits for an approval and for the partner's word. */
    IN_REVIEW,
    /** The first version of its agreement is in force. */
    AGREEMENT_SIGNED,
    /** An adapter has read a sample document without a flaw. */
    ADAPTER_TESTED,
    /** The marketplace has certified the adapter. */
    CERTIFIED,
    /** Its documents are taken in. */
    ACTIVE,
    /** Its documents are refused for a while. */
    SUSPENDED,
    /** The partnership is over, for good. */
    ENDED;

    /** The states that may follow at once. */
    public Set<CaseState> next() {
        return switch (this) {
            case INVITED -> EnumSet.of(IN_REVIEW, ENDED);
            case IN_REVIEW -> EnumSet.of(AGREEMENT_SIGNED, ENDED);
            case AGREEMENT_SIGNED -> EnumSet.of(ADAPTER_TESTED, ENDED);
            case ADAPTER_TESTED -> EnumSet.of(CERTIFIED, ENDED);
            case CERTIFIED -> EnumSet.of(ACTIVE, ENDED);
            case ACTIVE -> EnumSet.of(SUSPENDED, ENDED);
            case SUSPENDED -> EnumSet.of(ACTIVE, ENDED);
            case ENDED -> EnumSet.noneOf(CaseState.class);
        };
    }
}
