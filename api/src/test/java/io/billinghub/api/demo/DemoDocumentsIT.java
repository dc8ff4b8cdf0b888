package io.billinghub.api.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.core.einvoice.En16931Validator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the demo's month leaves in the folder of documents can be sent as it is. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DemoDocumentsIT {

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @Test
    void everyInvoicePassesEn16931() throws IOException {
        List<Path> invoices = files(".xml");
        assertThat(invoices).hasSize(46);
        for (Path invoice : invoices) {
            assertThat(En16931Validator.en16931(Files.readAllBytes(invoice)))
                    .as(invoice.toString())
                    .isEmpty();
        }
    }

    @Test
    void anInvoiceWithoutItsTypeFailsTheSameCheck() throws IOException {
        String broken = changed("<cbc:InvoiceTypeCode[^>]*>\\d+</cbc:InvoiceTypeCode>", "");

        assertThat(En16931Validator.en16931(broken.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(finding -> finding.contains("BR-04"));
    }

    @Test
    void anInvoiceWhoseTaxIsOffByACentFailsTheSameCheck() throws IOException {
        Matcher tax = Pattern.compile("<cac:TaxTotal>\\s*<cbc:TaxAmount currencyID=\"EUR\">([0-9.]+)<")
                .matcher(text(files(".xml").get(0)));
        assertThat(tax.find()).isTrue();
        String more = new BigDecimal(tax.group(1)).add(new BigDecimal("0.01")).toPlainString();
        String broken =
                changed(Pattern.quote(tax.group()), tax.group().replace(">" + tax.group(1) + "<", ">" + more + "<"));

        assertThat(En16931Validator.en16931(broken.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(finding -> finding.contains("BR-CO-14"))
                .anyMatch(finding -> finding.contains("BR-CO-15"));
    }

    @Test
    void everyPdfSaysWhatIsDueAndHowToPayIt() throws IOException {
        JsonNode bills = HubFixture.get("finance", "/hub/v1/bills").path("items");
        assertThat(bills).hasSize(25);
        assertThat(files(".pdf")).hasSize(25 + 46);
        for (JsonNode bill : bills) {
            String number = bill.path("number").asText();
            try (PDDocument pdf =
                    Loader.loadPDF(DemoData.documents().resolve(number + ".pdf").toFile())) {
                // groups of digits stand apart by a space, and Finnish and Swedish write the comma for the point
                String text = new PDFTextStripper().getText(pdf).replaceAll("[\\s\\u00a0\\u202f]", "");
                String due = bill.path("amountDue").decimalValue().setScale(2).toPlainString();
                assertThat(pdf.getNumberOfPages()).isPositive();
                assertThat(text).as(number).contains(number);
                assertThat(text.replaceAll("(?<=\\d),(?=\\d{3}\\D)", "").replace(',', '.'))
                        .as(number)
                        .contains(due);
            }
        }
    }

    @Test
    void eachTaxInvoiceIsOfferedAsFacturXAndTheSameLiesInTheFolder() throws IOException {
        assertThat(files("-factur-x.pdf")).hasSize(46);
        JsonNode seller = HubFixture.get("customer", "/hub/v1/bills").at("/items/0/sellers/0");
        byte[] answered = HubFixture.bytes("customer", seller.path("facturX").asText());
        Path file = DemoData.documents().resolve(seller.path("number").asText() + "-factur-x.pdf");
        assertThat(answered).isEqualTo(Files.readAllBytes(file));
        try (PDDocument pdf = Loader.loadPDF(answered)) {
            var embedded =
                    pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            assertThat(embedded).containsOnlyKeys("factur-x.xml");
            byte[] cii = embedded.get("factur-x.xml").getEmbeddedFile().toByteArray();
            assertThat(En16931Validator.cii(cii)).isEmpty();
            assertThat(HubFixture.bytes("customer", seller.path("ubl").asText().replaceFirst("/ubl$", "/cii")))
                    .isEqualTo(cii);
        }
    }

    /** The first invoice with the only match of the pattern replaced. */
    private static String changed(String pattern, String replacement) throws IOException {
        String whole = text(files(".xml").get(0));
        assertThat(En16931Validator.en16931(whole.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        String changed = whole.replaceFirst(pattern, Matcher.quoteReplacement(replacement));
        assertThat(changed).isNotEqualTo(whole);
        return changed;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(DemoData.documents())) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
