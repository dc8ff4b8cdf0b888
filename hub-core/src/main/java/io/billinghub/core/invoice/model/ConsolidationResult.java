package io.billinghub.core.invoice.model;

/** What comes of consolidating one root account. */
public sealed interface ConsolidationResult {

    /** The bill. */
    record Consolidated(ConsolidatedBill bill) implements ConsolidationResult {}

    /**
     * The account can't be billed now; the run goes on without it.
     *
     * @param reason what is missing and where, for the operator who mends it
     */
    record Parked(long accountId, String reason) implements ConsolidationResult {}

    /** There is nothing to bill. */
    record Empty(long accountId) implements ConsolidationResult {}
}
