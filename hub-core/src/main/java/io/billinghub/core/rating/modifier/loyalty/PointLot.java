package io.billinghub.core.rating.modifier.loyalty;

import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Points that were earned together.
 *
 * @param earnedOn the day after the period that they were earned in
 * @param expires the first day on which they can't be burnt any more; null if they never expire
 * @param points what is left of them
 */
public record PointLot(LocalDate earnedOn, LocalDate expires, BigDecimal points) {
    /** Refuses a lot with a missing part. */
    public PointLot {
        Checks.present(earnedOn, "earnedOn");
        Checks.notNegative(points, "points");
    }

    boolean burnableOn(LocalDate day) {
        return !day.isBefore(earnedOn) && (expires == null || day.isBefore(expires));
    }
}
