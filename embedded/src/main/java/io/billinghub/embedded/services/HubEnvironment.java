package io.billinghub.embedded.services;

import java.util.Map;

/** Environment variables of the hub's application. */
final class HubEnvironment {
    private HubEnvironment() {}

    /** The three data sources: the application's, the outbox relay's, the owner's for migrations. */
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
                "QUARKUS_DATASOURCE_OWNER_PASSWORD", database.owner().password());
    }
}
