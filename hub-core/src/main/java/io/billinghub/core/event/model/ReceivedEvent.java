package io.billinghub.core.event.model;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * An event as a consumer gets it, perhaps not for the first time: see the inbox.
 *
 * @param id the CloudEvents {@code id}
 * @param tenantId whose event it is; positive
 * @param data JSON text, not yet looked at
 */
public record ReceivedEvent(UUID id, int tenantId, String type, String subject, Instant occurredAt, String data) {

    public ReceivedEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(data, "data");
        if (tenantId <= 0) {
            throw new IllegalArgumentException("the tenant must be positive, but is " + tenantId);
        }
    }
}
