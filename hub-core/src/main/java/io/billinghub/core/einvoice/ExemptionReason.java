package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import java.util.Optional;

/** BT-121 and BT-120. */
record ExemptionReason(Optional<String> code, Optional<String> text) {
    /** What the VAT item says, else what the category always means; both empty for E, whose reason only the seller knows. */
    static ExemptionReason of(TaxItem item) {
        if (item.exemptionReason().isPresent() || item.exemptionReasonCode().isPresent()) {
            return new ExemptionReason(item.exemptionReasonCode(), item.exemptionReason());
        }
        return switch (item.category()) {
            case AE -> always("VATEX-EU-AE", "Reverse charge");
            case O -> always("VATEX-EU-O", "Not subject to VAT");
            case K -> always("VATEX-EU-IC", "Intra-community supply");
            case G -> always("VATEX-EU-G", "Export outside the EU");
            case S, Z, E -> new ExemptionReason(Optional.empty(), Optional.empty());
        };
    }

    private static ExemptionReason always(String code, String text) {
        return new ExemptionReason(Optional.of(code), Optional.of(text));
    }
}
