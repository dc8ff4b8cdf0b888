package io.billinghub.core.tax.model;

import java.util.Optional;

/** VAT category codes of EN 16931 (a subset of UNCL 5305). */
public enum TaxCategory {
    /** Standard or reduced rate. */
    S(null, null),
    /** Zero rated. */
    Z(null, null),
    /** Exempt. */
    E(null, "Exempt from VAT"),
    /** Reverse charge. */
    AE("VATEX-EU-AE", "Reverse charge"),
    /** Intra-community supply. */
    K("VATEX-EU-IC", "Intra-community supply"),
    /** Export outside of the Union. */
    G("VATEX-EU-G", "Export outside the EU"),
    /** Outside the scope of VAT. */
    O("VATEX-EU-O", "Not subject to VAT");

    private final String exemptionReasonCode;
    private final String exemptionReason;

    TaxCategory(String exemptionReasonCode, String exemptionReason) {
        this.exemptionReasonCode = exemptionReasonCode;
        this.exemptionReason = exemptionReason;
    }

    /** The VATEX code (BT-121) that stands for the category as such; a tax rate may name a closer one. */
    public Optional<String> exemptionReasonCode() {
        return Optional.ofNullable(exemptionReasonCode);
    }

    /** The reason in words (BT-120). */
    public Optional<String> exemptionReason() {
        return Optional.ofNullable(exemptionReason);
    }

    /** Whether a rate above zero is allowed. */
    public boolean taxed() {
        return this == S;
    }

    /** Whether EN 16931 wants a reason for exemption (BT-120 or BT-121). */
    public boolean needsReason() {
        return this != S && this != Z;
    }
}
