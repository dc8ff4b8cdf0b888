package io.billinghub.core.notification.application;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.model.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** The listeners' secrets: computed when they are needed, stored nowhere. */
@ApplicationScoped
public class Secrets {

    private final Optional<SigningKey> key;

    public Secrets(NotificationConfig config) {
        this.key = config.signingKey().filter(text -> !text.isBlank()).map(SigningKey::new);
    }

    /** Whether the hub can sign. */
    public boolean available() {
        return key.isPresent();
    }

    /**
     * The secret of a listener.
     *
     * @param generation 1 or more
     * @throws HubException SIGNING_KEY_MISSING
     */
    public String secretOf(UUID listener, int generation) {
        return key.orElseThrow(() -> new HubException(
                        CoreError.SIGNING_KEY_MISSING, "no key is configured from which secrets are derived"))
                .secretOf(listener, generation);
    }
}
