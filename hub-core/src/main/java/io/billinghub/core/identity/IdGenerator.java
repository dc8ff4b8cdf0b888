package io.billinghub.core.identity;

import java.util.UUID;

/** Gives ids for new things; injected, so that tests may give their own. */
@FunctionalInterface
public interface IdGenerator {

    /** A new UUID of version 7 (RFC 9562): ordered by time of creation. */
    UUID next();
}
