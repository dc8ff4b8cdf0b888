package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * What a sample tells of the adapter that its documents need.
 *
 * @param descriptor kind, format and mapping, or a preset; key, partner and agreement where the asker gave them. Null where nothing fits
 * @param preset name of the preset that reads the sample, or null
 * @param fields where each field is taken from; empty for a preset
 * @param unused columns or paths that no field takes
 * @param questions what a person has to look at or decide, one plain sentence each
 * @param trial what the descriptor makes of the sample; null where there is none
 */
public record Suggestion(
        ObjectNode descriptor,
        FormatGuess format,
        String preset,
        List<FieldGuess> fields,
        List<String> unused,
        List<String> questions,
        Trial trial) {

    public Suggestion {
        Objects.requireNonNull(format, "format");
        fields = List.copyOf(fields);
        unused = List.copyOf(unused);
        questions = List.copyOf(questions);
    }
}
