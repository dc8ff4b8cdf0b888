package io.billinghub.core.notification.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * The hub's one key, from which the secret of each listener is derived: HMAC-SHA256 over the listener's id and a generation
 * that counts its rotations. So no secret stands in the database, and none can be read again.
 */
public final class SigningKey {

    /** Fewest characters of the key. */
    public static final int MIN_LENGTH = 32;

    private final byte[] key;

    /** @throws IllegalArgumentException if the text is shorter than {@value #MIN_LENGTH} characters */
    public SigningKey(String text) {
        if (text.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("hub.notification.signing-key has " + text.length()
                    + " characters; give at least " + MIN_LENGTH + ", e.g. of openssl rand -hex 32");
        }
        this.key = text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The secret of a listener: {@code whsec_} and 43 characters of base64url.
     *
     * @param generation 1 at first, one more with each rotation
     */
    public String secretOf(UUID listener, int generation) {
        byte[] derived = Signature.hmac(key, "listener/" + listener + "/" + generation);
        return "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    }
}
