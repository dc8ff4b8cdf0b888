package io.billinghub.core.archive.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;

/** The archive's files: {@code <dir>/<tenant>/<yyyy-MM-dd of the period>/<name>}. Blocks. */
@ApplicationScoped
public class DocumentFiles {

    /** Where a document lies below the archive's folder; letters and digits outside of ASCII and all but {@code . _ -} become {@code _}. */
    public String path(String tenant, LocalDate period, String name) {
        return safe(tenant) + "/" + period.format(DateTimeFormatter.ISO_LOCAL_DATE) + "/" + safe(name);
    }

    /**
     * Stores a document, whole or not at all: it gets its name only when all of its bytes are written.
     *
     * @param path as {@link #path} gives it
     * @throws UncheckedIOException if the folder can't be written to
     */
    public void store(Path dir, String path, byte[] bytes) {
        Path file = dir.resolve(path);
        Path folder = file.getParent();
        try {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, ".unfinished-", ".tmp");
            try {
                Files.write(unfinished, bytes);
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("document " + path + " can't be written to " + folder, e);
        }
    }

    /** The bytes of a document, or what is wrong with its file; exactly one of the two is there. */
    public record Found(Optional<byte[]> bytes, Optional<String> damage) {}

    /**
     * Reads a document and holds it against what was noted of it.
     *
     * @param sha256 in lower-case hex
     */
    public Found read(Path dir, String path, long size, String sha256) {
        Path file = dir.resolve(path);
        if (!Files.isRegularFile(file)) {
            return damaged("the file is missing");
        }
        try {
            if (Files.size(file) != size) {
                return damaged("the file has " + Files.size(file) + " bytes instead of " + size);
            }
            byte[] bytes = Files.readAllBytes(file);
            String found = sha256(bytes);
            return found.equals(sha256)
                    ? new Found(Optional.of(bytes), Optional.empty())
                    : damaged("the file has the SHA-256 " + found + " instead of " + sha256);
        } catch (IOException e) {
            return damaged("the file can't be read: " + e.getClass().getSimpleName());
        }
    }

    /** In lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Found damaged(String how) {
        return new Found(Optional.empty(), Optional.of(how));
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
