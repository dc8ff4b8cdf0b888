package io.billinghub.embedded.cli;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.folder.Ports;
import io.billinghub.embedded.services.Service;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the environment says about this call of {@code ./hub}.
 *
 * @param root the checkout that the script lies in
 * @param data the data folder, absolute
 * @param httpPort of the hub, on 127.0.0.1
 * @param javaOptions JVM options of the hub
 * @param environment all variables
 */
record HubSettings(Path root, Path data, int httpPort, List<String> javaOptions, Map<String, String> environment) {
    HubSettings {
        javaOptions = List.copyOf(javaOptions);
        environment = Map.copyOf(environment);
    }

    /**
     * Reads the environment.
     *
     * @throws EmbeddedServicesException if a variable has a value that cannot be used
     */
    static HubSettings of(Map<String, String> environment, Path root) {
        String data = environment.getOrDefault("HUB_DATA", "");
        String options = environment.getOrDefault("HUB_JAVA_OPTS", "").strip();
        return new HubSettings(
                root,
                data.isBlank()
                        ? root.resolve("data")
                        : Path.of(data).toAbsolutePath().normalize(),
                Ports.configured("QUARKUS_HTTP_PORT", environment).orElse(8080),
                options.isEmpty() ? List.of("-Xmx512m") : Arrays.asList(options.split("\\s+", -1)),
                environment);
    }

    boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /** The services that the user has not configured, which therefore have to be embedded. */
    Set<Service> toEmbed() {
        Set<Service> services = EnumSet.noneOf(Service.class);
        for (Service service : Service.values()) {
            if (!isSet(service.replacedBy())) {
                services.add(service);
            }
        }
        return services;
    }

    /** Where the hub answers. */
    String baseUrl() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** The application as the build left it. */
    Path application() {
        return root.resolve("api").resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
