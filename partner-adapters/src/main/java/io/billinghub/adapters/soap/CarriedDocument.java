package io.billinghub.adapters.soap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The document of an envelope, in a temporary file.
 *
 * @param fileName as the sender calls it, or null
 * @param contentType as the sender says, or null
 */
record CarriedDocument(Path file, String fileName, String contentType) implements AutoCloseable {

    /** Deletes the file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
