package io.billinghub.core.notification.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One thing to tell, before it is known who listens.
 *
 * @param eventId the same for all listeners, and for each attempt
 * @param type the CloudEvents type, as webhooks are told it
 * @param subject the CloudEvents subject
 * @param resource what TMF listeners are told; empty where there is no TMF resource
 * @param data JSON text: the CloudEvents data; of a resource an object with the resource as its member {@code value}
 * @param audience whose own listeners are told beside the tenant's
 */
public record Notification(
        UUID eventId,
        String type,
        String subject,
        Instant occurredAt,
        Optional<Resource> resource,
        String data,
        Audience audience) {

    /**
     * The TMF side of it.
     *
     * @param api its path name
     * @param eventType e.g. {@code CustomerBillStateChangeEvent}
     * @param member under which the resource stands in the event, e.g. {@code customerBill}
     */
    public record Resource(String api, String eventType, String member) {}

    /**
     * Partners and customers whom it concerns.
     *
     * @param partnerId {@code party_role.id}
     * @param partnerKey key of a partner's role, as documents name it
     * @param partyKey key of a party, as shares name it: each of its roles as a partner is meant
     * @param accountId {@code billing_account.id}
     */
    public record Audience(
            OptionalLong partnerId, Optional<String> partnerKey, Optional<String> partyKey, OptionalLong accountId) {

        /** Nobody but the tenant's own listeners. */
        public static final Audience TENANT =
                new Audience(OptionalLong.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    public Notification {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(audience, "audience");
    }
}
