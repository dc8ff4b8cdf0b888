package io.billinghub.core.ledger.model;

/** Why something was posted, as {@code ledger_transaction.kind} names it. */
public enum LedgerKind {
    /** A customer bill was published. */
    BILL,
    /** The parties' shares in a bill were computed. */
    SHARE,
    /** Rounding left something over on a partner's side. */
    RESIDUE,
    /** What an account owed, or had to its credit, in the billing system that it came from. */
    OPENING_BALANCE
}
