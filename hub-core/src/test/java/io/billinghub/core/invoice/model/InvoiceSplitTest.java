package io.billinghub.core.invoice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.invoice.model.ChargeToBill.Account;
import io.billinghub.core.invoice.model.ChargeToBill.Place;
import io.billinghub.core.invoice.model.ChargeToBill.SellingTerms;
import io.billinghub.core.invoice.model.ConsolidatedBill.Invoice;
import io.billinghub.core.invoice.model.ConsolidatedBill.Line;
import io.billinghub.core.invoice.model.InvoiceSplit.Part;
import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxDecision.Taxed;
import io.billinghub.core.tax.model.TaxedDays;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charges of an account on the invoices of its purchase orders and cost centres. */
class InvoiceSplitTest {

    private static final LocalDate FROM = LocalDate.of(2026, 10, 1);
    private static final LocalDate TO = LocalDate.of(2026, 11, 1);

    private static ChargeToBill charge(long id, String product, String amount) {
        return charge(id, product, amount, TO);
    }

    private static ChargeToBill charge(long id, String product, String amount, LocalDate to) {
        return new ChargeToBill(
                id,
                new Account(7, "A-7", 2, "buyer"),
                new SellingTerms(false, 1, "host", Optional.of(1L)),
                product,
                "standard",
                Place.SERVICE,
                product,
                BigDecimal.TEN,
                new BigDecimal(amount),
                CurrencyUnit.EUR,
                Optional.empty(),
                FROM,
                to,
                Optional.empty());
    }

    private static Taxed taxed(String rate) {
        return new Taxed(
                TaxCategory.S, new BigDecimal(rate), Optional.empty(), Optional.empty(), "", Optional.of(1L), "");
    }

    private static Part part(String percent, String order, String costCentre) {
        return new Part(
                new BigDecimal(percent),
                new BuyerReferences(Optional.ofNullable(order), Optional.ofNullable(costCentre)));
    }

    private static ConsolidatedBill bill(InvoiceSplits splits, List<TaxedDays> days, ChargeToBill... charges) {
        Map<Supply, List<TaxedDays>> taxes = Arrays.stream(charges)
                .map(ChargeToBill::supply)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), supply -> days));
        ConsolidationResult result = new Consolidation(taxes, new ConversionRates(List.of()), splits)
                .consolidate(7, CurrencyUnit.EUR, List.of(charges));
        return ((ConsolidationResult.Consolidated) result).bill();
    }

    private static List<TaxedDays> oneRate() {
        return List.of(new TaxedDays(FROM, TO, taxed("25.5")));
    }

    private static String said(Invoice invoice) {
        return invoice.key().references().name() + " "
                + invoice.lines().stream()
                        .map(line -> line.net().getAmount().toPlainString())
                        .collect(Collectors.joining("+"))
                + " tax " + invoice.tax().getAmount();
    }

    /** Each product on the invoice of its order; what has none on the one of the account: 10.00 + 2.55, 20.00 + 5.10, 30.00 + 7.65. */
    @Test
    void eachOrderHasAnInvoice() {
        InvoiceSplits splits = new InvoiceSplits()
                .add(7, new InvoiceSplit(List.of(part("100", null, "CC-1"))))
                .add(7, "mobile", new InvoiceSplit(List.of(part("100", "PO 1", null))))
                .add(7, "cloud", new InvoiceSplit(List.of(part("100", "PO 2", null))));
        ConsolidatedBill bill =
                bill(splits, oneRate(), charge(1, "mobile", "10"), charge(2, "cloud", "20"), charge(3, "seat", "30"));
        assertThat(bill.invoices())
                .extracting(InvoiceSplitTest::said)
                .containsExactly(
                        "/cost-centre-CC-1 30.00 tax 7.65", "/order-PO 1 10.00 tax 2.55", "/order-PO 2 20.00 tax 5.10");
        assertThat(bill.invoices())
                .flatExtracting(Invoice::lines)
                .extracting(Line::part)
                .containsOnly(Optional.empty());
        assertThat(bill.invoices())
                .extracting(invoice -> invoice.key().stableName())
                .doesNotHaveDuplicates();
    }

    /** The nets of the parts add up to the line that the charge would have had, whatever the percentages. */
    @ParameterizedTest
    @CsvSource({
        "10.01, 50;50, 5.01;5.00",
        "10.00, 33.3333;33.3333;33.3334, 3.33;3.33;3.34",
        "0.01, 50;50, 0.01;0.00",
        "-10.01, 50;50, -5.01;-5.00",
        "10.005, 60;40, 6.01;4.00", // 10.01 is 6.006 and 4.004
        "0.004, 60;40, 0.00;0.00",
        "99.99, 12.5;87.5, 12.50;87.49", // 12.49875 and 87.49125
        "100.00, 100, 100.00"
    })
    void partsAddUp(String amount, String percents, String nets) {
        List<Part> parts = new ArrayList<>();
        for (String percent : percents.split(";", -1)) {
            parts.add(part(percent, null, "CC-" + parts.size()));
        }
        ConsolidatedBill bill =
                bill(new InvoiceSplits().add(7, new InvoiceSplit(parts)), oneRate(), charge(1, "mobile", amount));
        List<Line> lines = bill.invoices().stream()
                .flatMap(invoice -> invoice.lines().stream())
                .toList();
        assertThat(lines)
                .extracting(line -> line.net().getAmount().toPlainString())
                .containsExactly(nets.split(";", -1));
        BigDecimal all = lines.stream()
                .map(line -> line.net().getAmount().add(line.residue()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(all).isEqualByComparingTo(amount);
        assertThat(lines).allSatisfy(line -> assertThat(line.residue().abs()).isLessThan(new BigDecimal("0.01")));
        BigDecimal quantity = lines.stream()
                .map(line -> line.part().map(ChargePart::quantity).orElse(BigDecimal.TEN))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(quantity).isEqualByComparingTo("10");
    }

    /** 31.00 over 31 days, 15 of them at 24 % and 16 at 25.5 %: 15.00 and 16.00; of each 60 % and 40 %. */
    @Test
    void daysAndReferencesSplitTogether() {
        List<TaxedDays> days = List.of(
                new TaxedDays(FROM, LocalDate.of(2026, 10, 16), taxed("24")),
                new TaxedDays(LocalDate.of(2026, 10, 16), TO, taxed("25.5")));
        InvoiceSplit split = new InvoiceSplit(List.of(part("60", null, "CC-1"), part("40", null, "CC-2")));
        ConsolidatedBill bill = bill(new InvoiceSplits().add(7, split), days, charge(1, "mobile", "31.00"));
        // 9.00 x 24 % = 2.16, 9.60 x 25.5 % = 2.448; 6.00 x 24 % = 1.44, 6.40 x 25.5 % = 1.632
        assertThat(bill.invoices())
                .extracting(InvoiceSplitTest::said)
                .containsExactly("/cost-centre-CC-1 9.00+9.60 tax 4.61", "/cost-centre-CC-2 6.00+6.40 tax 3.07");
        assertThat(bill.invoices())
                .flatExtracting(Invoice::lines)
                .extracting(line -> line.part().orElseThrow().number())
                .containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    /** Days alone don't make it more either: half and half of 10.01 and of 0.01, thirds of 10.00. */
    @ParameterizedTest
    @CsvSource({
        "10.01, 16, 5.01;5.00",
        "0.01, 16, 0.01;0.00",
        "-10.01, 16, -5.01;-5.00",
        "10.00, 11 21, 3.34;3.33;3.33",
        "10.02, 16, 5.01;5.01"
    })
    void daysAddUp(String amount, String begins, String nets) {
        List<TaxedDays> days = new ArrayList<>();
        LocalDate from = FROM;
        for (String day : begins.split(" ", -1)) {
            LocalDate to = LocalDate.of(2026, 10, Integer.parseInt(day));
            days.add(new TaxedDays(from, to, taxed(Integer.toString(20 + days.size()))));
            from = to;
        }
        days.add(new TaxedDays(from, LocalDate.of(2026, 10, 31), taxed("25.5")));
        ChargeToBill charge = charge(1, "mobile", amount, LocalDate.of(2026, 10, 31));
        List<Line> lines =
                bill(new InvoiceSplits(), days, charge).invoices().get(0).lines();
        assertThat(lines)
                .extracting(line -> line.net().getAmount().toPlainString())
                .containsExactly(nets.split(";", -1));
        assertThat(lines).allSatisfy(line -> assertThat(line.residue().abs()).isLessThan(new BigDecimal("0.01")));
    }

    /** An order may say anything, also what looks like an order and a cost centre. */
    @Test
    void differentReferencesHaveInvoicesOfTheirOwn() {
        InvoiceSplit split = new InvoiceSplit(
                List.of(part("50", "A/cost-centre-B", null), part("25", "A", "B"), part("25", "A/", "B")));
        ConsolidatedBill bill = bill(new InvoiceSplits().add(7, split), oneRate(), charge(1, "mobile", "10.00"));
        assertThat(bill.invoices()).hasSize(3);
        assertThat(bill.invoices())
                .extracting(invoice -> invoice.key().stableName())
                .doesNotHaveDuplicates();
    }

    @Test
    void partsThatAreNotAWholeAreNoSplit() {
        List<Part> parts = List.of(part("60", null, "CC-1"), part("39.99", null, "CC-2"));
        assertThatThrownBy(() -> new InvoiceSplit(parts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 %");
    }
}
