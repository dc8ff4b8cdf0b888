package io.billinghub.core.notification.model;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** The same, paused or not. */
    public Listener withPaused(boolean pause) {
        return with(callback, eventTypes, description, secretGeneration, pause);
    }

    /** The same with the next secret. */
    public Listener withNextSecret() {
        return with(callback, eventTypes, description, secretGeneration + 1, paused);
    }

    /** The same webhook with another callback, other types and another description. */
    public Listener withTarget(String newCallback, List<String> newTypes, Optional<String> newDescription) {
        return with(newCallback, newTypes, newDescription, secretGeneration, paused);
    }

    private Listener with(
            String newCallback,
            List<String> newTypes,
            Optional<String> newDescription,
            int newGeneration,
            boolean newPaused) {
        return new Listener(
                id,
                uuid,
                api,
                newCallback,
                api.isPresent() ? query : NewListener.typesAsQuery(Set.copyOf(newTypes)),
                newTypes,
                newDescription,
                newGeneration,
                newPaused,
                createdBy,
                createdAt,
                version,
                failures);
    }
}
