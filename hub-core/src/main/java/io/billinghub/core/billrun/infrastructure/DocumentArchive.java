package io.billinghub.core.billrun.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Keeps written documents as files: {@code <dir>/<tenant>/<yyyy-MM-dd of the period>/<name>}. */
@ApplicationScoped
public class DocumentArchive {

    /**
     * Stores a document, whole or not at all: it gets its name only when all of its bytes are written.
     *
     * @param name the file's name; letters and digits outside of ASCII and all but {@code . _ -} become {@code _}
     * @throws UncheckedIOException if the folder can't be written to
     */
    public Path store(Path dir, String tenant, LocalDate period, String name, byte[] bytes) {
        Path folder = dir.resolve(safe(tenant)).resolve(period.format(DateTimeFormatter.ISO_LOCAL_DATE));
        try {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, ".unfinished-", ".tmp");
            try {
                Files.write(unfinished, bytes);
                return Files.move(
                        unfinished,
                        folder.resolve(safe(name)),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("document " + name + " can't be written to " + folder, e);
        }
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (char c : name.toCharArray()) {
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.' && !safe.isEmpty();
            safe.append(allowed ? c : '_');
        }
        return safe.toString();
    }
}
