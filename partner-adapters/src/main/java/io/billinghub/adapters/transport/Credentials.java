package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.Transport;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** From a descriptor's reference to the header that carries the secret; the secret is read when it is needed and not kept. */
final class Credentials {

    /** What the hub itself is configured with: never sent to a partner, whoever writes a descriptor. */
    private static final Pattern OWN_SETTINGS = Pattern.compile(
            "[^A-Za-z0-9]*(QUARKUS|HUB|KAFKA|MP|SMALLRYE|CAMEL|KEYCLOAK|KC|PG|POSTGRES|AWS|JAVA|KUBERNETES)([^A-Za-z0-9]|$)",
            Pattern.CASE_INSENSITIVE);

    private final Function<String, Optional<String>> environment;
    private final Function<String, Optional<String>> configuration;

    Credentials(Function<String, Optional<String>> environment, Function<String, Optional<String>> configuration) {
        this.environment = environment;
        this.configuration = configuration;
    }

    /** @throws HubException CREDENTIAL_MISSING if the reference leads nowhere */
    Map<String, String> headers(Transport.Http http) {
        if (http.credential().isEmpty()) {
            return Map.of();
        }
        String reference = http.credential().get();
        String name = reference.substring(reference.indexOf(':') + 1);
        if (OWN_SETTINGS.matcher(name).lookingAt()) {
            throw new HubException(
                    AdapterError.CREDENTIAL_MISSING,
                    reference
                            + " is a setting of the hub itself, not a partner's credential; give the credential a name of its own");
        }
        String secret = (reference.startsWith("env:") ? environment : configuration)
                .apply(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new HubException(AdapterError.CREDENTIAL_MISSING, reference + " is not set"));
        switch (http.authentication()) {
            case BASIC:
                return Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            case API_KEY:
                return Map.of("X-Api-Key", secret);
            case BEARER:
                return Map.of("Authorization", "Bearer " + secret);
        }
        throw new IllegalStateException("no way to send " + http.authentication());
    }
}
