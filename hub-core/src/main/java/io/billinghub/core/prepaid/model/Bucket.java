package io.billinghub.core.prepaid.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/**
 * A bucket as it is under its lock.
 *
 * @param id {@code prepaid_bucket.id}
 * @param accountId {@code billing_account.id}
 * @param units an ISO 4217 code, or what a pack counts
 * @param from the first day of service that it pays for
 * @param to the first day that it does not pay for
 * @param balance zero or more
 * @param reserved what usage that no run has priced yet costs of it, as last seen
 * @param zone in which its days are counted
 */
public record Bucket(
        long id,
        UUID uuid,
        long accountId,
        UUID accountUuid,
        String name,
        UsageType usageType,
        String units,
        LocalDate from,
        Optional<LocalDate> to,
        BigDecimal balance,
        BigDecimal reserved,
        ZoneId zone) {

    /** What can still be used. */
    public BigDecimal usable() {
        return balance.subtract(reserved).max(BigDecimal.ZERO);
    }

    public LocalDate today(Instant now) {
        return now.atZone(zone).toLocalDate();
    }

    public boolean hasEnded(Instant now) {
        return to.filter(end -> !today(now).isBefore(end)).isPresent();
    }

    public boolean hasBegun(Instant now) {
        return !today(now).isBefore(from);
    }
}
