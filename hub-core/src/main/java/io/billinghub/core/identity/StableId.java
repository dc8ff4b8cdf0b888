package io.billinghub.core.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/**
 * Ids that the same input gives again, whatever was retried or crashed in between: UUID version 5 (RFC 9562) of what the
 * thing is made from.
 */
public final class StableId {

    private StableId() {}

    /** The id of the thing called {@code name} inside of {@code namespace}. */
    public static UUID of(UUID namespace, String name) {
        return UuidCreator.getNameBasedSha1(namespace, name);
    }
}
