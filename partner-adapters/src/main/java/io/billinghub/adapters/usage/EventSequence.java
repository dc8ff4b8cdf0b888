package io.billinghub.adapters.usage;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
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

    /** All bytes. */
    public byte[] content() {
        return bytes.toByteArray();
    }

    /** All events, by position. */
    public List<ReadEvent> events() {
        return Collections.unmodifiableList(events);
    }
}
