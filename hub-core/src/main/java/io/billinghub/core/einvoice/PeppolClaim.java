package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether an invoice can be one of Peppol BIS Billing 3 or only one of EN 16931: Peppol wants addresses of its own on both sides, and keeps rules
 * of countries beside its own.
 */
final class PeppolClaim {

    /** Schemes of electronic addresses that Peppol knows are numbers; EM, for mail, is none of them. */
    private static final Pattern SCHEME = Pattern.compile("[0-9]{4}");

    private static final Pattern SWEDISH = Pattern.compile("[0-9]{10}");

    private PeppolClaim() {}

    static boolean holds(TaxInvoice invoice) {
        Party seller = invoice.seller();
        Party buyer = invoice.buyer();
        return addressed(seller) && addressed(buyer) && !insideGermany(seller, buyer) && swedish(seller);
    }

    private static boolean addressed(Party party) {
        return party.electronicAddress()
                .filter(address -> SCHEME.matcher(address.scheme()).matches())
                .isPresent();
    }

    /** Between two Germans a contact with name and telephone is wanted (DE-R-002 to DE-R-007), which parties don't have. */
    private static boolean insideGermany(Party seller, Party buyer) {
        return seller.country().equals("DE") && buyer.country().equals("DE");
    }

    /** A Swedish seller states its organisation number: ten digits with a check digit (SE-R-003, SE-R-004, SE-R-013). */
    private static boolean swedish(Party seller) {
        return !seller.country().equals("SE")
                || legalId(seller)
                        .filter(id -> SWEDISH.matcher(id).matches() && luhn(id))
                        .isPresent();
    }

    /** The registration number as e-invoices have it: Swedish ones without their hyphen. */
    static Optional<String> legalId(Party party) {
        return party.legalId()
                .filter(id -> !id.isBlank())
                .map(id -> party.country().equals("SE") ? id.replace("-", "") : id);
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
