package io.billinghub.embedded.services;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Environment variables of the hub's application. */
final class HubEnvironment {
    private HubEnvironment() {}

    /**
     * The three data sources: the application's, the outbox relay's, the owner's for migrations. And a key for signing, made of
     * the owner's password, which the data folder keeps: another folder has another key.
     */
    static Map<String, String> ofDatabase(Database database) {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.app().user(),
                "QUARKUS_DATASOURCE_PASSWORD", database.app().password(),
                "QUARKUS_DATASOURCE_RELAY_REACTIVE_URL", database.reactiveUrl(),
                "QUARKUS_DATASOURCE_RELAY_USERNAME", database.relay().user(),
                "QUARKUS_DATASOURCE_RELAY_PASSWORD", database.relay().password(),
                "QUARKUS_DATASOURCE_OWNER_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_OWNER_USERNAME", database.owner().user(),
                "QUARKUS_DATASOURCE_OWNER_PASSWORD", database.owner().password(),
                "HUB_NOTIFICATION_SIGNING_KEY", signingKey(database.owner().password()));
    }

    private static String signingKey(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("hub.notification.signing-key/".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
