package io.billinghub.core.housekeeping;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** Rows of one table whose time is over, deleted some at a time. */
public final class ExpiredRows {

    private static final int AT_ONCE = 1_000;

    private final String delete;

    /**
     * @param table its name
     * @param time the column that tells how old a row is; rows without it stay
     */
    public ExpiredRows(String table, String time) {
        this.delete = "delete from %1$s where ctid = any (array(select ctid from %1$s where %2$s < $1 limit $2))"
                .formatted(table, time);
    }

    /** Deletes some of the tenant's rows that are older; answers whether there may be more. */
    public Uni<Boolean> deleteSome(SqlConnection connection, Instant before) {
        return connection
                .preparedQuery(delete)
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC), AT_ONCE))
                .map(deleted -> deleted.rowCount() == AT_ONCE);
    }
}
