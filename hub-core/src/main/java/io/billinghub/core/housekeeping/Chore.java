package io.billinghub.core.housekeeping;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;

/** Something that is done for each tenant now and then. Two processes may do it at once. */
public interface Chore {

    /** What is done, for the log: {@code deleting answers of repeated requests}. */
    String what();

    /**
     * Does some of it, in one short transaction of a tenant.
     *
     * @return whether there may be more to do
     */
    Uni<Boolean> doSome(SqlConnection connection, Instant now);
}
