package io.billinghub.api.idempotency;

import io.billinghub.core.housekeeping.Chore;
import io.billinghub.core.housekeeping.ExpiredRows;
import io.billinghub.core.housekeeping.HousekeepingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Forgets answers that nobody will ask for again; the same key is then the key of another request. */
@ApplicationScoped
public class ExpiredAnswers implements Chore {

    private final ExpiredRows rows = new ExpiredRows("idempotency_key", "created_at");
    private final HousekeepingConfig config;

    ExpiredAnswers(HousekeepingConfig config) {
        this.config = config;
    }

    @Override
    public String what() {
        return "deleting answers of requests with an Idempotency-Key";
    }

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        return rows.deleteSome(connection, now.minus(config.keepAnswers()));
    }
}
