package io.billinghub.core.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.InvoiceType;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CiiInvoiceWriterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/billinghub/core/einvoice");

    private final CiiInvoiceWriter writer = new CiiInvoiceWriter();

    static Stream<Arguments> validInvoices() {
        return UblInvoiceWriterTest.validInvoices();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("validInvoices")
    void passesThePublishedValidator(String name, SampleInvoice invoice) {
        byte[] xml = written(SampleBills.of(SampleBills.TUULI_OY, "en", invoice));
        assertThat(En16931Validator.cii(xml)).as(name).isEmpty();
    }

    static Stream<Arguments> goldenInvoices() {
        return Stream.of(
                Arguments.of(
                        "cii-invoice.xml",
                        invoice("NLT-S-2026-0000001")
                                .buyerReference("PO 77")
                                .line("Mobile", "3", "month", "29.90")
                                .account("NL-1002", "Tuuli Turku")
                                .line("Magazine", "1", "piece", "9.90", TaxCategory.S, "13.5")
                                .line("Compensation", "-2", "day", "-2.12")),
                Arguments.of(
                        "cii-reverse-charge.xml",
                        invoice("DSK-FI-2026-00087")
                                .seller(SampleBills.DESKLY)
                                .agency()
                                .line("Seats", "9", "piece", "71.10", TaxCategory.AE, "0")),
                Arguments.of(
                        "cii-credit-note.xml",
                        invoice("NLT-C-2026-0000032").creditNote().line("Returned router", "-1", "piece", "-89.00")));
    }

    /** The golden files are written by hand, without white space between elements but for new lines. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenInvoices")
    void saysWhatTheGoldenFileSays(String name, SampleInvoice invoice) throws IOException {
        String written = text(written(SampleBills.of(SampleBills.TUULI_OY, "en", invoice)));
        assertThat(dense(written)).isEqualTo(dense(Files.readString(GOLDEN.resolve(name))));
    }

    @Test
    void everyInvoiceOfABigBillPasses() {
        BillDocument bill = SampleBills.business("en");
        for (TaxInvoice invoice : bill.invoices()) {
            byte[] xml = ((EInvoice.Written) writer.write(bill, invoice)).document();
            assertThat(En16931Validator.cii(xml)).as(text(xml)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"SELF_BILLED_INVOICE, 9, 71.10, 389", "SELF_BILLED_CREDIT_NOTE, -9, -71.10, 261"})
    void whatTheBuyerIssuesIsValid(InvoiceType type, String quantity, String net, String code) {
        byte[] xml = written(SampleBills.of(
                SampleBills.TUULI_OY, "en", invoice("SB-1").type(type).line("Seats", quantity, "piece", net)));
        assertThat(En16931Validator.cii(xml)).isEmpty();
        assertThat(text(xml)).contains("<ram:TypeCode>" + code + "<").doesNotContain(">-");
    }

    @Test
    void aConsumerWithoutVatNumberIsValid() {
        BillDocument bill = SampleBills.consumer("en");
        assertThat(En16931Validator.cii(written(bill))).isEmpty();
    }

    @Test
    void whatUblRefusesIsRefusedForTheSameReasons() {
        BillDocument draft = SampleBills.draft("en");
        TaxInvoice invoice = draft.invoices().get(0);
        assertThat(writer.write(draft, invoice)).isEqualTo(new UblInvoiceWriter().write(draft, invoice));
    }

    /** UBL is made of any number of lines. */
    @Test
    void withMoreLinesThanADocumentIsMadeForItIsRefused() {
        BillDocument bill = SampleBills.lines(CiiInvoiceWriter.MOST_LINES + 1);
        TaxInvoice invoice = bill.invoices().get(0);
        assertThat(writer.write(bill, invoice))
                .isInstanceOfSatisfying(
                        EInvoice.Refused.class,
                        refused -> assertThat(refused.refusals())
                                .extracting(EInvoice.Refusal::reason)
                                .containsExactly(EInvoice.Reason.TOO_MANY_LINES));
        assertThat(new UblInvoiceWriter().write(bill, invoice)).isInstanceOf(EInvoice.Written.class);
    }

    private byte[] written(BillDocument bill) {
        EInvoice result = writer.write(bill, bill.invoices().get(0));
        assertThat(result).as(result.toString()).isInstanceOf(EInvoice.Written.class);
        return ((EInvoice.Written) result).document();
    }

    private static SampleInvoice invoice(String number) {
        return new SampleInvoice().number(number);
    }

    private static String dense(String xml) {
        return xml.replaceAll(">\\s+<", "><").strip().replace("><", ">\n<");
    }

    private static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }
}
