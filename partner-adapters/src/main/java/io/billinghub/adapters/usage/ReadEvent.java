package io.billinghub.adapters.usage;

import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.UsageReversal;
import java.util.Objects;

/**
 * One event of a batch, or what can't be read of it.
 *
 * @param id as the sender gave it; empty where that could not be read
 * @param line its usage, what it takes back, or its flaw
 */
public record ReadEvent(String id, ParsedLine line) {

    public ReadEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(line, "line");
    }

    /** The same event so many positions later, in a content of this name. */
    ReadEvent moved(int before, String place) {
        int position = line.position() + before;
        String where = place + ", " + line.place();
        if (line instanceof CanonicalUsage usage) {
            return new ReadEvent(id, usage.at(position, where));
        }
        if (line instanceof UsageReversal reversal) {
            return new ReadEvent(id, new UsageReversal(position, where, reversal.eventId(), reversal.reverses()));
        }
        FlawedLine flaw = (FlawedLine) line;
        return new ReadEvent(
                id, new FlawedLine(position, where, flaw.rule(), flaw.detail(), flaw.amount(), flaw.currency()));
    }
}
