package io.billinghub.core.event.infrastructure;

import io.billinghub.core.event.model.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * CloudEvents 1.0 in binary mode of its Kafka binding: the attributes are headers with {@code ce_} before their names, the
 * record's value is the data alone. The extension {@code tenant} carries the tenant's id.
 */
public final class CloudEventHeaders {

    private static final String SPEC_VERSION = "1.0";

    private CloudEventHeaders() {}

    /** The headers of an outbox row. */
    static Headers of(OutboxRow row, String source) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, "ce_specversion", SPEC_VERSION);
        add(headers, "ce_id", row.eventId().toString());
        add(headers, "ce_source", source);
        add(headers, "ce_type", row.type());
        add(headers, "ce_subject", row.subject());
        add(headers, "ce_time", row.occurredAt().toString());
        add(headers, "ce_tenant", Integer.toString(row.tenantId()));
        add(headers, "content-type", "application/json");
        return headers;
    }

    /**
     * The event of a record as it was received.
     *
     * @throws IllegalArgumentException if an attribute is missing or is not what the hub writes; the message names it
     */
    public static ReceivedEvent read(Headers headers, String data) {
        if (data == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        String version = required(headers, "ce_specversion");
        if (!version.equals(SPEC_VERSION)) {
            throw new IllegalArgumentException("ce_specversion is " + version + ", but must be " + SPEC_VERSION);
        }
        try {
            return new ReceivedEvent(
                    uuid(required(headers, "ce_id")),
                    Integer.parseInt(required(headers, "ce_tenant")),
                    required(headers, "ce_type"),
                    required(headers, "ce_subject"),
                    Instant.parse(required(headers, "ce_time")),
                    data);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "ce_tenant is not a number: " + required(headers, "ce_tenant"), malformed);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("ce_time is not an instant: " + required(headers, "ce_time"), malformed);
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("ce_id is not a UUID: " + text, malformed);
        }
    }

    private static String required(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length == 0) {
            throw new IllegalArgumentException("the record has no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
