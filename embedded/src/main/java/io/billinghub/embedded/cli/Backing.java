package io.billinghub.embedded.cli;

import io.billinghub.embedded.folder.DataFolder;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the hub stands on: embedded services for all that the user has not configured.
 *
 * @param services empty if the user has configured everything
 * @param environment variables for the application, in addition to those of the user
 */
record Backing(Optional<EmbeddedServices> services, Map<String, String> environment) {
    static final String DATABASE = "hub";
    static final String TOPIC_PREFIX = "hub.";
    private static final String SIGNING_KEY = "HUB_NOTIFICATION_SIGNING_KEY";

    Backing {
        environment = Map.copyOf(environment);
    }

    /**
     * Attaches this process to the services that have to be embedded and waits for them.
     *
     * @throws io.billinghub.embedded.folder.EmbeddedServicesException if they cannot be started
     */
    static Backing attach(HubSettings settings) {
        Set<Service> embed = settings.toEmbed();
        Map<String, String> environment = new HashMap<>();
        environment.put("HUB_DATA", settings.data().toString());
        environment.put(
                "HUB_DOCUMENTS_DIR", settings.data().resolve("documents").toString());
        environment.put("HUB_ADAPTERS_INBOX", settings.data().resolve("inbox").toString());
        if (!settings.isSet("QUARKUS_HTTP_HOST")) {
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        }
        if (embed.isEmpty()) {
            new DataFolder(settings.data()).prepare();
            environment.put("HUB_TOPIC_PREFIX", TOPIC_PREFIX);
            return new Backing(Optional.empty(), environment);
        }
        System.err.println("Starting " + embed.stream().map(Service::title).collect(Collectors.joining(", ")) + " in "
                + settings.data());
        EmbeddedServices services = EmbeddedServices.attach(settings.data(), ProcessHandle.current(), embed);
        Database database = embed.contains(Service.POSTGRES) ? services.database(DATABASE) : null;
        environment.putAll(services.environment(database, TOPIC_PREFIX));
        if (settings.isSet(SIGNING_KEY)) {
            environment.put(SIGNING_KEY, settings.environment().get(SIGNING_KEY));
        }
        return new Backing(Optional.of(services), environment);
    }

    /** The same with more variables for the application; the user's own ones come first. */
    Backing with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        more.forEach((name, value) -> {
            if (System.getenv(name) == null) {
                all.put(name, value);
            }
        });
        return new Backing(services, all);
    }
}
