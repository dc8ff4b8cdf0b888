package io.billinghub.core.billprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongBillTest {

    private static final BillText TEXT = BillText.of("en");

    private static BillDocument printed(BillDocument bill) {
        return LongBill.printed(bill, TEXT, new BillFormat(TEXT));
    }

    /** So many lines of 0.01 over accounts and products, each seventh a credit. */
    private static BillDocument bill(int lines, int accounts, int products) {
        SampleInvoice invoice = new SampleInvoice().number("NLT-S-2026-0009001");
        for (int i = 0; i < lines; i++) {
            invoice.account("NL-" + i % accounts, "Branch " + i % accounts)
                    .line("Machine " + i / accounts % products, "1", "hour", i % 7 == 0 ? "-0.01" : "0.01");
        }
        return SampleBills.of(SampleBills.TUULI_OY, "en", invoice);
    }

    private static Money sum(TaxInvoice invoice) {
        return invoice.lines().stream().map(Line::net).reduce(Money::plus).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // lines, accounts, products, rows on paper
        "5000,    25,   5000,  5000", // as many as are printed one by one
        "5001,    25,   7,     175", //  25 accounts x 7 products
        "12000,   3000, 2,     2", //    6,000 of account and product: by product
        "12000,   3000, 4,     4",
    })
    void linesStandTogetherAsFarAsNeeded(int lines, int accounts, int products, int rows) {
        BillDocument bill = bill(lines, accounts, products);
        BillDocument printed = printed(bill);
        assertThat(printed.invoices().get(0).lines()).hasSize(rows);
        assertThat(sum(printed.invoices().get(0)))
                .isEqualTo(sum(bill.invoices().get(0)))
                .isEqualTo(bill.net());
        assertThat(printed.invoices().get(0).lines().stream()
                        .map(Line::quantity)
                        .reduce(BigDecimal::add))
                .contains(BigDecimal.valueOf(lines));
        assertThat(printed.amountDue()).isEqualTo(bill.amountDue());
        assertThat(printed.invoices().get(0).taxItems())
                .isEqualTo(bill.invoices().get(0).taxItems());
    }

    @Test
    void whereEachLineIsAProductOfItsOwnTheyStandTogetherByTax() {
        BillDocument bill = SampleBills.lines(6000);
        List<Line> lines = printed(bill).invoices().get(0).lines();
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.productName()).isEqualTo("Various products");
            assertThat(line.accountNumber()).isEqualTo(bill.accountNumber());
            assertThat(line.description()).startsWith("6,000 lines together");
            assertThat(line.net()).isEqualTo(bill.net());
        });
    }

    @Test
    void aHundredThousandLinesArePrinted() throws IOException {
        byte[] pdf = new BillPdf().print(bill(100_000, 25, 40));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isBetween(20, 100);
            assertThat(new PDFTextStripper().getText(document)).contains("100 lines together");
        }
    }
}
