package io.billinghub.adapters.suggest;

import java.util.Objects;

/**
 * What a sample seems to be.
 *
 * @param type name of the format in descriptors
 * @param confidence per cent
 * @param why what speaks for it, one plain sentence
 */
public record FormatGuess(String type, int confidence, String why) {

    public FormatGuess {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(why, "why");
    }
}
