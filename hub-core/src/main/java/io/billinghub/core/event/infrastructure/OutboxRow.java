package io.billinghub.core.event.infrastructure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * An event that waits in the outbox.
 *
 * @param id ascending in the order of writing; with {@code occurredOn} the row's key
 * @param topic the topic's name without the prefix
 */
record OutboxRow(
        int tenantId,
        LocalDate occurredOn,
        long id,
        UUID eventId,
        String topic,
        String key,
        String type,
        String subject,
        Instant occurredAt,
        String data) {}
