package io.billinghub.core.accountterms.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Loyalty points that an account wants to burn in the bill of one period.
 *
 * @param rowId {@code points_request.id}
 * @param points whole, more than zero
 * @param day a day of that period
 * @param by user name or client id
 * @param withdrawn whether it was taken back
 */
public record PointsRequest(
        long rowId, UUID id, BigDecimal points, LocalDate day, Instant at, String by, boolean withdrawn) {
    /** All that an account may ask for in one period: fifteen digits, the most that an amount has. */
    public static final BigDecimal MOST_IN_A_PERIOD = new BigDecimal("999999999999999");
}
