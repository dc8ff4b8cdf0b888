package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.ServicePeriod;
import java.time.LocalDate;
import java.util.List;

/**
 * The lines of a bill for one account, product and unit: what a plan with tiers prices together.
 *
 * @param accountId {@code billing_account.id}
 * @param bill the bill's period
 * @param startedOn first day of the account's subscription; null where none is known
 */
record ProductLines(
        long accountId, long offeringId, String unit, ServicePeriod bill, LocalDate startedOn, List<BilledLine> lines) {

    ProductLines {
        lines = List.copyOf(lines);
    }

    Billed billed(BilledLine line) {
        return new Billed(line.quantity(), line.net(), line.service(), bill, 1, startedOn);
    }
}
