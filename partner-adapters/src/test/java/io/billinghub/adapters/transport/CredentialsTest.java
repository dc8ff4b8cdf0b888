package io.billinghub.adapters.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A descriptor gets its own tenant's secrets, and nothing else of what the hub is configured with. */
class CredentialsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HUB_SECRETS__NORDLYS__DESKLY_API_KEY", "nordlys-secret",
            "HUB_SECRETS__NORD_LYS__KEY", "nord-lys-secret",
            "QUARKUS_DATASOURCE_PASSWORD", "the-hubs-own",
            "HUB_DATABASE_PASSWORD", "the-hubs-own",
            "HUB_SECRETS_NORDLYS_PLAIN", "not-by-the-rule");
    private static final Map<String, String> FILE =
            Map.of("hub.secrets.\"vestby\".deskly-api-key", "vestby-secret", "hub.database.owner-role", "the-hubs-own");

    private static String secret(String tenant, String reference) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(ENVIRONMENT, 300), new PropertiesConfigSource(FILE, "file", 100))
                .build();
        return new Credentials(key -> config.getOptionalValue(key, String.class)).secret(tenant, reference);
    }

    @ParameterizedTest
    @CsvSource({
        "nordlys, secret:deskly-api-key, nordlys-secret",
        "nordlys, secret:DESKLY_API_KEY, nordlys-secret",
        "vestby, secret:deskly-api-key, vestby-secret",
        "nord-lys, secret:key, nord-lys-secret",
    })
    void aReferenceNamesTheTenantsOwnSecret(String tenant, String reference, String value) {
        assertThat(secret(tenant, reference)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        // the hub's own settings, by whatever name
        "nordlys, secret:QUARKUS_DATASOURCE_PASSWORD",
        "nordlys, secret:quarkus.datasource.password",
        "nordlys, secret:hub.database.owner-role",
        "nordlys, env:QUARKUS_DATASOURCE_PASSWORD",
        "nordlys, config:hub.database.owner-role",
        // another tenant's secret, also where the two names together read the same
        "vestby, secret:nordlys.deskly-api-key",
        "nord, secret:lys-key",
        "nord, secret:lys.key",
        "nordlys, secret:key",
        "nordlys, secret:plain",
    })
    void nothingElseIsRead(String tenant, String credential) {
        assertThatThrownBy(() -> secret(tenant, credential))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.CREDENTIAL_MISSING))
                .hasMessageContaining(credential);
    }

    @Test
    void whatIsMissingIsNamedAsItHasToBeSet() {
        assertThatThrownBy(() -> secret("nord-lys", "secret:deskly-api-key"))
                .hasMessageContaining("hub.secrets.\"nord-lys\".deskly-api-key")
                .hasMessageContaining("HUB_SECRETS__NORD_LYS__DESKLY_API_KEY");
    }
}
