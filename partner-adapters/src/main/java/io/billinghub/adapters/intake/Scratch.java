package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.TemporaryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Temporary files of one processing. */
final class Scratch {
    private final Path folder;

    Scratch() {
        try {
            folder = TemporaryFiles.newFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void close() {
        try {
            Files.deleteIfExists(file("raw"));
            Files.deleteIfExists(file("unpacked"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
