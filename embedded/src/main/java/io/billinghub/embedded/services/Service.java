package io.billinghub.embedded.services;

import java.util.Locale;

/** A service that can be embedded. */
public enum Service {
    POSTGRES("PostgreSQL", "QUARKUS_DATASOURCE_REACTIVE_URL"),
    KAFKA("Kafka", "KAFKA_BOOTSTRAP_SERVERS"),
    KEYCLOAK("Keycloak", "QUARKUS_OIDC_AUTH_SERVER_URL");

    private final String title;
    private final String replacedBy;

    Service(String title, String replacedBy) {
        this.title = title;
        this.replacedBy = replacedBy;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** The key in files and log names, in lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment variable that fixes the service's port. */
    public String portVariable() {
        return "HUB_" + name() + "_PORT";
    }

    /** The environment variable that, if set, makes the hub use a service of the user's own instead. */
    public String replacedBy() {
        return replacedBy;
    }
}
