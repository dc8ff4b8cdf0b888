package io.billinghub.core.notification.model;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who is told of events, without the secret.
 *
 * @param id {@code event_listener.id}
 * @param api whose events a listener of kind TMF gets; empty for a webhook
 * @param query of a listener of kind TMF as it was given
 * @param eventTypes that are told; empty for all
 * @param version counts the changes, from 1
 * @param failures how many attempts in a row have failed
 */
public record Listener(
        long id,
        UUID uuid,
        Optional<TmfApi> api,
        String callback,
        String query,
        List<String> eventTypes,
        Optional<String> description,
        int secretGeneration,
        boolean paused,
        String createdBy,
        OffsetDateTime createdAt,
        int version,
        int failures) {

    public Listener {
        eventTypes = List.copyOf(eventTypes);
    }
}
