package io.billinghub.api.document;

import io.billinghub.adapters.document.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The bytes of a pushed document in a temporary file, with their hash: needed where a key is compared before the document is
 * taken in. For blocking threads.
 *
 * @param sha256 of the bytes
 */
public record DocumentUpload(Path file, byte[] sha256) {

    /** Reads the stream to its end and leaves it open. */
    public static DocumentUpload of(InputStream content) {
        try {
            Path file = TemporaryFiles.newFile(".bin");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                content.transferTo(out);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return new DocumentUpload(file, digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("the body of a document could not be kept", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file could not be deleted", e);
        }
    }
}
