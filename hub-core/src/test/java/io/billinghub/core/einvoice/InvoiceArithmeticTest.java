package io.billinghub.core.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.einvoice.InvoiceArithmetic.Finding;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.invoice.sample.SampleBills;
import io.billinghub.core.invoice.sample.SampleInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceArithmeticTest {
    private final TaxInvoice right = new SampleInvoice()
            .number("1")
            .line("Mobile", "1", "month", "100.00")
            .line("Magazine", "1", "piece", "10.00", TaxCategory.S, "13.5")
            .build(1);

    @Test
    void anExactInvoiceHasNoFindings() {
        assertThat(InvoiceArithmetic.check(right)).isEmpty();
        SampleBills.business("en")
                .invoices()
                .forEach(one -> assertThat(InvoiceArithmetic.check(one)).isEmpty());
    }

    // 100.00 × 25.5 % = 25.50, 10.00 × 13.5 % = 1.35, together 26.85; with VAT 136.85
    @ParameterizedTest
    @CsvSource({
        "110.00, 26.85, 136.86, BT-112",
        "110.01, 26.85, 136.86, BT-106 BT-109",
        "110.00, 26.86, 136.86, BT-110",
    })
    void aTotalOffByOneCentIsFound(BigDecimal net, BigDecimal tax, BigDecimal gross, String rules) {
        TaxInvoice wrong = with(right.lines(), right.taxItems(), eur(net), eur(tax), eur(gross));
        assertThat(InvoiceArithmetic.check(wrong)).extracting(Finding::rule).containsExactly(rules.split(" ", -1));
    }

    @Test
    void aTaxItemWithoutLinesIsFound() {
        TaxItem stray = item(TaxCategory.Z, "0", "0.00", "0.00");
        TaxInvoice wrong = with(
                right.lines(),
                List.of(right.taxItems().get(0), right.taxItems().get(1), stray),
                right.net(),
                right.tax(),
                right.gross());
        assertThat(InvoiceArithmetic.check(wrong)).extracting(Finding::rule).containsExactly("BG-23");
    }

    @Test
    void linesWithoutTaxItemAreFound() {
        TaxInvoice wrong =
                with(right.lines(), List.of(right.taxItems().get(0)), right.net(), right.tax(), right.gross());
        assertThat(InvoiceArithmetic.check(wrong))
                .extracting(Finding::rule)
                .containsExactly("BT-110", "BT-109", "BG-23");
    }

    @Test
    void taxableAmountsMustBelongToTheirRate() {
        // one euro moved from 25.5 % to 13.5 %: 99.00 → 25.245 → 25.25, 11.00 → 1.485 → 1.49
        TaxInvoice wrong = with(
                right.lines(),
                List.of(item(TaxCategory.S, "25.5", "99.00", "25.25"), item(TaxCategory.S, "13.5", "11.00", "1.49")),
                right.net(),
                eur(new BigDecimal("26.74")),
                eur(new BigDecimal("136.74")));
        assertThat(InvoiceArithmetic.check(wrong)).extracting(Finding::rule).containsExactly("BT-116", "BT-116");
    }

    @Test
    void aRateBesideAnUntaxedCategoryIsFound() {
        TaxInvoice wrong = new SampleInvoice()
                .line("Seat", "1", "piece", "10.00", TaxCategory.AE, "10")
                .build(1);
        assertThat(InvoiceArithmetic.check(wrong)).extracting(Finding::rule).contains("BT-119");
    }

    @Test
    void mixedCurrenciesAndNoLinesAreFound() {
        TaxInvoice mixed = with(right.lines(), right.taxItems(), right.net(), right.tax(), Money.parse("USD 136.85"));
        assertThat(InvoiceArithmetic.check(mixed)).extracting(Finding::rule).containsExactly("BT-5");
        TaxInvoice empty = new SampleInvoice().build(1);
        assertThat(InvoiceArithmetic.check(empty)).extracting(Finding::rule).containsExactly("BR-16");
    }

    @ParameterizedTest
    @CsvSource({
        "100.00, 25.5, 25.50",
        "0.02, 25.5, 0.01", // 0.0051 → 0.01
        "89.00, 25.5, 22.70", // 22.695 → 22.70, half up
        "-89.00, 25.5, -22.70", // a credit is the mirror of the charge
        "10.00, 0, 0.00",
    })
    void taxIsRoundedHalfUpOnTheSum(BigDecimal taxable, BigDecimal rate, BigDecimal tax) {
        assertThat(InvoiceArithmetic.tax(eur(taxable), rate)).isEqualTo(eur(tax));
    }

    private TaxInvoice with(List<Line> lines, List<TaxItem> items, Money net, Money tax, Money gross) {
        return SampleInvoice.changed(right, lines, items, net, tax, gross);
    }

    private static TaxItem item(TaxCategory category, String rate, String taxable, String tax) {
        return new TaxItem(
                category,
                new BigDecimal(rate),
                eur(new BigDecimal(taxable)),
                eur(new BigDecimal(tax)),
                Optional.empty(),
                Optional.empty());
    }

    private static Money eur(BigDecimal amount) {
        return Money.of(org.joda.money.CurrencyUnit.EUR, amount);
    }
}
