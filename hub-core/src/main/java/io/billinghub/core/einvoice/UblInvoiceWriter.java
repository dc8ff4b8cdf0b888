package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Payment;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.tax.model.TaxCategory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Writes a tax invoice of a bill as UBL 2.1 invoice (380, 389) or credit note (381, 261) for EN 16931, and for Peppol BIS Billing 3
 * where all that it asks for is there ({@link EInvoiceProfile}). Without state, so thread-safe. Comments name the business terms of EN 16931.
 */
@ApplicationScoped
public class UblInvoiceWriter {
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static final int HEADER_LENGTH = 6_000;
    private static final int LINE_LENGTH = 1_200;

    /**
     * The tax invoice as an electronic invoice, or why it can't be one.
     *
     * @param bill the bill that the invoice stands in; gives dates, payment and payee
     * @param invoice one of {@code bill.invoices()}
     */
    public EInvoice write(BillDocument bill, TaxInvoice invoice) {
        List<EInvoice.Refusal> refusals = EInvoiceRequirements.refusals(invoice);
        if (!refusals.isEmpty()) {
            return new EInvoice.Refused(refusals);
        }
        XmlText xml = new XmlText(HEADER_LENGTH + LINE_LENGTH * invoice.lines().size());
        SignedAmounts amounts = SignedAmounts.of(invoice);
        String root = invoice.type().credit() ? "CreditNote" : "Invoice";
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
        boolean credit = invoice.type().credit();
        EInvoiceProfile profile = EInvoiceProfile.of(invoice);
        xml.element("cbc:CustomizationID", profile.customization());
        profile.process().ifPresent(process -> xml.element("cbc:ProfileID", process));
        xml.element("cbc:ID", invoice.number().orElseThrow());
        xml.element("cbc:IssueDate", bill.issueDate().toString());
        if (EInvoiceTexts.notPaidByItself(bill, invoice).isEmpty()) {
            xml.element("cbc:DueDate", bill.dueDate().toString());
        }
        xml.element(
                credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode",
                invoice.type().code());
        xml.element("cbc:Note", EInvoiceTexts.note(bill, invoice));
        xml.element("cbc:DocumentCurrencyCode", bill.currency().getCode());
        invoice.references()
                .costCentre()
                .ifPresent(costCentre -> xml.element("cbc:AccountingCost", costCentre)); // BT-19
        // BT-10; Peppol R003 wants this or an order reference
        xml.element("cbc:BuyerReference", EInvoiceTexts.buyerReference(bill, invoice));
        // BG-14: lines must lie inside of the header's period (Peppol R110, R111)
        xml.open("cac:InvoicePeriod");
        xml.element("cbc:StartDate", EInvoiceTexts.firstDay(invoice).toString());
        xml.element("cbc:EndDate", EInvoiceTexts.lastDay(invoice).toString());
        xml.close();
        invoice.references().order().ifPresent(order -> {
            xml.open("cac:OrderReference");
            xml.element("cbc:ID", order); // BT-13
            xml.close();
        });
        invoice.corrects().ifPresent(preceding -> {
            xml.open("cac:BillingReference");
            xml.open("cac:InvoiceDocumentReference");
            xml.element("cbc:ID", preceding.number());
            xml.element("cbc:IssueDate", preceding.issueDate().toString());
            xml.close();
            xml.close();
        });
    }

    private static void payment(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        Optional<String> notPaid = EInvoiceTexts.notPaidByItself(bill, invoice);
        if (notPaid.isPresent()) {
            terms(xml, notPaid.get());
            return;
        }
        Payment payment = bill.payment();
        xml.open("cac:PaymentMeans");
        xml.element("cbc:PaymentMeansCode", EInvoiceTexts.paymentMeans(bill));
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
        EInvoiceTexts.paidWithBill(bill).ifPresent(note -> terms(xml, note));
    }

    private static void terms(XmlText xml, String note) {
        xml.open("cac:PaymentTerms");
        xml.element("cbc:Note", note);
        xml.close();
    }

    private static void taxTotal(XmlText xml, TaxInvoice invoice, SignedAmounts amounts) {
        xml.open("cac:TaxTotal");
        amounts.element(xml, "cbc:TaxAmount", invoice.tax());
        for (TaxItem item : invoice.taxItems()) {
            xml.open("cac:TaxSubtotal");
            amounts.element(xml, "cbc:TaxableAmount", item.taxable());
            amounts.element(xml, "cbc:TaxAmount", item.tax());
            xml.open("cac:TaxCategory");
            xml.element("cbc:ID", item.category().name());
            if (item.category() != TaxCategory.O) {
                xml.element("cbc:Percent", EInvoiceTexts.percent(item.rate()));
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

    private static void monetaryTotal(XmlText xml, TaxInvoice invoice, SignedAmounts amounts) {
        xml.open("cac:LegalMonetaryTotal");
        amounts.element(xml, "cbc:LineExtensionAmount", invoice.net()); // BT-106
        amounts.element(xml, "cbc:TaxExclusiveAmount", invoice.net()); // BT-109
        amounts.element(xml, "cbc:TaxInclusiveAmount", invoice.gross()); // BT-112
        if (!invoice.rounding().isZero()) {
            amounts.element(xml, "cbc:PayableRoundingAmount", invoice.rounding()); // BT-114
        }
        amounts.element(xml, "cbc:PayableAmount", invoice.payable()); // BT-115
        xml.close();
    }

    static void vatScheme(XmlText xml) {
        xml.open("cac:TaxScheme");
        xml.element("cbc:ID", "VAT");
        xml.close();
    }
}
