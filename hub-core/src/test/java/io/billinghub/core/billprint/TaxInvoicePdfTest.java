package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class TaxInvoicePdfTest {
    private static final CiiInvoiceWriter CII = new CiiInvoiceWriter();
    private static final TaxInvoicePdf PDF = new TaxInvoicePdf(CII);
    private static final String FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

    @Test
    void holdsExactlyOneXmlWhichIsTheInvoiceAsCii() throws IOException {
        BillDocument bill = SampleBills.business("en");
        for (TaxInvoice invoice : bill.invoices()) {
            try (PDDocument document = Loader.loadPDF(written(bill, invoice))) {
                Map<String, PDComplexFileSpecification> files = document.getDocumentCatalog()
                        .getNames()
                        .getEmbeddedFiles()
                        .getNames();
                assertThat(files).containsOnlyKeys("factur-x.xml");
                PDEmbeddedFile embedded = files.get("factur-x.xml").getEmbeddedFile();
                byte[] expected = ((EInvoice.Written) CII.write(bill, invoice)).document();
                assertThat(embedded.toByteArray()).isEqualTo(expected);
                assertThat(embedded.getSize()).isEqualTo(expected.length);
                assertThat(embedded.getSubtype()).isEqualTo("text/xml");
                assertThat(embedded.getModDate().toInstant()).isEqualTo("2026-11-02T00:00:00Z");
            }
        }
    }

    @Test
    void theXmlIsAssociatedWithTheDocumentAsItsAlternative() throws IOException {
        try (PDDocument document = Loader.loadPDF(first(SampleBills.consumer("fi")))) {
            COSArray associated = document.getDocumentCatalog().getCOSObject().getCOSArray(COSName.getPDFName("AF"));
            assertThat(associated.size()).isEqualTo(1);
            COSDictionary file = (COSDictionary) associated.getObject(0);
            assertThat(file.getNameAsString("AFRelationship")).isEqualTo("Alternative");
            assertThat(file.getString(COSName.UF)).isEqualTo("factur-x.xml");
        }
    }

    @Test
    void declaresPdfA3AndFacturXWithItsExtensionSchema() throws Exception {
        try (PDDocument document = Loader.loadPDF(first(SampleBills.consumer("en")))) {
            Document xmp = parse(document.getDocumentCatalog().getMetadata().toByteArray());
            assertThat(only(xmp, "http://www.aiim.org/pdfa/ns/id/", "part")).isEqualTo("3");
            assertThat(only(xmp, "http://www.aiim.org/pdfa/ns/id/", "conformance"))
                    .isEqualTo("B");
            assertThat(only(xmp, FX, "DocumentType")).isEqualTo("INVOICE");
            assertThat(only(xmp, FX, "DocumentFileName")).isEqualTo("factur-x.xml");
            assertThat(only(xmp, FX, "Version")).isEqualTo("1.0");
            assertThat(only(xmp, FX, "ConformanceLevel")).isEqualTo("EN 16931");
            NodeList schemas = xmp.getElementsByTagNameNS("http://www.aiim.org/pdfa/ns/schema#", "namespaceURI");
            assertThat(schemas.item(schemas.getLength() - 1).getTextContent()).isEqualTo(FX);
        }
    }

    @Test
    void keepsWhatPdfAWantsOfFontsColoursAndDates() throws IOException {
        try (PDDocument document = Loader.loadPDF(first(SampleBills.business("en")))) {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
            assertThat(document.getDocumentCatalog().getOutputIntents()).hasSize(1);
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo("2026-11-02T00:00:00Z");
            assertThat(new String(document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8))
                    .contains("<xmp:CreateDate>2026-11-02T00:00:00+00:00<");
        }
    }

    @Test
    void everyInvoiceOfABigBillIsPdfA3() throws Exception {
        BillDocument bill = SampleBills.business("en");
        for (TaxInvoice invoice : bill.invoices()) {
            byte[] pdf = written(bill, invoice);
            assertThat(PdfAValidator.flavour(pdf)).isEqualTo("3b");
            assertThat(PdfAValidator.findings(pdf, "3b"))
                    .as(invoice.seller().name())
                    .isEmpty();
        }
    }

    @Test
    void theConsolidatedBillIsPdfA2() throws Exception {
        byte[] bill = new BillPdf().print(SampleBills.business("en"));
        assertThat(PdfAValidator.flavour(bill)).isEqualTo("2b");
        assertThat(PdfAValidator.findings(bill, "2b")).isEmpty();
    }

    @Test
    void anotherFlavourIsBrokenByTheEmbeddedFile() throws Exception {
        assertThat(PdfAValidator.findings(first(SampleBills.consumer("en")), "1b"))
                .anyMatch(finding -> finding.contains("EmbeddedFiles"));
    }

    @Test
    void theSameInvoiceGivesTheSameBytes() {
        byte[] first = first(SampleBills.business("en"));
        assertThat(written(
                        new TaxInvoicePdf(new CiiInvoiceWriter()),
                        SampleBills.business("en"),
                        SampleBills.business("en").invoices().get(0)))
                .isEqualTo(first);
    }

    @Test
    void saysToPeopleWhatTheXmlSaysAndNothingOfOtherInvoices() throws IOException {
        BillDocument bill = SampleBills.business("en");
        TaxInvoice deskly = bill.invoices().get(1);
        assertThat(text(written(bill, deskly)))
                .contains("Deskly GmbH", "DSK-FI-2026-00087", "Tuuli Consulting Oy", "VAT number DE318840271")
                .contains("Sold by Deskly GmbH, collected by Nordlys Telecom Oy", "Reverse charge")
                // four children with 71.10 + 26.91
                .contains("392.04", "FI21 1234 5600 0007 85", "NLT-2026-0000417")
                .doesNotContain("Kinobox", "NLT-S-2026-0007111");
    }

    @Test
    void aCreditNoteAsksForNothing() throws IOException {
        // 89.00 + 22.70 VAT
        assertThat(text(first(SampleBills.inFavour("en"))))
                .contains("Credit note", "NLT-C-2026-0000033", "111.70", "We set it off against your next bill.")
                .doesNotContain("Due date");
    }

    /** 29.90 + 7.62, and a credit of as much from before: the bill asks for nothing, so no document of it may ask for more. */
    @Test
    void whatIsPaidByWhatIsBroughtForwardIsNotAskedFor() throws IOException {
        assertThat(text(first(SampleBills.of(
                        SampleBills.TUULI_OY,
                        "en",
                        "sent",
                        "-37.52",
                        List.of(new SampleInvoice()
                                .number("NLT-S-2026-0000001")
                                .line("Mobile", "1", "month", "29.90"))))))
                .contains("Nothing to pay")
                .doesNotContain("Due date");
    }

    @Test
    void whatCanNotBeAnElectronicInvoiceIsRefusedWithItsReasons() {
        BillDocument draft = SampleBills.draft("en");
        TaxInvoice invoice = draft.invoices().get(0);
        assertThat(PDF.write(draft, invoice))
                .isInstanceOf(EInvoice.Refused.class)
                .isEqualTo(CII.write(draft, invoice));
    }

    private static byte[] first(BillDocument bill) {
        return written(bill, bill.invoices().get(0));
    }

    private static byte[] written(BillDocument bill, TaxInvoice invoice) {
        return written(PDF, bill, invoice);
    }

    private static byte[] written(TaxInvoicePdf pdf, BillDocument bill, TaxInvoice invoice) {
        return ((EInvoice.Written) pdf.write(bill, invoice)).document();
    }

    private static String only(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        assertThat(found.getLength()).as(name).isEqualTo(1);
        return found.item(0).getTextContent();
    }

    private static Document parse(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }
}
