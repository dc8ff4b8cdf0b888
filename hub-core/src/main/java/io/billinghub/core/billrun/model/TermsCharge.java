package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A charge that the terms of an account make: what one modifier takes off, or adds to, what is charged for one product.
 *
 * @param modifier key of the modifier
 * @param description the modifier in words for a customer
 * @param amount in whole minor units, without tax; negative for a reduction
 * @param service the days of the charges that it is about
 * @param bearer who bears all of it; empty where it is shared as the agreement shares the line
 * @param sponsorId {@code billing_account.id} of the account that is charged the same amount; empty where there is none
 * @param corrected first day of the earlier period that it corrects, of which its terms are; empty where it is of the run's own
 * @param steps one for each sum that it was taken off
 */
public record TermsCharge(
        long accountId,
        SoldAs sold,
        AdjustmentKind kind,
        String modifier,
        String description,
        Money amount,
        LocalPeriod service,
        Optional<Bearing> bearer,
        Optional<Long> sponsorId,
        Optional<LocalDate> corrected,
        List<RatedStep> steps) {

    public TermsCharge {
        steps = List.copyOf(steps);
    }

    /**
     * A party that bears a charge in settlement.
     *
     * @param partyId {@code party.id}
     * @param agreementVersionId the version of an agreement of its own that is in force; empty for the host
     */
    public record Bearing(String partner, long partyId, Optional<Long> agreementVersionId) {}

    /** Tells it from the other charges of the product: {@code DISCOUNT/summer/2026-11-01}, of a correction {@code …/of-2026-10-01}. */
    public String groupingKey() {
        String key = kind + "/" + modifier + "/" + service.to()
                + corrected.map(period -> "/of-" + period).orElse("");
        return bearer.map(party -> key + "/" + party.partner()).orElse(key);
    }
}
