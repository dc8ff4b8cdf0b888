package io.billinghub.api.idempotency;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that carries an {@code Idempotency-Key}.
 *
 * @param key as the client sent it, 1 to 255 visible ASCII characters
 * @param hash SHA-256 of what makes the request what it is: method, path with query, and body
 */
public record KeyedRequest(String key, byte[] hash) {

    /** The header that carries the key. */
    public static final String HEADER = "Idempotency-Key";

    /** For descriptions of the header. */
    public static final String DESCRIPTION =
            "A text of your own: the request with the same key again is answered alike and done once";

    private static final int MAX_LENGTH = 255;

    public KeyedRequest {
        Objects.requireNonNull(hash, "hash");
        if (key.isEmpty() || key.length() > MAX_LENGTH || key.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The header Idempotency-Key has 1 to " + MAX_LENGTH + " visible ASCII characters.");
        }
        hash = hash.clone();
    }

    /** Empty where the client sent no key. */
    public static Optional<KeyedRequest> of(String key, String methodAndPath, byte[] body) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(methodAndPath.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(body);
            return Optional.of(new KeyedRequest(key, digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyedRequest request
                && request.key.equals(key)
                && MessageDigest.isEqual(request.hash, hash);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
