package io.billinghub.core.invoice.model;

import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * One customer bill as consolidation makes it: totals and, per seller and buyer, a tax invoice.
 *
 * @param accountId the root account that is billed
 * @param net sum of the invoices' nets
 * @param tax sum of the invoices' taxes
 */
public record ConsolidatedBill(long accountId, Money net, Money tax, List<Invoice> invoices) {

    public ConsolidatedBill {
        invoices = List.copyOf(invoices);
    }

    public int lineCount() {
        return invoices.stream().mapToInt(invoice -> invoice.lines().size()).sum();
    }

    /**
     * A legal tax invoice.
     *
     * @param key tells the invoices of a bill apart, the same for the same input
     */
    public record Invoice(
            InvoiceKey key, InvoiceType type, List<Line> lines, List<TaxItem> taxItems, Money net, Money tax) {
        public Invoice {
            lines = List.copyOf(lines);
            taxItems = List.copyOf(taxItems);
        }

        public Money gross() {
            return net.plus(tax);
        }
    }

    /**
     * @param sellerRegistrationId under which the seller declares the tax
     * @param registrationKey tells the registrations of one seller apart; empty for the one at its seat
     * @param outsideScope lines outside of the scope of VAT stand on an invoice of their own (EN 16931 BR-O-11)
     * @param references of the buyer; each purchase order and cost centre has an invoice of its own
     * @param corrects the invoice that it takes something back of (BG-3), for a credit note
     */
    public record InvoiceKey(
            boolean agency,
            long sellerPartyId,
            String sellerKey,
            Optional<Long> sellerRegistrationId,
            String registrationKey,
            long buyerPartyId,
            String buyerKey,
            boolean outsideScope,
            BuyerReferences references,
            Optional<Corrected> corrects) {

        /** ISO 3166-1 alpha-2 of the country whose tax it states, where that is not the one of the seller's seat. */
        public Optional<String> taxCountry() {
            return registrationKey.isEmpty()
                    ? Optional.empty()
                    : Optional.of(registrationKey.substring(registrationKey.length() - 2));
        }

        /** A name inside of the bill that is the same for the same input, whatever the surrogate keys are. */
        public String stableName() {
            return (agency ? "agency/" : "own/")
                    + sellerKey
                    + '/'
                    + buyerKey
                    + (registrationKey.isEmpty() ? "" : "/registration-" + registrationKey)
                    + (outsideScope ? "/out-of-scope" : "")
                    + references.name()
                    + corrects.map(invoice -> "/corrects-" + invoice.name()).orElse("");
        }
    }

    /**
     * An invoice of before.
     *
     * @param id {@code tax_invoice.id}
     * @param name its id outside
     */
    public record Corrected(long id, String name) {}

    /**
     * @param position 1-based inside of the bill
     * @param net rounded to the minor unit of the bill's currency
     * @param tax its part of the tax of its invoice, category and rate; these parts add up to the tax item
     * @param residue unrounded amount in the bill's currency − net, exact
     * @param exchangeRateId the rate by which it was converted, if it was
     * @param part which part of its charge it bills; empty where it bills the whole
     */
    public record Line(
            int position,
            long chargeId,
            Money net,
            Money tax,
            BigDecimal residue,
            TaxCategory taxCategory,
            BigDecimal taxRate,
            Optional<Long> exchangeRateId,
            Optional<ChargePart> part) {}

    /** Tax for one category and rate, on the sum of the line nets. */
    public record TaxItem(
            TaxCategory category,
            BigDecimal rate,
            Money taxable,
            Money tax,
            Optional<String> exemptionReasonCode,
            Optional<String> exemptionReason) {}
}
