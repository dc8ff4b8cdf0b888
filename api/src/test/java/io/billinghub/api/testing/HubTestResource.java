package io.billinghub.api.testing;

import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Attaches the embedded services and gives the application a database and folders of its own. */
public class HubTestResource implements QuarkusTestResourceLifecycleManager {

    static final String DATABASE = "api_it";
    static final String APP_JDBC_URL = "hub.test.jdbc-url";
    static final String APP_USER = "hub.test.user";
    static final String APP_PASSWORD = "hub.test.password";
    static final String REALM = "hub.test.realm";

    private TestTokens.Keys keys;

    @Override
    public Map<String, String> start() {
        EmbeddedServices services = EmbeddedServices.attachForTests();
        Database database = services.freshDatabase(DATABASE);
        Map<String, String> properties = new HashMap<>();
        // the same names as the environment variables that a started hub is given
        services.environment(database, "api-it.").forEach((name, value) -> properties.put(property(name), value));
        properties.put(APP_JDBC_URL, database.jdbcUrl());
        properties.put(APP_USER, database.app().user());
        properties.put(APP_PASSWORD, database.app().password());
        properties.put(REALM, services.realmUrl());
        keys = new TestTokens.Keys(services.realmUrl());
        properties.put("quarkus.oidc.jwks-path", keys.url());
        properties.put(TestTokens.SIGNING_KEY, keys.signingKey());
        properties.put("hub.adapters.inbox", emptyFolder("inbox").toString());
        properties.put("hub.documents.dir", emptyFolder("documents").toString());
        // partners' sites are on this machine; documents are pulled when a test says so, not by the clock
        properties.put("hub.egress.allow", "loopback");
        properties.put("hub.delivery.poll", "PT0.2S");
        properties.put("hub.adapters.scheduled", "false");
        // events of the topic api-it.usage.probes
        properties.put("hub.usage.topics.probes.tenant", "nordlys");
        properties.put("hub.usage.topics.probes.partner", "sensate");
        // accounting of a NAS
        properties.put("hub.radius.port", String.valueOf(freeDatagramPort()));
        properties.put("hub.secrets.\"nordlys\".nas", "s3cret-of-a-nas");
        // a job of the catalogue is done when a test says so
        properties.put("hub.catalogue-jobs.poll", "PT10H");
        return properties;
    }

    @Override
    public void stop() {
        // the services belong to the test run, not to this module
        if (keys != null) {
            keys.close();
        }
    }

    private static int freeDatagramPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path emptyFolder(String name) {
        Path folder = Path.of("target", "hub-it", name).toAbsolutePath();
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> old = Files.walk(folder)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be emptied", e);
        }
    }

    private static String property(String environmentName) {
        return switch (environmentName) {
            case "QUARKUS_OIDC_AUTH_SERVER_URL" -> "quarkus.oidc.auth-server-url";
            case "HUB_TOPIC_PREFIX" -> "hub.topic-prefix";
            case "HUB_NOTIFICATION_SIGNING_KEY" -> "hub.notification.signing-key";
            default -> environmentName.toLowerCase(Locale.ROOT).replace('_', '.');
        };
    }
}
