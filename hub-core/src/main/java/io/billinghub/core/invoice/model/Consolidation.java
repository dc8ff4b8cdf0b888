package io.billinghub.core.invoice.model;

import io.billinghub.core.invoice.model.ConsolidatedBill.Invoice;
import io.billinghub.core.invoice.model.ConsolidatedBill.InvoiceKey;
import io.billinghub.core.invoice.model.ConsolidatedBill.Line;
import io.billinghub.core.invoice.model.ConsolidatedBill.TaxItem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Many parties' charges of one root account and its children to ONE customer bill: one tax invoice per (seller's VAT
 * registration, legal buyer, out of scope or not), tax per (invoice, category, rate) on the sum of the line nets.
 *
 * <p>Pure: the same charges give the same bill in whatever order they come.
 */
public final class Consolidation {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final Comparator<InvoiceKey> INVOICE_ORDER = Comparator.comparing(InvoiceKey::agency)
            .thenComparing(InvoiceKey::sellerKey)
            .thenComparing(InvoiceKey::buyerKey)
            .thenComparing(InvoiceKey::outsideScope)
            .thenComparing(key -> key.sellerRegistrationId().orElse(0L));

    private final TaxRates taxRates;
    private final ConversionRates conversionRates;

    public Consolidation(TaxRates taxRates, ConversionRates conversionRates) {
        this.taxRates = taxRates;
        this.conversionRates = conversionRates;
    }

    /**
     * Consolidates the charges of one root account.
     *
     * @param accountId the root account
     * @param currency the currency of its bill
     * @param charges all of the root's and its consolidating children's charges, in any order
     */
    public ConsolidationResult consolidate(long accountId, CurrencyUnit currency, List<ChargeToBill> charges) {
        if (charges.isEmpty()) {
            return new ConsolidationResult.Empty(accountId);
        }
        List<ChargeToBill> ordered = new ArrayList<>(charges);
        ordered.sort(LineOrder.of(charges));
        Map<InvoiceKey, InvoiceBuilder> invoices = new TreeMap<>(INVOICE_ORDER);
        for (ChargeToBill charge : ordered) {
            Optional<LineTax> tax = taxOf(charge);
            if (tax.isEmpty()) {
                return new ConsolidationResult.Parked(accountId, noTax(charge));
            }
            Optional<Converted> converted = convert(charge, currency);
            if (converted.isEmpty()) {
                return new ConsolidationResult.Parked(
                        accountId,
                        "no exchange rate from " + charge.currency() + " to " + currency + ", needed for product "
                                + charge.productKey() + " of account "
                                + charge.account().number() + ": import one");
            }
            invoices.computeIfAbsent(keyOf(charge, tax.get()), key -> new InvoiceBuilder(key, currency))
                    .add(charge, converted.get(), tax.get());
        }
        return new ConsolidationResult.Consolidated(bill(accountId, currency, invoices));
    }

    private static ConsolidatedBill bill(
            long accountId, CurrencyUnit currency, Map<InvoiceKey, InvoiceBuilder> builders) {
        List<Invoice> invoices = new ArrayList<>(builders.size());
        Money net = Money.zero(currency);
        Money tax = Money.zero(currency);
        int position = 1;
        for (InvoiceBuilder builder : builders.values()) {
            Invoice invoice = builder.build(position);
            position += invoice.lines().size();
            net = net.plus(invoice.net());
            tax = tax.plus(invoice.tax());
            invoices.add(invoice);
        }
        return new ConsolidatedBill(accountId, net, tax, invoices);
    }

    private Optional<LineTax> taxOf(ChargeToBill charge) {
        if (charge.terms().agency()) {
            return charge.partnerTax()
                    .map(tax -> new LineTax(
                            tax.category(),
                            tax.rate(),
                            tax.category().exemptionReasonCode(),
                            tax.category().exemptionReason()));
        }
        return taxRates.inForce(charge.account().country(), charge.taxClass(), charge.lastDay())
                .map(rate -> new LineTax(
                        rate.category(),
                        rate.rate(),
                        rate.exemptionReasonCode().or(() -> rate.category().exemptionReasonCode()),
                        rate.exemptionReason().or(() -> rate.category().exemptionReason())));
    }

    private static String noTax(ChargeToBill charge) {
        return charge.terms().agency()
                ? "the partner's line for product " + charge.productKey()
                        + " states no tax, but the partner is the seller"
                : "no tax rate for country " + charge.account().country() + ", tax class " + charge.taxClass() + " on "
                        + charge.lastDay() + ", needed for product " + charge.productKey() + ": import one";
    }

    private Optional<Converted> convert(ChargeToBill charge, CurrencyUnit currency) {
        if (charge.currency().equals(currency)) {
            return Optional.of(new Converted(charge.amount(), Optional.empty()));
        }
        return conversionRates
                .between(charge.currency(), currency)
                .map(rate -> new Converted(charge.amount().multiply(rate.rate()), Optional.of(rate.id())));
    }

    private static InvoiceKey keyOf(ChargeToBill charge, LineTax tax) {
        ChargeToBill.SellingTerms terms = charge.terms();
        return new InvoiceKey(
                terms.agency(),
                terms.sellerPartyId(),
                terms.sellerKey(),
                terms.sellerRegistrationId(),
                charge.account().buyerPartyId(),
                charge.account().buyerKey(),
                tax.category() == TaxCategory.O);
    }

    private record Converted(BigDecimal unrounded, Optional<Long> exchangeRateId) {}

    private record LineTax(
            TaxCategory category,
            BigDecimal rate,
            Optional<String> exemptionReasonCode,
            Optional<String> exemptionReason) {}

    private record TaxKey(TaxCategory category, BigDecimal rate) implements Comparable<TaxKey> {
        TaxKey {
            rate = rate.stripTrailingZeros();
        }

        @Override
        public int compareTo(TaxKey other) {
            int byCategory = category.compareTo(other.category);
            return byCategory != 0 ? byCategory : other.rate.compareTo(rate);
        }
    }

    /** Collects the lines of one invoice; positions are given when it is known which invoices come before. */
    private static final class InvoiceBuilder {
        private final InvoiceKey key;
        private final CurrencyUnit currency;
        private final List<Line> lines = new ArrayList<>();
        private final Map<TaxKey, Money> taxable = new TreeMap<>();
        private final Map<TaxKey, LineTax> reasons = new HashMap<>();
        private Money net;

        InvoiceBuilder(InvoiceKey key, CurrencyUnit currency) {
            this.key = key;
            this.currency = currency;
            this.net = Money.zero(currency);
        }

        void add(ChargeToBill charge, Converted converted, LineTax tax) {
            Money lineNet = Money.of(currency, converted.unrounded(), RoundingMode.HALF_UP);
            lines.add(new Line(
                    0,
                    charge.id(),
                    lineNet,
                    converted.unrounded().subtract(lineNet.getAmount()),
                    tax.category(),
                    tax.rate(),
                    converted.exchangeRateId()));
            TaxKey taxKey = new TaxKey(tax.category(), tax.rate());
            taxable.merge(taxKey, lineNet, Money::plus);
            reasons.putIfAbsent(taxKey, tax);
            net = net.plus(lineNet);
        }

        Invoice build(int firstPosition) {
            List<Line> positioned = new ArrayList<>(lines.size());
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                positioned.add(new Line(
                        firstPosition + i,
                        line.chargeId(),
                        line.net(),
                        line.residue(),
                        line.taxCategory(),
                        line.taxRate(),
                        line.exchangeRateId()));
            }
            List<TaxItem> items = new ArrayList<>(taxable.size());
            Money tax = Money.zero(currency);
            for (Map.Entry<TaxKey, Money> entry : taxable.entrySet()) {
                LineTax reason = reasons.get(entry.getKey());
                Money itemTax = taxOn(entry.getValue(), reason.rate());
                tax = tax.plus(itemTax);
                items.add(new TaxItem(
                        reason.category(),
                        reason.rate(),
                        entry.getValue(),
                        itemTax,
                        reason.exemptionReasonCode(),
                        reason.exemptionReason()));
            }
            InvoiceType type = net.isNegative() ? InvoiceType.CREDIT_NOTE : InvoiceType.INVOICE;
            return new Invoice(key, type, positioned, items, net, tax);
        }

        private static Money taxOn(Money taxable, BigDecimal percent) {
            return taxable.multipliedBy(percent.divide(HUNDRED), RoundingMode.HALF_UP);
        }
    }
}
