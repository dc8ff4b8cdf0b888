package io.billinghub.api.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.notification.model.NewListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client says of a webhook: all of it when it is made, what is to change (RFC 7396) later. */
record WebhookRequest(JsonBody body) {

    private static final Set<String> NEW = Set.of("url", "eventTypes", "description");
    private static final Set<String> CHANGE = Set.of("url", "eventTypes", "description", "state");
    private static final int LONGEST_DESCRIPTION = 250;

    NewListener made() {
        body.allowOnly(NEW, "is no part of a webhook, or is said by the hub");
        return NewListener.webhook(requiredUrl(), Set.copyOf(eventTypes()), description());
    }

    /** The URL that the client wants the webhook to have from now on. */
    Optional<String> newUrl() {
        body.allowOnly(CHANGE, "can't be changed");
        return body.json().has("url") ? Optional.of(requiredUrl()) : Optional.empty();
    }

    /** The webhook with the change. */
    Listener changed(Listener before) {
        Listener target = before.withTarget(
                newUrl().orElse(before.callback()),
                body.json().has("eventTypes") ? eventTypes() : before.eventTypes(),
                body.json().has("description") ? description() : before.description());
        return body.json().has("state") ? target.withPaused(paused()) : target;
    }

    private boolean paused() {
        String state = body.text("state").orElse("");
        if (!state.equals("active") && !state.equals("paused")) {
            throw new HubException(ApiError.INVALID_BODY, "/state: must be \"active\" or \"paused\"");
        }
        return state.equals("paused");
    }

    private String requiredUrl() {
        return body.text("url")
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY, "/url: is missing; give the URL that events are posted to"));
    }

    private Optional<String> description() {
        Optional<String> description = body.text("description");
        if (description
                .filter(text -> text.length() > LONGEST_DESCRIPTION || text.indexOf(0) >= 0)
                .isPresent()) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/description: has more than " + LONGEST_DESCRIPTION + " characters, or U+0000 among them");
        }
        return description;
    }

    private List<String> eventTypes() {
        JsonNode node = body.json().path("eventTypes");
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<String> types = new ArrayList<>();
        if (!node.isArray() || node.size() > 50) {
            throw new HubException(ApiError.INVALID_BODY, "/eventTypes: must be an array of at most 50 texts");
        }
        for (JsonNode type : node) {
            if (!type.isTextual()) {
                throw new HubException(ApiError.INVALID_BODY, "/eventTypes: must be an array of texts");
            }
            types.add(type.textValue());
        }
        return Listeners.requireTypes(types).stream().sorted().toList();
    }
}
