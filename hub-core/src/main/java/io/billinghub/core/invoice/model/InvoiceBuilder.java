package io.billinghub.core.invoice.model;

import io.billinghub.core.invoice.model.ConsolidatedBill.Invoice;
import io.billinghub.core.invoice.model.ConsolidatedBill.InvoiceKey;
import io.billinghub.core.invoice.model.ConsolidatedBill.Line;
import io.billinghub.core.invoice.model.ConsolidatedBill.TaxItem;
import io.billinghub.core.money.MinorUnits;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxDecision.Taxed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Collects the lines of one invoice; positions are given when it is known which invoices come before. */
final class InvoiceBuilder {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final InvoiceKey key;
    private final CurrencyUnit currency;
    private final List<Draft> lines = new ArrayList<>();
    private final Map<TaxKey, TaxSum> taxes = new TreeMap<>();
    private Money net;

    InvoiceBuilder(InvoiceKey key, CurrencyUnit currency) {
        this.key = key;
        this.currency = currency;
        this.net = Money.zero(currency);
    }

    /**
     * An amount in the currency of the bill, with the rate by which it came to it.
     *
     * @param net the amount of the line; those of a charge's lines add up to its amount, rounded once
     */
    record Converted(BigDecimal unrounded, Money net, Optional<Long> exchangeRateId) {}

    private record Draft(long chargeId, Converted converted, Taxed tax, Optional<ChargePart> part) {
        Money net() {
            return converted.net();
        }
    }

    private record TaxKey(TaxCategory category, BigDecimal rate) implements Comparable<TaxKey> {
        static TaxKey of(Taxed tax) {
            return new TaxKey(tax.category(), tax.rate().stripTrailingZeros());
        }

        @Override
        public int compareTo(TaxKey other) {
            int byCategory = category.compareTo(other.category);
            return byCategory != 0 ? byCategory : other.rate.compareTo(rate);
        }
    }

    /** The lines of one category and rate, by their places among all. */
    private static final class TaxSum {
        private final Taxed tax;
        private final List<Integer> lines = new ArrayList<>();
        private Money taxable;

        TaxSum(Taxed tax, CurrencyUnit currency) {
            this.tax = tax;
            this.taxable = Money.zero(currency);
        }

        Money amount() {
            return taxable.multipliedBy(tax.rate().divide(HUNDRED), RoundingMode.HALF_UP);
        }
    }

    void add(long chargeId, Converted converted, Taxed tax, Optional<ChargePart> part) {
        TaxSum sum = taxes.computeIfAbsent(TaxKey.of(tax), first -> new TaxSum(tax, currency));
        sum.lines.add(lines.size());
        sum.taxable = sum.taxable.plus(converted.net());
        net = net.plus(converted.net());
        lines.add(new Draft(chargeId, converted, tax, part));
    }

    Invoice build(int firstPosition) {
        List<Money> lineTaxes = new ArrayList<>(Collections.nCopies(lines.size(), Money.zero(currency)));
        List<TaxItem> items = new ArrayList<>(taxes.size());
        Money tax = Money.zero(currency);
        for (TaxSum sum : taxes.values()) {
            Money amount = sum.amount();
            allot(amount, sum, lineTaxes);
            tax = tax.plus(amount);
            items.add(new TaxItem(
                    sum.tax.category(),
                    sum.tax.rate(),
                    sum.taxable,
                    amount,
                    sum.tax.exemptionReasonCode(),
                    sum.tax.exemptionReason()));
        }
        List<Line> positioned = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Draft line = lines.get(i);
            positioned.add(new Line(
                    firstPosition + i,
                    line.chargeId(),
                    line.net(),
                    lineTaxes.get(i),
                    line.converted().unrounded().subtract(line.net().getAmount()),
                    line.tax().category(),
                    line.tax().rate(),
                    line.converted().exchangeRateId(),
                    line.part()));
        }
        InvoiceType type = net.isNegative() ? InvoiceType.CREDIT_NOTE : InvoiceType.INVOICE;
        return new Invoice(key, type, positioned, items, net, tax);
    }

    /**
     * Allots the tax of a category and rate to its lines: each gets its exact tax cut down to whole minor units, and what is left goes, a
     * unit each, to the lines that were cut most; among equal ones to the first. So each is less than a unit from its exact tax, whatever
     * the signs of the lines are.
     */
    private void allot(Money amount, TaxSum sum, List<Money> lineTaxes) {
        if (amount.isZero() && sum.tax.rate().signum() == 0) {
            return;
        }
        BigDecimal percent = sum.tax.rate().divide(HUNDRED).scaleByPowerOfTen(currency.getDecimalPlaces());
        record Cut(int line, long units, BigDecimal rest) {}
        List<Cut> cuts = new ArrayList<>(sum.lines.size());
        long left = MinorUnits.of(amount);
        for (int line : sum.lines) {
            BigDecimal exact = lines.get(line).net().getAmount().multiply(percent);
            BigDecimal down = exact.setScale(0, RoundingMode.FLOOR);
            cuts.add(new Cut(line, down.longValueExact(), exact.subtract(down)));
            left -= down.longValueExact();
        }
        if (left > 0) {
            cuts.sort(Comparator.comparing(Cut::rest).reversed().thenComparing(Cut::line));
        }
        for (Cut cut : cuts) {
            lineTaxes.set(cut.line(), Money.ofMinor(currency, cut.units() + (left > 0 ? 1 : 0)));
            left--;
        }
    }
}
