package io.billinghub.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Tokens that Keycloak would not give: expired ones, of any tenant, partner, account and audience. The hub under test takes the
 * keys of the realm from {@link Keys}, which adds one of the test's own to those of the real Keycloak.
 */
public final class TestTokens {

    static final String SIGNING_KEY = "hub.test.signing-key";
    private static final String KEY_ID = "key-of-the-tests";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private static final KeptTokens<Claims> OF_ROLES = new KeptTokens<>(TestTokens::of);

    private TestTokens() {}

    private record Claims(String role, String tenant, String partner, String account) {}

    /** A valid token with the claims of a demo user's, changed. */
    public static String like(String user, Consumer<ObjectNode> change) {
        return signed(claims(user, change), ownKey());
    }

    /** The same, signed by a key that nobody knows under the name of the one that is known. */
    public static String forged(String user) {
        return signed(claims(user, claims -> {}), pair().getPrivate());
    }

    /** The same without a signature, as the algorithm {@code none} has it. */
    public static String unsigned(String user) {
        return encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "."
                + encoded(claims(user, claims -> {}).toString()) + ".";
    }

    /** A token of one role, of a tenant; partner and account may be null. */
    public static String of(String role, String tenant, String partner, String account) {
        return OF_ROLES.of(new Claims(role, tenant, partner, account));
    }

    private static String of(Claims wanted) {
        return like("auditor", claims -> {
            claims.putObject("realm_access").putArray("roles").add(wanted.role());
            claims.put("sub", "test-" + wanted.role()).put("preferred_username", "test-" + wanted.role());
            claims.put("tenant", wanted.tenant());
            claims.remove("partner");
            claims.remove("account");
            if (wanted.partner() != null) {
                claims.put("partner", wanted.partner());
            }
            if (wanted.account() != null) {
                claims.put("account", wanted.account());
            }
        });
    }

    private static ObjectNode claims(String user, Consumer<ObjectNode> change) {
        try {
            String payload = HubFixture.token(user).split("\\.", -1)[1];
            ObjectNode claims =
                    (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(payload));
            change.accept(claims);
            return claims;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String signed(ObjectNode claims, PrivateKey key) {
        String text = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}") + "."
                + encoded(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with RSA", e);
        }
    }

    private static PrivateKey ownKey() {
        try {
            byte[] encoded = Base64.getDecoder().decode(HubFixture.config(SIGNING_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the test's own key can't be read", e);
        }
    }

    private static String encoded(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** Serves the realm's public keys and one more. */
    static final class Keys implements AutoCloseable {

        private final KeyPair own = pair();
        private final HttpServer server;
        private final HttpClient http = HttpClient.newHttpClient();

        Keys(String realmUrl) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException("the test's keys can't be served", e);
            }
            server.createContext("/certs", exchange -> {
                byte[] keys = keys(realmUrl).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/certs";
        }

        String signingKey() {
            return Base64.getEncoder().encodeToString(own.getPrivate().getEncoded());
        }

        private String keys(String realmUrl) throws IOException {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(realmUrl + "/protocol/openid-connect/certs"))
                        .build();
                ObjectNode keys = (ObjectNode) JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
                RSAPublicKey key = (RSAPublicKey) own.getPublic();
                ((ArrayNode) keys.path("keys"))
                        .addObject()
                        .put("kid", KEY_ID)
                        .put("kty", "RSA")
                        .put("alg", "RS256")
                        .put("use", "sig")
                        .put("n", URL.encodeToString(unsigned(key.getModulus().toByteArray())))
                        .put(
                                "e",
                                URL.encodeToString(
                                        unsigned(key.getPublicExponent().toByteArray())));
                return keys.toString();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Keycloak's keys are no JSON", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for Keycloak", e);
            }
        }

        private static byte[] unsigned(byte[] number) {
            return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
