package io.billinghub.adapters.usage;

/** The texts by which events are known: {@code usage_key.event_id}, unique per partner. */
public final class EventKey {

    /** Between source and id, which can't hold it; and no key begins with it, since texts are stripped of such characters. */
    private static final char SEPARATOR = '\u001f';

    private EventKey() {}

    /** The same source and id are the same event. */
    static String of(String source, String id) {
        return source.isEmpty() ? id : source + SEPARATOR + id;
    }

    /** The id as the sender gave it. */
    public static String id(String key) {
        return key.substring(key.indexOf(SEPARATOR) + 1);
    }

    /** The key that stands for this: the event was taken back. No event's own key is the same. */
    public static String takenBack(String key) {
        return SEPARATOR + key;
    }
}
