package io.billinghub.adapters.document;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A document in a temporary file, hashed while it was written; never whole in memory. */
public final class SpooledDocument implements AutoCloseable {

    private final Path file;
    private final long size;
    private final byte[] sha256;

    private SpooledDocument(Path file, long size, byte[] sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * Reads the stream to its end; blocks.
     *
     * @param limit most bytes
     * @throws HubException DOCUMENT_TOO_LARGE if there are more
     */
    public static SpooledDocument of(InputStream content, long limit) {
        Path file = null;
        try {
            file = TemporaryFiles.newFile(".document");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = 0;
            try (OutputStream out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                    size += n;
                    if (size > limit) {
                        throw new HubException(
                                AdapterError.DOCUMENT_TOO_LARGE, "a document may have " + limit + " bytes at most");
                    }
                    digest.update(buffer, 0, n);
                    out.write(buffer, 0, n);
                }
            }
            return new SpooledDocument(file, size, digest.digest());
        } catch (IOException e) {
            delete(file);
            throw new UncheckedIOException("the document could not be read to its end: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    /** The hash of bytes that are in memory, and of the way on which they came. */
    static byte[] sha256(byte[] way, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(way);
            return digest.digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public Path file() {
        return file;
    }

    public long size() {
        return size;
    }

    byte[] sha256() {
        return sha256.clone();
    }

    /** Deletes the file. */
    @Override
    public void close() {
        delete(file);
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
