package io.billinghub.adapters.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.core.error.HubException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Several contents with usage events as one batch: their bytes are a JSON text sequence (RFC 7464), their events follow one another. Not
 * thread-safe.
 */
public final class EventSequence {

    /** The media type of the bytes. */
    public static final String CONTENT_TYPE = "application/json-seq";

    private static final int BEGIN = 0x1e;
    private static final int END = '\n';

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<ReadEvent> events = new ArrayList<>();

    /**
     * Adds one content behind the others.
     *
     * @param place what it is called where its events' places are told
     * @param read what it says, with positions of its own
     * @return how many events stand before it
     */
    public int add(byte[] content, String place, List<ReadEvent> read) {
        int before = events.size();
        bytes.write(BEGIN);
        bytes.writeBytes(content);
        bytes.write(END);
        for (ReadEvent event : read) {
            events.add(event.moved(before, place));
        }
        return before;
    }

    /**
     * The events of such bytes, at the positions that they had when they came. Only where each content is one JSON object, plain or a
     * CloudEvent: then a content is one event, whatever became of it, and holds no byte that begins another one.
     *
     * @throws HubException READ_DIFFERENTLY if one is not
     */
    public static List<ReadEvent> read(byte[] bytes) {
        EventSequence sequence = new EventSequence();
        int from = 0;
        while (from < bytes.length) {
            int to = from + 1;
            while (to < bytes.length && bytes[to] != BEGIN) {
                to++;
            }
            byte[] content = Arrays.copyOfRange(bytes, from + 1, to);
            String place = "record " + (sequence.events.size() + 1);
            sequence.add(content, place, format(content, place).events(content, 1));
            from = to;
        }
        return sequence.events();
    }

    private static UsageFormat format(byte[] content, String place) {
        try {
            JsonNode json = ExactJson.MAPPER.readTree(content);
            if (json.isObject()) {
                return json.has("specversion") ? UsageFormat.CLOUD_EVENT : UsageFormat.JSON;
            }
        } catch (IOException noJson) {
            throw unread(place, noJson);
        }
        throw unread(place, null);
    }

    private static HubException unread(String place, IOException cause) {
        return new HubException(
                AdapterError.READ_DIFFERENTLY,
                place + " is not one JSON object: send the events of the batch again",
                cause);
    }

    /** All bytes. */
    public byte[] content() {
        return bytes.toByteArray();
    }

    /** All events, by position. */
    public List<ReadEvent> events() {
        return Collections.unmodifiableList(events);
    }
}
