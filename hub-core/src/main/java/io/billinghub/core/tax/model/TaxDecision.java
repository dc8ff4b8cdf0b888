package io.billinghub.core.tax.model;

import java.math.BigDecimal;
import java.util.Optional;

/** The tax of a supply, or why it can't be told. */
public sealed interface TaxDecision {

    /**
     * What an invoice says of the tax.
     *
     * @param rate percent; zero for all categories but {@code S}
     * @param exemptionReasonCode VATEX code (BT-121)
     * @param exemptionReason in words (BT-120)
     * @param country the place of supply, ISO 3166-1 alpha-2
     * @param sellerRegistrationId {@code tax_registration.id} under which the seller declares it
     * @param registrationKey tells the invoices of one seller's registrations apart, the same for the same input; empty for the one at
     *     its seat, else it ends with the country whose tax is declared
     */
    record Taxed(
            TaxCategory category,
            BigDecimal rate,
            Optional<String> exemptionReasonCode,
            Optional<String> exemptionReason,
            String country,
            Optional<Long> sellerRegistrationId,
            String registrationKey)
            implements TaxDecision {
        public Taxed {
            if (!category.taxed() && rate.signum() != 0) {
                throw new IllegalArgumentException("category " + category + " has no rate above zero, was " + rate);
            }
        }
    }

    /**
     * It can't be told.
     *
     * @param reason what is missing, for the operator who mends it
     */
    record Undecided(String reason) implements TaxDecision {}
}
