package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Writes a tax invoice of a bill as UN/CEFACT Cross Industry Invoice D16B, type 380, 381, 389 or 261, for EN 16931. It says what
 * {@link UblInvoiceWriter} says, and is refused for the same reasons, and with more than {@value #MOST_LINES} lines: its document, twice as long as
 * one in UBL, would take the memory that others need. The same document stands inside of a Factur-X file, whose
 * profile EN 16931 is the standard alone, so it never claims Peppol. Without state, so thread-safe.
 */
@ApplicationScoped
public class CiiInvoiceWriter {
    private static final String NAMESPACE = "urn:un:unece:uncefact:data:standard:";
    private static final int HEADER_LENGTH = 6_000;
    private static final int LINE_LENGTH = 1_500;

    static final int MOST_LINES = 20_000;

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
        if (invoice.lines().size() > MOST_LINES) {
            return new EInvoice.Refused(List.of(new EInvoice.Refusal(
                    EInvoice.Reason.TOO_MANY_LINES,
                    "the invoice has " + invoice.lines().size() + " lines; CII and Factur-X are made of up to "
                            + MOST_LINES + ", take UBL")));
        }
        XmlText xml = new XmlText(HEADER_LENGTH + LINE_LENGTH * invoice.lines().size());
        SignedAmounts amounts = SignedAmounts.of(invoice);
        xml.open(
                "rsm:CrossIndustryInvoice",
                "xmlns:rsm=\"" + NAMESPACE + "CrossIndustryInvoice:100\" xmlns:ram=\"" + NAMESPACE
                        + "ReusableAggregateBusinessInformationEntity:100\" xmlns:qdt=\"" + NAMESPACE
                        + "QualifiedDataType:100\" xmlns:udt=\"" + NAMESPACE + "UnqualifiedDataType:100\"");
        document(xml, bill, invoice);
        xml.open("rsm:SupplyChainTradeTransaction");
        for (Line line : invoice.lines()) {
            CiiLines.write(xml, bill, line, amounts);
        }
        CiiParties.agreement(xml, bill, invoice);
        CiiParties.delivery(xml, invoice);
        CiiSettlement.write(xml, bill, invoice, amounts);
        return new EInvoice.Written(xml.close().close().bytes());
    }

    private static void document(XmlText xml, BillDocument bill, TaxInvoice invoice) {
        xml.open("rsm:ExchangedDocumentContext").open("ram:GuidelineSpecifiedDocumentContextParameter");
        xml.element("ram:ID", EInvoiceProfile.EN_16931.customization());
        xml.close().close();
        xml.open("rsm:ExchangedDocument");
        xml.element("ram:ID", invoice.number().orElseThrow());
        xml.element("ram:TypeCode", invoice.type().code());
        CiiDates.write(xml, "ram:IssueDateTime", bill.issueDate());
        xml.open("ram:IncludedNote");
        xml.element("ram:Content", EInvoiceTexts.note(bill, invoice));
        xml.close().close();
    }
}
