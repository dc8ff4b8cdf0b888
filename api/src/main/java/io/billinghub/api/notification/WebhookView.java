package io.billinghub.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.core.notification.model.Listener;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A webhook.
 *
 * @param eventTypes that are told; empty for all
 * @param state active or paused; while it is paused, events wait
 * @param secretVersion counts the secrets, from 1
 * @param failures how many attempts in a row have failed
 * @param secret told when the webhook is made and when the secret is rotated, and never again
 */
@Schema(name = "Webhook")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebhookView(
        @Schema(examples = "0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11")
        String id,

        String href,

        @Schema(examples = "https://203.0.113.7/hub") String url,

        List<String> eventTypes,
        String description,
        @Schema(examples = "active") String state,
        int secretVersion,
        int failures,
        String createdBy,
        OffsetDateTime createdAt,
        String secret) {

    static final String PATH = "/hub/v1/webhooks";

    static WebhookView of(Listener listener) {
        return new WebhookView(
                listener.uuid().toString(),
                PATH + "/" + listener.uuid(),
                listener.callback(),
                listener.eventTypes(),
                listener.description().orElse(null),
                listener.paused() ? "paused" : "active",
                listener.secretGeneration(),
                listener.failures(),
                listener.createdBy(),
                listener.createdAt(),
                null);
    }

    WebhookView withSecret(String told) {
        return new WebhookView(
                id, href, url, eventTypes, description, state, secretVersion, failures, createdBy, createdAt, told);
    }

    /** A page, newest first. */
    @Schema(name = "WebhookPage")
    record Page(
            List<WebhookView> items,
            @Schema(nullable = true) String next) {}

    /** What a listener said to a test event. */
    @Schema(name = "WebhookPing")
    record Ping(
            boolean taken,
            @Schema(nullable = true) Integer status,
            @Schema(nullable = true) String error,
            String answer,
            long millis) {}

    /** A delivery that waits for its turn again. */
    @Schema(name = "WebhookQueued")
    record Queued(String id, @Schema(examples = "pending") String state) {}

    /** One event and what became of it. */
    @Schema(name = "WebhookDelivery")
    record Delivery(
            String id,
            String eventId,
            String type,
            String subject,

            @Schema(examples = "delivered") String state,

            OffsetDateTime queuedAt,
            OffsetDateTime nextAttemptAt,
            OffsetDateTime endedAt,
            Integer lastStatus,
            String lastError,
            List<Attempt> attempts) {}

    /** One call and its answer; no more than the first characters of the answer are kept. */
    @Schema(name = "WebhookAttempt")
    record Attempt(OffsetDateTime at, int millis, Integer status, String error, String answer) {}

    /** A page of the log, newest first. */
    @Schema(name = "WebhookDeliveryPage")
    record DeliveryPage(
            List<Delivery> items, @Schema(nullable = true) String next) {}
}
