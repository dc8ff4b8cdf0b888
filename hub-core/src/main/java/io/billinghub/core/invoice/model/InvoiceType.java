package io.billinghub.core.invoice.model;

/** UNTDID 1001 codes of the tax invoices that the hub issues (BT-3). */
public enum InvoiceType {
    INVOICE("380", false, false),
    CREDIT_NOTE("381", true, false),
    /** Issued by the buyer in the name of the seller. */
    SELF_BILLED_INVOICE("389", false, true),
    /** A credit note that the buyer issues in the name of the seller. */
    SELF_BILLED_CREDIT_NOTE("261", true, true);

    private final String code;
    private final boolean credit;
    private final boolean selfBilled;

    InvoiceType(String code, boolean credit, boolean selfBilled) {
        this.code = code;
        this.credit = credit;
        this.selfBilled = selfBilled;
    }

    public String code() {
        return code;
    }

    /** Whether it gives back: documents state its amounts as positive. */
    public boolean credit() {
        return credit;
    }

    /** Whether the buyer issues it. */
    public boolean selfBilled() {
        return selfBilled;
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
