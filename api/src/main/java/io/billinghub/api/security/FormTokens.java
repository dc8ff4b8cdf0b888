package io.billinghub.api.security;

import io.billinghub.core.notification.application.NotificationConfig;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The tokens that the pages' forms carry: which session's page a form stood on. A token is 16 random bytes and an HMAC-SHA256 over
 * them and the session, as base64url; so nothing is stored, each page has another one, and nobody else can make one.
 *
 * <p>The key is derived from {@code hub.notification.signing-key}, so that several processes agree on it. Without that key each
 * process has one of its own: a form that was opened before a restart is then refused once.
 */
@ApplicationScoped
public class FormTokens {

    /** The field of a form that holds the token. */
    public static final String FIELD = "form-token";

    private static final int RANDOM_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final byte[] key;

    @Inject
    FormTokens(NotificationConfig config) {
        this(config.signingKey()
                .filter(text -> !text.isBlank())
                .map(text ->
                        hmac(text.getBytes(StandardCharsets.UTF_8), "forms of pages".getBytes(StandardCharsets.UTF_8)))
                .orElseGet(FormTokens::ownKey));
    }

    FormTokens(byte[] key) {
        this.key = key.clone();
    }

    /** A token for forms that are shown to this login in this session. */
    public String of(SecurityIdentity login) {
        byte[] nonce = new byte[RANDOM_BYTES];
        random.nextBytes(nonce);
        return token(nonce, session(login));
    }

    /**
     * Whether the token was made for a page of this login in this session.
     *
     * @param token as it came, or null
     */
    boolean fits(String token, SecurityIdentity login) {
        if (token == null) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length < RANDOM_BYTES) {
                return false;
            }
            String wanted = token(Arrays.copyOf(bytes, RANDOM_BYTES), session(login));
            return MessageDigest.isEqual(bytes(wanted), bytes(token));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private String token(byte[] nonce, String session) {
        byte[] signed = bytes(session);
        byte[] message = Arrays.copyOf(nonce, nonce.length + signed.length);
        System.arraycopy(signed, 0, message, nonce.length, signed.length);
        byte[] mac = hmac(key, message);
        byte[] token = Arrays.copyOf(nonce, nonce.length + mac.length);
        System.arraycopy(mac, 0, token, nonce.length, mac.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The session of the identity provider, which a refresh of tokens does not change; without one the login itself. */
    private static String session(SecurityIdentity login) {
        String name = login.getPrincipal().getName();
        if (login.getPrincipal() instanceof JsonWebToken token) {
            Object session = token.getClaim("sid");
            return token.getSubject() + " " + (session == null ? "" : session);
        }
        return name;
    }

    private static byte[] ownKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
