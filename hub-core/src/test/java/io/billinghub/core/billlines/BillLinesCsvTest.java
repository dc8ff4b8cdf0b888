package io.billinghub.core.billlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.sample.SampleBills;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillLinesCsvTest {

    private static final BillLinesCsv CSV = new BillLinesCsv();

    private static List<String> rows(BillDocument bill) {
        return new String(CSV.write(bill), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachLineIsARowBelowTheHead() {
        BillDocument bill = SampleBills.business("en");
        List<String> rows = rows(bill);
        assertThat(rows.get(0))
                .isEqualTo(
                        "bill,invoice,invoiceType,seller,sellerVatNumber,line,account,accountName,product,productName,description,"
                                + "from,lastDay,quantity,unit,net,taxCategory,taxRate,tax,currency,chargedAmount,chargedCurrency,exchangeRate,"
                                + "exchangeRateSource,exchangeRateDate,purchaseOrder,costCentre");
        assertThat(rows)
                .hasSize(1
                        + bill.invoices().stream()
                                .mapToInt(invoice -> invoice.lines().size())
                                .sum());
        assertThat(CSV.write(bill)).isEqualTo(CSV.write(SampleBills.business("en")));
    }

    @Test
    void aDraftHasNoNumberOfAnInvoice() {
        assertThat(rows(SampleBills.draft("en")).get(1)).contains(",,INVOICE,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    void aTextIsNoFormula(String name) {
        BillDocument bill = SampleBills.described(name);
        assertThat(new String(CSV.write(bill), StandardCharsets.UTF_8)).contains("'" + name);
    }

    @Test
    void signsOfAmountsStayAndTextsAreQuoted() {
        BillDocument bill = SampleBills.described("Seats, \"large\"\n2nd floor");
        String text = new String(CSV.write(bill), StandardCharsets.UTF_8);
        assertThat(text)
                .contains(
                        ",\"Seats, \"\"large\"\"\n2nd floor\",2026-10-01,2026-10-31,-2,seat,-10.00,S,25.5,-2.55,EUR,,,,,,,\r\n");
    }
}
