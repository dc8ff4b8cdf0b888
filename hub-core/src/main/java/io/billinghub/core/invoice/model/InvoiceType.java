package io.billinghub.core.invoice.model;

/** UNTDID 1001 codes of the tax invoices that the hub issues (BT-3). */
public enum InvoiceType {
    INVOICE("380"),
    CREDIT_NOTE("381");

    private final String code;

    InvoiceType(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The type with this UNTDID 1001 code. */
    public static InvoiceType ofCode(String code) {
        for (InvoiceType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no invoice type has the code " + code);
    }
}
