package io.billinghub.api.catalog.job;

import java.util.Optional;
import java.util.UUID;

/**
 * A job that this process has taken.
 *
 * @param attempts how many times it was begun, this one counted; it tells this taking from every other
 * @param requestedBy user name or client id of who asked for it
 */
record Job(
        JobKind kind,
        UUID id,
        String url,
        Optional<String> contentType,
        Optional<String> path,
        Optional<String> query,
        int attempts,
        String requestedBy) {}
