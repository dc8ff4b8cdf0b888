package io.billinghub.adapters.as2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Bytes that can be read again from their beginning. */
@FunctionalInterface
interface Bytes {

    /** The caller closes the stream. */
    InputStream open() throws IOException;

    /** @param algorithm Java's name of a digest that every platform has */
    default byte[] digest(String algorithm) {
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return digest.digest();
        } catch (IOException e) {
            throw new UncheckedIOException("a message could not be read again", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
