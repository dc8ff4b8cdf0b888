package io.billinghub.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.services.Service;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSettingsTest {
    private static final Path ROOT = Path.of("/hub");

    @Test
    void withNothingSetEverythingIsEmbeddedUnderTheCheckout() {
        HubSettings settings = HubSettings.of(Map.of(), ROOT);

        assertThat(settings.data()).isEqualTo(Path.of("/hub/data"));
        assertThat(settings.baseUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.javaOptions()).containsExactly("-Xmx512m");
        assertThat(settings.toEmbed()).containsExactly(Service.values());
    }

    @Test
    void whatIsConfiguredIsNotEmbedded() {
        HubSettings settings = HubSettings.of(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "QUARKUS_OIDC_AUTH_SERVER_URL", " "), ROOT);

        assertThat(settings.toEmbed()).containsExactly(Service.POSTGRES, Service.KEYCLOAK);
    }

    @Test
    void withEverythingConfiguredNothingIsEmbedded() {
        HubSettings settings = HubSettings.of(
                Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db/hub",
                        "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "QUARKUS_OIDC_AUTH_SERVER_URL", "https://login.example/realms/billing-hub"),
                ROOT);

        assertThat(settings.toEmbed()).isEmpty();
    }

    @Test
    void aRelativeDataFolderCountsFromTheWorkingDirectory() {
        assertThat(HubSettings.of(Map.of("HUB_DATA", "d"), ROOT).data())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("d"));
    }

    @Test
    void severalJvmOptionsAreSplitAtSpaces() {
        assertThat(HubSettings.of(Map.of("HUB_JAVA_OPTS", " -Xmx1g  -Dx=y "), ROOT)
                        .javaOptions())
                .containsExactly("-Xmx1g", "-Dx=y");
    }

    @Test
    void aPortThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("QUARKUS_HTTP_PORT", "eighty"), ROOT))
                .isInstanceOf(EmbeddedServicesException.class)
                .hasMessageContaining("QUARKUS_HTTP_PORT");
    }
}
