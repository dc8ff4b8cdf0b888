package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.modifier.change.ServiceHistory;
import java.time.LocalDate;

/**
 * A product that an account has subscribed.
 *
 * @param rootId the account that is billed for it
 * @param history how many there are of it, and whether it is paused, day by day
 * @param startedOn the first day
 * @param chargedFrom the first day that is charged here: the day after what another system has billed, else the first day
 * @param endedOn the day after the last one; {@link LocalDate#MAX} if it has no end
 */
public record Subscription(
        long id,
        String key,
        long rootId,
        long accountId,
        String accountNumber,
        long offeringId,
        String offeringKey,
        String offeringName,
        String unit,
        ServiceHistory history,
        LocalDate startedOn,
        LocalDate chargedFrom,
        LocalDate endedOn) {}
