package io.billinghub.core.housekeeping;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Makes the tables of months before the first row of one comes, so that those who bring rows hardly ever have to. */
@ApplicationScoped
public class MonthsAhead implements Chore {

    private final HousekeepingConfig config;

    public MonthsAhead(HousekeepingConfig config) {
        this.config = config;
    }

    @Override
    public String what() {
        return "making the tables of months to come";
    }

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery("call ensure_periods_ahead($1, $2)")
                .execute(Tuple.of(LocalDate.ofInstant(now, ZoneOffset.UTC), config.monthsAhead()))
                .replaceWith(false);
    }
}
