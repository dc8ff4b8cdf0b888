package io.billinghub.adapters.format;

import io.billinghub.adapters.model.RefusedException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;

/**
 * What is wrong with a format's options or its mapping, beyond what their schema can say.
 *
 * @param pointer JSON pointer into the descriptor
 * @param detail one plain sentence
 */
public record FormatFlaw(String pointer, String detail) {

    /** The flaw that reading the value shows by failing; empty where it can be read. */
    public static Optional<FormatFlaw> of(String pointer, Supplier<?> reading) {
        try {
            Object unused = reading.get();
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(new FormatFlaw(pointer, e.getDescription()));
        } catch (IllegalArgumentException | RefusedException e) {
            return Optional.of(new FormatFlaw(pointer, String.valueOf(e.getMessage())));
        }
    }
}
