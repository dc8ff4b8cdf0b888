package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Payment;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.tax.model.TaxCategory;
import java.util.Optional;

/** How a CII invoice is paid, its VAT (BG-23) and its totals (BG-22). */
final class CiiSettlement {
    private CiiSettlement() {}

    static void write(XmlText xml, BillDocument bill, TaxInvoice invoice, SignedAmounts amounts) {
        Optional<String> notPaid = EInvoiceTexts.notPaidByItself(bill, invoice);
        xml.open("ram:ApplicableHeaderTradeSettlement");
        if (notPaid.isEmpty()) {
            xml.element("ram:PaymentReference", bill.payment().reference());
        }
        xml.element("ram:InvoiceCurrencyCode", amounts.currency());
        EInvoiceTexts.payee(bill, invoice).ifPresent(payee -> CiiParties.payee(xml, payee));
        if (notPaid.isEmpty()) {
            paymentMeans(xml, bill);
        }
        for (TaxItem item : invoice.taxItems()) {
            tax(xml, item, amounts);
        }
        CiiDates.period(xml, EInvoiceTexts.firstDay(invoice), EInvoiceTexts.lastDay(invoice));
        xml.open("ram:SpecifiedTradePaymentTerms");
        if (notPaid.isPresent()) {
            xml.element("ram:Description", notPaid.get());
        } else {
            EInvoiceTexts.paidWithBill(bill).ifPresent(note -> xml.element("ram:Description", note));
            CiiDates.write(xml, "ram:DueDateDateTime", bill.dueDate());
        }
        xml.close();
        totals(xml, invoice, amounts);
        invoice.corrects()
                .ifPresent(
                        preceding -> { // BG-3
                            xml.open("ram:InvoiceReferencedDocument");
                            xml.element("ram:IssuerAssignedID", preceding.number());
                            CiiDates.qualified(xml, "ram:FormattedIssueDateTime", preceding.issueDate());
                            xml.close();
                        });
        xml.close();
    }

    private static void paymentMeans(XmlText xml, BillDocument bill) {
        Payment payment = bill.payment();
        xml.open("ram:SpecifiedTradeSettlementPaymentMeans");
        xml.element("ram:TypeCode", EInvoiceTexts.paymentMeans(bill));
        xml.open("ram:PayeePartyCreditorFinancialAccount");
        xml.element("ram:IBANID", payment.iban().replace(" ", ""));
        xml.element("ram:AccountName", payment.creditorName());
        xml.close();
        payment.bic().ifPresent(bic -> {
            xml.open("ram:PayeeSpecifiedCreditorFinancialInstitution");
            xml.element("ram:BICID", bic);
            xml.close();
        });
        xml.close();
    }

    private static void tax(XmlText xml, TaxItem item, SignedAmounts amounts) {
        ExemptionReason reason = ExemptionReason.of(item);
        boolean reasoned = item.category().needsReason();
        xml.open("ram:ApplicableTradeTax");
        amounts.bare(xml, "ram:CalculatedAmount", item.tax());
        xml.element("ram:TypeCode", "VAT");
        reason.text().filter(text -> reasoned).ifPresent(text -> xml.element("ram:ExemptionReason", text));
        amounts.bare(xml, "ram:BasisAmount", item.taxable());
        xml.element("ram:CategoryCode", item.category().name());
        reason.code().filter(code -> reasoned).ifPresent(code -> xml.element("ram:ExemptionReasonCode", code));
        if (item.category() != TaxCategory.O) {
            xml.element("ram:RateApplicablePercent", EInvoiceTexts.percent(item.rate()));
        }
        xml.close();
    }

    private static void totals(XmlText xml, TaxInvoice invoice, SignedAmounts amounts) {
        xml.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation");
        amounts.bare(xml, "ram:LineTotalAmount", invoice.net()); // BT-106
        amounts.bare(xml, "ram:TaxBasisTotalAmount", invoice.net()); // BT-109
        amounts.element(xml, "ram:TaxTotalAmount", invoice.tax()); // BT-110, the one amount with its currency
        if (!invoice.rounding().isZero()) {
            amounts.bare(xml, "ram:RoundingAmount", invoice.rounding()); // BT-114
        }
        amounts.bare(xml, "ram:GrandTotalAmount", invoice.gross()); // BT-112
        amounts.bare(xml, "ram:DuePayableAmount", invoice.payable()); // BT-115
        xml.close();
    }
}
