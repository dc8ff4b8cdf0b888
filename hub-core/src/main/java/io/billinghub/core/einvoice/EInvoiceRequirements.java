package io.billinghub.core.einvoice;

import io.billinghub.core.einvoice.EInvoice.Reason;
import io.billinghub.core.einvoice.EInvoice.Refusal;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.tax.model.TaxCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold before a tax invoice is written as an electronic invoice. */
final class EInvoiceRequirements {
    private static final int MAXIMUM_DECIMALS = 2;
    private static final Pattern VAT_NUMBER = Pattern.compile("[A-Z]{2}[0-9A-Za-z+*.]{2,}");

    private EInvoiceRequirements() {}

    static List<Refusal> refusals(TaxInvoice invoice) {
        List<Refusal> refusals = new ArrayList<>();
        if (invoice.number().isEmpty()) {
            refusals.add(new Refusal(
                    Reason.NOT_NUMBERED,
                    "tax invoice " + invoice.id() + " has no number yet; approve the bill run first"));
        }
        int decimals = invoice.net().getCurrencyUnit().getDecimalPlaces();
        if (decimals > MAXIMUM_DECIMALS) {
            refusals.add(new Refusal(
                    Reason.CURRENCY_DECIMALS,
                    invoice.net().getCurrencyUnit() + " has " + decimals
                            + " decimals and EN 16931 allows two (BR-DEC); deliver the PDF and JSON instead"));
        }
        for (InvoiceArithmetic.Finding finding : InvoiceArithmetic.check(invoice)) {
            refusals.add(new Refusal(Reason.ARITHMETIC, finding.rule() + ": " + finding.detail()));
        }
        for (String missing : missingFacts(invoice)) {
            refusals.add(new Refusal(Reason.MISSING_FACT, missing));
        }
        return refusals;
    }

    private static List<String> missingFacts(TaxInvoice invoice) {
        List<String> missing = new ArrayList<>();
        Party seller = invoice.seller();
        Party buyer = invoice.buyer();
        boolean outsideOfVat = false;
        for (TaxItem item : invoice.taxItems()) {
            TaxCategory category = item.category();
            outsideOfVat |= category == TaxCategory.O;
            if (category != TaxCategory.O && !vatNumber(seller)) {
                missing.add("the seller " + seller.name() + " needs a VAT number with its country prefix for category "
                        + category);
            }
            if ((category == TaxCategory.AE || category == TaxCategory.K) && !vatNumber(buyer)) {
                missing.add("the buyer " + buyer.name() + " needs a VAT number with its country prefix for category "
                        + category);
            }
            ExemptionReason reason = ExemptionReason.of(item);
            if (category.needsReason()
                    && reason.code().isEmpty()
                    && reason.text().isEmpty()) {
                missing.add("category " + category + " needs an exemption reason (BT-120 or BT-121)");
            }
        }
        if (outsideOfVat && invoice.taxItems().size() > 1) {
            missing.add("lines outside the scope of VAT need an invoice of their own (BR-O-11)");
        }
        if (outsideOfVat && blank(seller.legalId())) {
            missing.add("the seller " + seller.name() + " needs a registration number (BR-CO-26)");
        }
        return missing;
    }

    private static boolean vatNumber(Party party) {
        return party.vatNumber()
                .filter(number -> VAT_NUMBER.matcher(number).matches())
                .isPresent();
    }

    private static boolean blank(Optional<String> value) {
        return value.filter(text -> !text.isBlank()).isEmpty();
    }
}
