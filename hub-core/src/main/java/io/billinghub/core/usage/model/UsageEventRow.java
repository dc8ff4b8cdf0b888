package io.billinghub.core.usage.model;

import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A usage record with where it belongs.
 *
 * @param record its document and position, {@code 17/3}; also the event's id
 * @param from when it began
 * @param to when it ended; the same for what has no duration
 * @param amount that it carries, or null
 * @param reverses the record that it takes back
 */
public record UsageEventRow(
        UsageGroup group,
        String record,
        Instant from,
        Instant to,
        BigDecimal quantity,
        Map<String, String> dimensions,
        BigDecimal amount,
        Optional<String> reverses) {

    /**
     * What is measured.
     *
     * @throws IllegalArgumentException if it is no usage that can be measured
     */
    UsageEvent event() {
        return new UsageEvent(record, "partner " + group.partnerId(), from, to, quantity, dimensions, amount);
    }

    /** Whether it began before this instant. */
    boolean beganBefore(Instant instant) {
        return from.isBefore(instant);
    }
}
