package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A product that an account has subscribed.
 *
 * @param rootId the account that is billed for it
 * @param quantity more than zero
 * @param startedOn the first day
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
        BigDecimal quantity,
        LocalDate startedOn,
        LocalDate endedOn) {}
