package io.billinghub.core.billrun.model;

/** What a bill run bills. */
public enum RunKind {
    /** All accounts of a cycle for one of its periods; ends the period's taking in of lines. */
    CYCLE,
    /**
     * One account, at any time: the partner lines that were accepted in the open period and are on no bill yet. Usage and
     * subscriptions are priced over the whole period, so they wait for the cycle's run.
     */
    ON_DEMAND,
    /** What a run of the cycle would bill if it began now: the same way, without numbers and postings, and kept apart from the books. */
    TRIAL,
    /** One invoice, of which something is taken back, and perhaps invoiced again. */
    CREDIT_NOTE;

    /** Whether it bills one account, beside the cycle's own runs. */
    public boolean ofOneAccount() {
        return this == ON_DEMAND || this == CREDIT_NOTE;
    }
}
