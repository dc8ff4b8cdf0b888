package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.ElectronicAddress;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import java.util.Optional;

/** Which rules an electronic invoice claims to follow (BT-24, BT-23). */
enum EInvoiceProfile {
    /** The European standard alone. */
    EN_16931("urn:cen.eu:en16931:2017", null),
    /** Peppol BIS Billing 3, which asks for an address of the network at seller and buyer. */
    PEPPOL_BILLING_3(
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
            "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
    /** Peppol BIS Self-Billing 3; plain billing refuses the types 389 and 261. */
    PEPPOL_SELF_BILLING_3(
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
            "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0");

    /** The scheme of e-mail addresses, which the network does not carry (PEPPOL-EN16931-CL008). */
    private static final String MAIL = "EM";

    private final String customization;
    private final String process;

    EInvoiceProfile(String customization, String process) {
        this.customization = customization;
        this.process = process;
    }

    /** The closest rules that the invoice follows: Peppol's only if all that they ask for is there. */
    static EInvoiceProfile of(TaxInvoice invoice) {
        if (!PeppolClaim.holds(invoice)) {
            return EN_16931;
        }
        return invoice.type().selfBilled() ? PEPPOL_SELF_BILLING_3 : PEPPOL_BILLING_3;
    }

    /** BT-24. */
    String customization() {
        return customization;
    }

    /** BT-23. */
    Optional<String> process() {
        return Optional.ofNullable(process);
    }

    /** BT-34 and BT-49: the party's electronic address, else its mail; empty without either. */
    static Optional<ElectronicAddress> address(Party party) {
        return party.electronicAddress()
                .or(() -> EInvoiceTexts.given(party.email()).map(mail -> new ElectronicAddress(MAIL, mail)));
    }
}
