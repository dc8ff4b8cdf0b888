package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.tax.model.TaxCategory;

/** The lines of an electronic invoice (BG-25) in CII. */
final class CiiLines {
    private CiiLines() {}

    static void write(XmlText xml, BillDocument bill, Line line, SignedAmounts amounts) {
        LinePrice price = LinePrice.of(line, amounts.amount(line.net()));
        String unit = UnitCode.of(line.unit());
        xml.open("ram:IncludedSupplyChainTradeLineItem");
        xml.open("ram:AssociatedDocumentLineDocument");
        xml.element("ram:LineID", Integer.toString(line.position()));
        String note = EInvoiceTexts.note(line);
        if (!note.isEmpty()) {
            xml.open("ram:IncludedNote");
            xml.element("ram:Content", note);
            xml.close();
        }
        xml.close();
        product(xml, line);
        xml.open("ram:SpecifiedLineTradeAgreement").open("ram:NetPriceProductTradePrice");
        xml.element("ram:ChargeAmount", price.price().toPlainString());
        price.baseQuantity()
                .ifPresent(base -> xml.element("ram:BasisQuantity", "unitCode", unit, base.toPlainString()));
        xml.close().close();
        xml.open("ram:SpecifiedLineTradeDelivery");
        xml.element("ram:BilledQuantity", "unitCode", unit, price.quantity().toPlainString());
        xml.close();
        settlement(xml, bill, line, amounts);
        xml.close();
    }

    private static void product(XmlText xml, Line line) {
        String name = EInvoiceTexts.name(line);
        xml.open("ram:SpecifiedTradeProduct");
        if (!line.productKey().isBlank()) {
            xml.element("ram:SellerAssignedID", line.productKey());
        }
        xml.element("ram:Name", name);
        if (!line.description().isBlank() && !line.description().equals(name)) {
            xml.element("ram:Description", line.description());
        }
        xml.close();
    }

    private static void settlement(XmlText xml, BillDocument bill, Line line, SignedAmounts amounts) {
        xml.open("ram:SpecifiedLineTradeSettlement");
        xml.open("ram:ApplicableTradeTax");
        xml.element("ram:TypeCode", "VAT");
        xml.element("ram:CategoryCode", line.taxCategory().name());
        if (line.taxCategory() != TaxCategory.O) {
            xml.element("ram:RateApplicablePercent", EInvoiceTexts.percent(line.taxRate()));
        }
        xml.close();
        CiiDates.period(xml, line.periodFrom(), EInvoiceTexts.lastDay(line));
        xml.open("ram:SpecifiedTradeSettlementLineMonetarySummation");
        amounts.bare(xml, "ram:LineTotalAmount", line.net());
        xml.close();
        if (!line.accountNumber().equals(bill.accountNumber())) {
            xml.open("ram:ReceivableSpecifiedTradeAccountingAccount"); // BT-133: which child account
            xml.element("ram:ID", line.accountNumber());
            xml.close();
        }
        xml.close();
    }
}
