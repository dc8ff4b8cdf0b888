package io.billinghub.core.einvoice;

import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Whether the sums of a tax invoice are exact, to the minor unit. Stricter than EN 16931, whose published rules tolerate
 * differences. Pure and thread-safe.
 */
public final class InvoiceArithmetic {
    private InvoiceArithmetic() {}

    /**
     * One sum that does not hold.
     *
     * @param rule the business term or rule of EN 16931 that is broken
     * @param detail what was found and what was expected
     */
    public record Finding(String rule, String detail) {}

    private record Rate(TaxCategory category, BigDecimal percent) {
        Rate {
            percent = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
        }
    }

    /** What does not add up in the invoice; empty if every sum is exact. */
    public static List<Finding> check(TaxInvoice invoice) {
        List<Finding> findings = new ArrayList<>();
        if (!oneCurrency(invoice, findings)) {
            return List.copyOf(findings);
        }
        if (invoice.lines().isEmpty()) {
            findings.add(new Finding("BR-16", "the invoice has no line"));
        }
        expect(
                findings,
                "BT-112",
                "total with VAT",
                invoice.gross(),
                invoice.net().plus(invoice.tax()));
        expect(findings, "BT-106", "sum of the lines", invoice.net(), sumOfLines(invoice));
        expect(findings, "BT-110", "sum of the VAT amounts", invoice.tax(), sumOfTaxes(invoice));
        expect(findings, "BT-109", "sum of the taxable amounts", invoice.net(), sumOfTaxables(invoice));
        checkTaxItems(invoice, findings);
        return List.copyOf(findings);
    }

    private static boolean oneCurrency(TaxInvoice invoice, List<Finding> findings) {
        CurrencyUnit currency = invoice.net().getCurrencyUnit();
        boolean same = currency.equals(invoice.tax().getCurrencyUnit())
                && currency.equals(invoice.gross().getCurrencyUnit())
                && invoice.lines().stream()
                        .allMatch(line -> currency.equals(line.net().getCurrencyUnit()))
                && invoice.taxItems().stream()
                        .allMatch(item -> currency.equals(item.taxable().getCurrencyUnit())
                                && currency.equals(item.tax().getCurrencyUnit()));
        if (!same) {
            findings.add(new Finding("BT-5", "the amounts are not all in " + currency));
        }
        return same;
    }

    private static void checkTaxItems(TaxInvoice invoice, List<Finding> findings) {
        Map<Rate, Money> byRate = new LinkedHashMap<>();
        for (Line line : invoice.lines()) {
            byRate.merge(new Rate(line.taxCategory(), line.taxRate()), line.net(), Money::plus);
        }
        for (TaxItem item : invoice.taxItems()) {
            Rate rate = new Rate(item.category(), item.rate());
            String name = item.category() + " " + rate.percent().toPlainString() + " %";
            Money lines = byRate.remove(rate);
            if (lines == null) {
                findings.add(
                        new Finding("BG-23", "there is no line for the VAT item " + name + ", or it is there twice"));
            } else {
                expect(findings, "BT-116", "taxable amount of " + name, item.taxable(), lines);
            }
            if (!item.category().taxed() && rate.percent().signum() != 0) {
                findings.add(new Finding("BT-119", "the category " + item.category() + " must have the rate zero"));
            }
            expect(findings, "BT-117", "VAT amount of " + name, item.tax(), tax(item.taxable(), item.rate()));
        }
        byRate.forEach((rate, net) -> findings.add(new Finding(
                "BG-23",
                "lines with " + rate.category() + " " + rate.percent().toPlainString() + " % (" + net
                        + ") have no VAT item")));
    }

    /** VAT on a taxable amount: taxable × rate ÷ 100, rounded half up to the minor unit (EN 16931 BR-CO-17). */
    public static Money tax(Money taxable, BigDecimal rate) {
        return Money.of(
                taxable.getCurrencyUnit(), taxable.getAmount().multiply(rate).movePointLeft(2), RoundingMode.HALF_UP);
    }

    private static Money sumOfLines(TaxInvoice invoice) {
        Money sum = Money.zero(invoice.net().getCurrencyUnit());
        for (Line line : invoice.lines()) {
            sum = sum.plus(line.net());
        }
        return sum;
    }

    private static Money sumOfTaxes(TaxInvoice invoice) {
        Money sum = Money.zero(invoice.net().getCurrencyUnit());
        for (TaxItem item : invoice.taxItems()) {
            sum = sum.plus(item.tax());
        }
        return sum;
    }

    private static Money sumOfTaxables(TaxInvoice invoice) {
        Money sum = Money.zero(invoice.net().getCurrencyUnit());
        for (TaxItem item : invoice.taxItems()) {
            sum = sum.plus(item.taxable());
        }
        return sum;
    }

    private static void expect(List<Finding> findings, String rule, String what, Money stated, Money computed) {
        if (!stated.isEqual(computed)) {
            findings.add(new Finding(rule, what + " says " + stated + " but is " + computed));
        }
    }
}
