package io.billinghub.adapters.model;

/** Whether a partner's bill asks for money or gives it back. */
public enum BillType {
    INVOICE,
    /** Its lines are negative in the canonical model, whatever sign the format writes. */
    CREDIT_NOTE
}
