package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Payment;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.invoice.model.InvoiceType;
import io.billinghub.core.tax.model.TaxCategory;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Writes a tax invoice of a bill as UBL 2.1 invoice (380) or credit note (381) for EN 16931, and for Peppol BIS Billing 3 where both sides have
 * an address there. Without state, so thread-safe. Comments name the business terms of EN 16931.
 */
@ApplicationScoped
public class UblInvoiceWriter {
    private static final String EN_16931 = "urn:cen.eu:en16931:2017";
    private static final String PEPPOL = EN_16931 + "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
    private static final String PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static final String SEPA_CREDIT_TRANSFER = "58";
    private static final String CREDIT_TRANSFER = "30";
    private static final int HEADER_LENGTH = 6_000;
    private static final int LINE_LENGTH = 1_200;

    /**
     * The tax invoice as an electronic invoice, or why it can't be one.
     *
     * @param bill the bill that the invoice stands in; gives dates, payment and payee
     * @param invoice one of {@code bill.invoices()}
     */
    public EInvoice write(BillDocument bill, TaxInvoice invoice) {
        List<EInvoice.Refusal> refusals = UblRequirements.refusals(invoice);
        if (!refusals.isEmpty()) {
            return new EInvoice.Refused(refusals);
        }
        XmlText xml = new XmlText(HEADER_LENGTH + LINE_LENGTH * invoice.lines().size());
        UblAmounts amounts = UblAmounts.of(invoice);
        String root = invoice.type() == InvoiceType.CREDIT_NOTE ? "CreditNote" : "Invoice";
        xml.open(
                root,
                "xmlns=\"" + UBL + root + "-2\" xmlns:cac=\"" + UBL + "CommonAggregateComponents-2\" xmlns:cbc=\"" + UBL
                        + "CommonBasicComponents-2\"");
        header(xml, bill, invoice);
        UblParties.write(xml, bill, invoice);
        payment(xml, bill, invoice);
        taxTotal(xml, invoice, amounts);
        monetaryTotal(xml, invoice, amounts);
        for (Line line : invoice.lines()) {
            UblLines.write(xml, bill, invoice, line, amounts);
        }
        return new EInvoice.Written(xml.close().bytes());
    }

    private static void header(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        boolean credit = invoice.type() == InvoiceType.CREDIT_NOTE;
        boolean peppol = PeppolClaim.holds(invoice);
        xml.element("cbc:CustomizationID", peppol ? PEPPOL : EN_16931);
        if (peppol) {
            xml.element("cbc:ProfileID", PROFILE);
        }
        xml.element("cbc:ID", invoice.number().orElseThrow());
        xml.element("cbc:IssueDate", bill.issueDate().toString());
        if (!credit) {
            xml.element("cbc:DueDate", bill.dueDate().toString());
        }
        xml.element(
                credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode",
                invoice.type().code());
        xml.element("cbc:Note", note(bill, invoice));
        xml.element("cbc:DocumentCurrencyCode", bill.currency().getCode());
        // BT-10; Peppol R003 wants this or an order reference
        xml.element(
                "cbc:BuyerReference",
                invoice.buyerReference().filter(given -> !given.isBlank()).orElse(bill.accountNumber()));
        // BG-14: lines must lie inside of the header's period (Peppol R110, R111)
        LocalDate from = invoice.lines().stream()
                .map(Line::periodFrom)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate last = invoice.lines().stream()
                .map(UblLines::lastDay)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        xml.open("cac:InvoicePeriod");
        xml.element("cbc:StartDate", from.toString());
        xml.element("cbc:EndDate", last.toString());
        xml.close();
        invoice.corrects().ifPresent(preceding -> {
            xml.open("cac:BillingReference");
            xml.open("cac:InvoiceDocumentReference");
            xml.element("cbc:ID", preceding.number());
            xml.element("cbc:IssueDate", preceding.issueDate().toString());
            xml.close();
            xml.close();
        });
    }

    private static String note(BillDocument bill, TaxInvoice invoice) {
        String part = "Part of bill " + bill.number();
        return invoice.agency()
                ? part + ". Sold by " + invoice.seller().name() + ", collected by "
                        + bill.issuer().name() + " on its behalf."
                : part;
    }

    private static void payment(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        if (invoice.type() == InvoiceType.CREDIT_NOTE) {
            xml.open("cac:PaymentTerms");
            xml.element("cbc:Note", "Set off against the amount due of bill " + bill.number());
            xml.close();
            return;
        }
        Payment payment = bill.payment();
        xml.open("cac:PaymentMeans");
        xml.element(
                "cbc:PaymentMeansCode",
                bill.currency().getCode().equals("EUR") ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER);
        xml.element("cbc:PaymentID", payment.reference());
        xml.open("cac:PayeeFinancialAccount");
        xml.element("cbc:ID", payment.iban().replace(" ", ""));
        xml.element("cbc:Name", payment.creditorName());
        if (payment.bic().isPresent()) {
            xml.open("cac:FinancialInstitutionBranch");
            xml.element("cbc:ID", payment.bic().get());
            xml.close();
        }
        xml.close();
        xml.close();
    }

    private static void taxTotal(XmlText xml, TaxInvoice invoice, UblAmounts amounts) {
        xml.open("cac:TaxTotal");
        amounts.element(xml, "cbc:TaxAmount", invoice.tax());
        for (TaxItem item : invoice.taxItems()) {
            xml.open("cac:TaxSubtotal");
            amounts.element(xml, "cbc:TaxableAmount", item.taxable());
            amounts.element(xml, "cbc:TaxAmount", item.tax());
            xml.open("cac:TaxCategory");
            xml.element("cbc:ID", item.category().name());
            if (item.category() != TaxCategory.O) {
                xml.element("cbc:Percent", percent(item.rate()));
            }
            if (item.category().needsReason()) {
                ExemptionReason reason = ExemptionReason.of(item);
                reason.code().ifPresent(code -> xml.element("cbc:TaxExemptionReasonCode", code));
                reason.text().ifPresent(text -> xml.element("cbc:TaxExemptionReason", text));
            }
            vatScheme(xml);
            xml.close();
            xml.close();
        }
        xml.close();
    }

    private static void monetaryTotal(XmlText xml, TaxInvoice invoice, UblAmounts amounts) {
        xml.open("cac:LegalMonetaryTotal");
        amounts.element(xml, "cbc:LineExtensionAmount", invoice.net()); // BT-106
        amounts.element(xml, "cbc:TaxExclusiveAmount", invoice.net()); // BT-109
        amounts.element(xml, "cbc:TaxInclusiveAmount", invoice.gross()); // BT-112
        amounts.element(xml, "cbc:PayableAmount", invoice.gross()); // BT-115
        xml.close();
    }

    static void vatScheme(XmlText xml) {
        xml.open("cac:TaxScheme");
        xml.element("cbc:ID", "VAT");
        xml.close();
    }

    static String percent(BigDecimal rate) {
        BigDecimal stripped = rate.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    /** Amounts with the sign of the document: a credit note states as positive what it gives back. */
    record UblAmounts(boolean turned, String currency) {
        static UblAmounts of(TaxInvoice invoice) {
            return new UblAmounts(
                    invoice.type() == InvoiceType.CREDIT_NOTE,
                    invoice.net().getCurrencyUnit().getCode());
        }

        BigDecimal amount(Money money) {
            return turned ? money.getAmount().negate() : money.getAmount();
        }

        void element(XmlText xml, String name, Money money) {
            xml.element(name, "currencyID", currency, amount(money).toPlainString());
        }

        void element(XmlText xml, String name, BigDecimal amount) {
            xml.element(name, "currencyID", currency, amount.toPlainString());
        }
    }

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
}
