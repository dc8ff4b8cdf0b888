package io.billinghub.core.notification.model;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) as the header {@code Hub-Signature} carries it: {@code v1=} and the digest in lower-case hex. */
public final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * Signs what is sent.
     *
     * @param secret the listener's secret, its text as it was told
     * @param timestamp seconds since 1970 as the header {@code Hub-Timestamp} has them
     * @param body as it is sent
     */
    public static String of(String secret, long timestamp, String body) {
        return "v1=" + HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), timestamp + "." + body));
    }

    /** HMAC-SHA256 of the text in UTF-8. */
    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM + ", and the key is not empty", e);
        }
    }
}
