package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillPdfTest {
    private static final BillPdf PDF = new BillPdf();

    @ParameterizedTest
    @CsvSource({"consumer, fi", "consumer, en", "business, en"})
    void saysWhatTheGoldenTextSays(String kind, String language) throws IOException {
        BillDocument bill = kind.equals("consumer") ? SampleBills.consumer(language) : SampleBills.business(language);
        String name = kind + "-" + language + ".txt";
        String text = text(PDF.print(bill));
        Path golden = Path.of("src/test/resources/io/billinghub/core/billprint", name);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void aConsumerBillIsOnePage() throws IOException {
        assertThat(pages(PDF.print(SampleBills.consumer("fi")))).isEqualTo(1);
        assertThat(pages(PDF.print(SampleBills.consumer("en")))).isEqualTo(1);
    }

    @Test
    void theSameBillGivesTheSameBytes() {
        byte[] first = PDF.print(SampleBills.business("en"));
        assertThat(new BillPdf().print(SampleBills.business("en"))).isEqualTo(first);
    }

    @Test
    void everyPageHasItsNumberTheBillNumberAndTheTableHead() throws IOException {
        byte[] pdf = PDF.print(SampleBills.lines(300));
        int pages = pages(pdf);
        assertThat(pages).isGreaterThan(5);
        for (int page = 1; page <= pages; page++) {
            String text = text(pdf, page, page);
            assertThat(text).contains("Page " + page + " of " + pages, "NLT-2026-0000417");
            assertThat(text).as("page %d", page).contains("Quantity");
        }
    }

    @Test
    void totalsAreThere() throws IOException {
        BillDocument bill = SampleBills.business("en");
        BillFormat format = new BillFormat(BillText.of("en"));
        assertThat(text(PDF.print(bill)))
                .contains(format.money(bill.amountDue()), "Sold by Deskly GmbH, collected by Nordlys Telecom Oy")
                .contains("Converted from USD 18.6856 at 0.9114 (ECB, 30 Oct 2026)")
                .contains("first 1,000,000 messages at 0.00012 EUR = 120.00", "Reverse charge");
        bill.invoices().forEach(invoice -> assertThat(textOf(bill)).contains(format.amount(invoice.gross())));
    }

    @Test
    void aDraftSaysSoAndCanNotBePaid() throws IOException {
        assertThat(text(PDF.print(SampleBills.draft("en"))))
                .contains("This is a draft. It is not an invoice", "number given on approval")
                .doesNotContain("Scan to pay");
        assertThat(text(PDF.print(SampleBills.consumer("en")))).doesNotContain("draft");
    }

    @Test
    void aBillInTheCustomersFavourAsksForNothing() throws IOException {
        // 89.00 + 22.70 VAT
        assertThat(text(PDF.print(SampleBills.inFavour("en"))))
                .contains("In your favour", "€111.70", "We set it off against your next bill.")
                .doesNotContain("Due date", "Scan to pay");
    }

    @Test
    void aBalanceBroughtForwardIsShownOnlyIfThereIsOne() throws IOException {
        assertThat(text(PDF.print(SampleBills.consumer("en"))))
                .contains("From bill NLT-2026-0000388 of 2 Oct 2026 9.90");
        assertThat(text(PDF.print(SampleBills.business("en")))).doesNotContain("From bill ");
    }

    @Test
    void whateverAPartnerWritesStaysText() throws IOException {
        BillDocument bill = SampleBills.of(
                SampleBills.TUULI_OY,
                "en",
                new SampleInvoice()
                        .number("1")
                        .line("<b>&amp;</b> {t.page} <img src='file:///x'/>", "1", "piece", "1.00")
                        .line("]]> Ж Ő ß € \u0007 \uD83D\uDE00", "1", "<i>", "1.00", TaxCategory.Z, "0"));
        assertThat(text(PDF.print(bill))).contains("<b>&amp;</b> {t.page}", "file:///x", "]]> Ж Ő ß € ?", "1 <i>");
    }

    @Test
    void allFontsAreEmbeddedAndTheFileDeclaresPdfA() throws IOException {
        try (PDDocument document = Loader.loadPDF(PDF.print(SampleBills.business("fi")))) {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                }
            }
            String xmp = new String(document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
            assertThat(xmp)
                    .contains("<pdfaid:part>2<", "<pdfaid:conformance>B<")
                    .contains("<xmp:CreateDate>2026-11-02T00:00:00+00:00<");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo("2026-11-02T00:00:00Z");
            assertThat(document.getDocumentCatalog().getOutputIntents()).hasSize(1);
        }
    }

    @Test
    void aFailingStreamIsReportedWithTheBill() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        BillDocument bill = SampleBills.draft("en");
        assertThatThrownBy(() -> PDF.print(bill, full))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(bill.id().toString());
    }

    private static String textOf(BillDocument bill) {
        try {
            return text(PDF.print(bill));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        }
    }

    private static String text(byte[] pdf) throws IOException {
        return text(pdf, 1, Integer.MAX_VALUE);
    }

    private static String text(byte[] pdf, int from, int to) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setLineSeparator("\n");
            stripper.setStartPage(from);
            stripper.setEndPage(to);
            return stripper.getText(document);
        }
    }
}
