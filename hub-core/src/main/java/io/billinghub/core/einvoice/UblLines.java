package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tax.model.TaxCategory;

/** The lines of an electronic invoice (BG-25). */
final class UblLines {
    private UblLines() {}

    static void write(XmlText xml, BillDocument bill, TaxInvoice invoice, Line line, SignedAmounts amounts) {
        boolean credit = invoice.type().credit();
        LinePrice price = LinePrice.of(line, amounts.amount(line.net()));
        String unit = UnitCode.of(line.unit());
        xml.open(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine");
        xml.element("cbc:ID", Integer.toString(line.position()));
        String note = EInvoiceTexts.note(line);
        if (!note.isEmpty()) {
            xml.element("cbc:Note", note);
        }
        xml.element(
                credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                "unitCode",
                unit,
                price.quantity().toPlainString());
        amounts.element(xml, "cbc:LineExtensionAmount", line.net());
        if (!line.accountNumber().equals(bill.accountNumber())) {
            xml.element("cbc:AccountingCost", line.accountNumber()); // BT-133: which child account
        }
        xml.open("cac:InvoicePeriod");
        xml.element("cbc:StartDate", line.periodFrom().toString());
        xml.element("cbc:EndDate", EInvoiceTexts.lastDay(line).toString());
        xml.close();
        item(xml, line);
        xml.open("cac:Price");
        amounts.element(xml, "cbc:PriceAmount", price.price());
        price.baseQuantity().ifPresent(base -> xml.element("cbc:BaseQuantity", "unitCode", unit, base.toPlainString()));
        xml.close();
        xml.close();
    }

    private static void item(XmlText xml, Line line) {
        String name = EInvoiceTexts.name(line);
        xml.open("cac:Item");
        if (!line.description().isBlank() && !line.description().equals(name)) {
            xml.element("cbc:Description", line.description());
        }
        xml.element("cbc:Name", name);
        if (!line.productKey().isBlank()) {
            xml.open("cac:SellersItemIdentification");
            xml.element("cbc:ID", line.productKey());
            xml.close();
        }
        xml.open("cac:ClassifiedTaxCategory");
        xml.element("cbc:ID", line.taxCategory().name());
        if (line.taxCategory() != TaxCategory.O) {
            xml.element("cbc:Percent", EInvoiceTexts.percent(line.taxRate()));
        }
        UblInvoiceWriter.vatScheme(xml);
        xml.close();
        xml.close();
    }
}
