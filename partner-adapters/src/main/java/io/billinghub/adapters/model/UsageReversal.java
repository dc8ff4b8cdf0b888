package io.billinghub.adapters.model;

import java.util.Objects;

/**
 * An event that takes back the whole usage of another one, and counts nothing itself.
 *
 * @param eventId the partner's id of this event: the same id is the same event
 * @param reverses the event id of the usage that it takes back
 */
public record UsageReversal(int position, String place, String eventId, String reverses) implements ParsedLine {

    public UsageReversal {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(reverses, "reverses");
    }

    @Override
    public void tell(Reader reader) {
        reader.reversal(this);
    }
}
