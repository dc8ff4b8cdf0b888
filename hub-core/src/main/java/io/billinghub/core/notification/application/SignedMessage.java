package io.billinghub.core.notification.application;

import io.billinghub.core.notification.model.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers of what is sent to a listener. */
@ApplicationScoped
public class SignedMessage {

    private final Secrets secrets;

    public SignedMessage(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * The headers of one attempt.
     *
     * @param webhook whether the body is a CloudEvent; otherwise it is a TMF event
     * @param generation of the listener's secret; 0 for one without: its messages are not signed
     * @param timestamp of this attempt, seconds since 1970
     * @throws io.billinghub.core.error.HubException SIGNING_KEY_MISSING: then nothing goes out, rather than unsigned
     */
    public Map<String, String> headers(
            UUID listener, boolean webhook, int generation, UUID eventId, long timestamp, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", webhook ? "application/cloudevents+json; charset=utf-8" : "application/json");
        headers.put("User-Agent", "Billing-Hub");
        headers.put("Hub-Event-Id", eventId.toString());
        headers.put("Hub-Timestamp", Long.toString(timestamp));
        if (generation > 0) {
            headers.put("Hub-Signature", Signature.of(secrets.secretOf(listener, generation), timestamp, body));
        }
        return headers;
    }
}
