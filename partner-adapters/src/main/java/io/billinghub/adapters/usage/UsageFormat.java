package io.billinghub.adapters.usage;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which usage events are taken in. Thread-safe. */
public enum UsageFormat {
    /** One JSON object per line. */
    NDJSON("application/x-ndjson") {
        @Override
        void read(byte[] content, EventSink sink) {
            JsonEvents.lines(content, sink);
        }
    },
    /** A JSON array of such objects, or one object. */
    JSON("application/json") {
        @Override
        void read(byte[] content, EventSink sink) {
            JsonEvents.array(content, JsonEvents::plain, sink);
        }
    },
    /** CloudEvents 1.0 in its JSON batch format; usage is in {@code data}. */
    CLOUD_EVENTS("application/cloudevents-batch+json") {
        @Override
        void read(byte[] content, EventSink sink) {
            JsonEvents.array(content, JsonEvents::cloudEvent, sink);
        }
    },
    /** One CloudEvent in its JSON format. */
    CLOUD_EVENT("application/cloudevents+json") {
        @Override
        void read(byte[] content, EventSink sink) {
            JsonEvents.array(content, JsonEvents::cloudEvent, sink);
        }
    },
    /** RFC 4180, UTF-8, with a row of headers. */
    CSV("text/csv") {
        @Override
        void read(byte[] content, EventSink sink) {
            CsvEvents.read(content, sink);
        }
    };

    private final String mediaType;

    UsageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format of a {@code Content-Type}, whatever its parameters. */
    public static Optional<UsageFormat> of(String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(type))
                .findFirst();
    }

    /** Whether its contents are JSON, one text or several. */
    public boolean isJson() {
        return this != CSV;
    }

    /** The media type without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** All media types, for people. */
    public static String mediaTypes() {
        return Arrays.stream(values()).map(format -> format.mediaType).collect(Collectors.joining(", "));
    }

    /**
     * The events in their order.
     *
     * @param most events at most
     * @throws HubException INVALID_REQUEST if the content as a whole is not in this format, DOCUMENT_TOO_LARGE if there are
     *     more events
     */
    public List<ReadEvent> events(byte[] content, int most) {
        List<ReadEvent> events = new ArrayList<>();
        read(content, event -> {
            if (events.size() == most) {
                throw new HubException(
                        AdapterError.DOCUMENT_TOO_LARGE, "a batch has " + most + " usage events at most; send several");
            }
            events.add(event);
        });
        if (events.isEmpty()) {
            throw new HubException(AdapterError.INVALID_REQUEST, "the batch has no usage event");
        }
        return events;
    }

    abstract void read(byte[] content, EventSink sink);

    /** Takes the events of a batch, one after the other. */
    @FunctionalInterface
    interface EventSink {
        void take(ReadEvent event);
    }
}
