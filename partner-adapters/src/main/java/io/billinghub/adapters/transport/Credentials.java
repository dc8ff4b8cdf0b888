package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.Transport;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** From a descriptor's reference to the header that carries the secret; the secret is read when it is needed and not kept. */
final class Credentials {

    private final Function<String, Optional<String>> environment;
    private final Function<String, Optional<String>> configuration;

    Credentials(
            Function<String, Optional<String>> environment, Function<String, Optional<String>> configuration) {
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
