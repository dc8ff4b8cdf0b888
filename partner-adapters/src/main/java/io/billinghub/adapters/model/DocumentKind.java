package io.billinghub.adapters.model;

/** What the documents of an adapter hold. */
public enum DocumentKind {
    /** Lines with amounts. */
    BILL,
    /** Quantities that the hub rates. */
    USAGE
}
