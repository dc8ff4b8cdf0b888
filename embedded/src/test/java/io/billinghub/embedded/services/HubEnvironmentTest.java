package io.billinghub.embedded.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.embedded.services.Database.Credentials;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubEnvironmentTest {
    private static final Database DATABASE = new Database(
            "hub",
            21_000,
            new Credentials("hub_owner", "o"),
            new Credentials("hub_app", "a"),
            new Credentials("hub_relay", "r"));

    @Test
    void eachDataSourceHasARoleOfItsOwn() {
        assertThat(HubEnvironment.ofDatabase(DATABASE))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:21000/hub",
                        "QUARKUS_DATASOURCE_USERNAME", "hub_app",
                        "QUARKUS_DATASOURCE_PASSWORD", "a",
                        "QUARKUS_DATASOURCE_RELAY_REACTIVE_URL", "postgresql://127.0.0.1:21000/hub",
                        "QUARKUS_DATASOURCE_RELAY_USERNAME", "hub_relay",
                        "QUARKUS_DATASOURCE_RELAY_PASSWORD", "r",
                        "QUARKUS_DATASOURCE_OWNER_JDBC_URL", "jdbc:postgresql://127.0.0.1:21000/hub",
                        "QUARKUS_DATASOURCE_OWNER_USERNAME", "hub_owner",
                        "QUARKUS_DATASOURCE_OWNER_PASSWORD", "o",
                        // printf 'hub.notification.signing-key/o' | sha256sum
                        "HUB_NOTIFICATION_SIGNING_KEY",
                                "1f2825efe5940b6fe3e158260a568a2cb838fb6567b61799407b7e7d58e87db1"));
    }
}
