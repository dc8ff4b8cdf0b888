package io.billinghub.adapters.transport;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * From a descriptor's reference to the secret; it is read when it is needed and not kept.
 *
 * <p>{@code secret:NAME} in a descriptor of the tenant {@code nordlys} is the configuration key {@code
 * hub.secrets."nordlys".NAME}, as an environment variable {@code HUB_SECRETS__NORDLYS__NAME}. The tenant's key is the
 * descriptor's own, so nobody can name another tenant's secret, nor a setting of the hub itself. Names hold no two
 * separators in a row (see the descriptor's schema), so no two pairs of tenant and name share a variable.
 */
public final class Credentials {

    private static final String REFERENCE = "secret:";

    private final Function<String, Optional<String>> configuration;

    /** @param configuration the hub's configuration, by key */
    public Credentials(Function<String, Optional<String>> configuration) {
        this.configuration = configuration;
    }

    /**
     * The secret of the tenant.
     *
     * @param reference {@code secret:NAME}
     * @throws HubException CREDENTIAL_MISSING if the tenant has no such secret
     */
    public String secret(String tenantKey, String reference) {
        if (!reference.startsWith(REFERENCE)) {
            throw new HubException(
                    AdapterError.CREDENTIAL_MISSING, reference + " is no reference to a secret; write secret:NAME");
        }
        String key = "hub.secrets.\"" + tenantKey + "\"." + reference.substring(REFERENCE.length());
        return configuration
                .apply(key)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new HubException(
                        AdapterError.CREDENTIAL_MISSING,
                        reference + " of tenant " + tenantKey + " is not set: neither " + key + " nor the variable "
                                + variable(key)));
    }

    /** The environment variable of a configuration key, by the rules of MicroProfile Config. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
