package io.billinghub.core.error;

import java.util.Objects;

/**
 * What an error catalogue says of a code.
 *
 * @param title a short title without details, the same for each occurrence
 * @param whatToDo what the caller can do about it
 */
public record ErrorEntry(ErrorKind kind, String title, String whatToDo) {

    public ErrorEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(whatToDo, "whatToDo");
    }
}
