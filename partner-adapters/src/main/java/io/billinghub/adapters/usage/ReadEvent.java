package io.billinghub.adapters.usage;

import io.billinghub.adapters.model.ParsedLine;
import java.util.Objects;

/**
 * One event of a batch, or what can't be read of it.
 *
 * @param id as the sender gave it; empty where that could not be read
 * @param line its usage, or its flaw
 */
public record ReadEvent(String id, ParsedLine line) {

    public ReadEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(line, "line");
    }
}
