package io.billinghub.core.event.infrastructure;

import io.billinghub.core.error.HubException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Tells a consumer what to do with an event that failed: where the database or the network is in the way, try again until it
 * is not; anything else will fail again, so it belongs into the dead-letter topic.
 */
public final class TemporaryFailures {

    // classes of PostgreSQL's SQLSTATE: connection, transaction rollback, lock not available, resources, operator,
    // system
    private static final Set<String> TEMPORARY = Set.of("08", "40", "55", "53", "57", "58");

    private TemporaryFailures() {}

    /** Whether the same work may succeed later, with nothing changed but the surroundings. */
    public static boolean isTemporary(Throwable failure) {
        if (failure instanceof HubException refusal) {
            return refusal.code().retryable();
        }
        if (failure instanceof PgException postgres) {
            String state = postgres.getSqlState();
            return state == null || TEMPORARY.contains(state.substring(0, 2));
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException // the connection was closed
                || failure instanceof NoStackTraceThrowable; // no connection of the pool was free in time
    }
}
