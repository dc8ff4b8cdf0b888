package io.billinghub.core.tax.model;

import java.time.LocalDate;

/**
 * What a tax is decided for: all charges with the same five bear the same tax.
 *
 * @param sellerPartyId {@code party.id} of the seller
 * @param buyerPartyId {@code party.id} of the legal buyer
 * @param taxClass of the product
 * @param from first day of service
 * @param to the day after the last day of service
 */
public record Supply(long sellerPartyId, long buyerPartyId, String taxClass, LocalDate from, LocalDate to) {

    /** The day as of which rates, registrations and exemptions are taken where the period is not split. */
    public LocalDate lastDay() {
        return to.minusDays(1);
    }
}
