package io.billinghub.core.invoice.model;

/** VAT category codes of EN 16931 (a subset of UNCL 5305). */
public enum TaxCategory {
    /** Standard or reduced rate. */
    S,
    /** Zero rated. */
    Z,
    /** Exempt. */
    E,
    /** Reverse charge. */
    AE,
    /** Intra-community supply. */
    K,
    /** Export outside of the Union. */
    G,
    /** Outside the scope of VAT. */
    O;

    /** Whether a rate above zero is allowed. */
    public boolean taxed() {
        return this == S;
    }

    /** Whether EN 16931 wants a reason for exemption (BT-120 or BT-121). */
    public boolean needsReason() {
        return this != S && this != Z;
    }
}
