package io.billinghub.core.invoice.model;

import io.billinghub.core.invoice.model.ConsolidatedBill.InvoiceKey;
import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxDecision.Taxed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * A charge that is ready for consolidation.
 *
 * @param id {@code charge.id}; does not take part in any order, since it depends on who was rated first
 * @param account the billing account it belongs to: the root itself or one that consolidates into it
 * @param terms who sells it and how
 * @param place where it stands among the lines of its product
 * @param sourceKey what tells charges of the same product and place apart, independent of the order of arrival: source, number of
 *     the partner bill or key of the subscription, grouping key
 * @param quantity in the unit of the charge
 * @param amount unrounded, in {@code currency}, without tax
 * @param partnerTax what the partner's bill says of its tax; binding where the partner is the seller
 * @param serviceFrom first day of service
 * @param serviceTo the day after the last day of service
 * @param correction where it takes back what an invoice of before has charged
 */
public record ChargeToBill(
        long id,
        Account account,
        SellingTerms terms,
        String productKey,
        String taxClass,
        Place place,
        String sourceKey,
        BigDecimal quantity,
        BigDecimal amount,
        CurrencyUnit currency,
        Optional<PartnerTax> partnerTax,
        LocalDate serviceFrom,
        LocalDate serviceTo,
        Optional<Correction> correction) {

    public ChargeToBill {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(partnerTax, "partnerTax");
        Objects.requireNonNull(correction, "correction");
    }

    /** Where a charge stands among those of its product that end on the same day, in this order. */
    public enum Place {
        /** For what was given. */
        SERVICE,
        /** What plans and terms have taken off. */
        REDUCTION,
        /** What was missing up to a minimum or a commitment of the account. */
        TOP_UP,
        /** Points, prepaid credits and sponsors, which pay for all of these. */
        PAID
    }

    /** What tax is decided for; not for sales of a partner, whose own bill says its tax. */
    public Supply supply() {
        return new Supply(terms.sellerPartyId(), account.buyerPartyId(), taxClass, serviceFrom, serviceTo);
    }

    /**
     * A billing account and the legal buyer behind it.
     *
     * @param buyerKey the buyer's party key; orders the invoices of one seller
     */
    public record Account(long id, String number, long buyerPartyId, String buyerKey) {}

    /**
     * Who sells under an agreement's version, or the host's own sales.
     *
     * @param agency true if the partner is the seller and the host bills and collects for it
     * @param sellerKey the seller's party key; orders the invoices of a bill after the host's own
     * @param sellerRegistrationId the seller's VAT registration, if it has one
     */
    public record SellingTerms(
            boolean agency, long sellerPartyId, String sellerKey, Optional<Long> sellerRegistrationId) {}

    /**
     * What is taken back bears the tax of the invoice that it is taken back of, and stands on a credit note to that one.
     *
     * @param invoice seller, registration and buyer of that invoice
     * @param tax as it stands there
     */
    public record Correction(InvoiceKey invoice, Taxed tax) {}

    /** Tax as the partner's own bill states it. */
    public record PartnerTax(TaxCategory category, BigDecimal rate) {}
}
