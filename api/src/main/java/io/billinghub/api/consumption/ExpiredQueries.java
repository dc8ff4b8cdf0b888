package io.billinghub.api.consumption;

import io.billinghub.core.housekeeping.Chore;
import io.billinghub.core.housekeeping.ExpiredRows;
import io.billinghub.core.housekeeping.HousekeepingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Forgets questions about usage, with their answers of that time. */
@ApplicationScoped
public class ExpiredQueries implements Chore {

    private final ExpiredRows rows = new ExpiredRows("usage_consumption_query", "asked_at");
    private final HousekeepingConfig config;

    ExpiredQueries(HousekeepingConfig config) {
        this.config = config;
    }

    @Override
    public String what() {
        return "deleting questions about usage";
    }

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        return rows.deleteSome(connection, now.minus(config.keepUsageQueries()));
    }
}
