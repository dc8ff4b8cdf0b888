package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.ServicePeriod;
import java.time.LocalDate;
import java.util.Set;

/**
 * A bill whose lines are written, for rules that look beyond one line.
 *
 * @param id {@code partner_bill.id}
 * @param documentId {@code received_document.id}
 * @param number the partner's
 * @param period stated, or from the first to the last day of its lines
 * @param periodStated whether the document states it
 * @param billPeriods in which its lines are billed: with the id the key of their partitions
 * @param offerings of its lines
 */
public record StoredBill(
        long id,
        long documentId,
        long partnerId,
        String number,
        String currency,
        ServicePeriod period,
        boolean periodStated,
        Set<LocalDate> billPeriods,
        Set<Long> offerings,
        AgreementTerms terms) {

    public StoredBill {
        billPeriods = Set.copyOf(billPeriods);
        offerings = Set.copyOf(offerings);
    }

    /** For array parameters. */
    public LocalDate[] periods() {
        return billPeriods.toArray(LocalDate[]::new);
    }

    /** For array parameters. */
    public Long[] offeringIds() {
        return offerings.toArray(Long[]::new);
    }
}
