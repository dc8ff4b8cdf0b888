package io.billinghub.adapters.suggest;

import java.util.List;
import java.util.Objects;

/**
 * Where a field is taken from.
 *
 * @param field name in the mapping, such as {@code net}
 * @param source name of the column, or path
 * @param confidence per cent
 * @param why what speaks for it, one plain sentence
 * @param examples values of the sample, at most three
 */
public record FieldGuess(String field, String source, int confidence, String why, List<String> examples) {

    public FieldGuess {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(why, "why");
        examples = List.copyOf(examples);
    }
}
