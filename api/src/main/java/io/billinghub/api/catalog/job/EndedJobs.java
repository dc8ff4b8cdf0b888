package io.billinghub.api.catalog.job;

import io.billinghub.core.housekeeping.Chore;
import io.billinghub.core.housekeeping.ExpiredRows;
import io.billinghub.core.housekeeping.HousekeepingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Forgets jobs that have ended long ago, with the files of exports. */
@ApplicationScoped
public class EndedJobs implements Chore {

    private final ExpiredRows imports = new ExpiredRows("import_job", "completed_at");
    private final ExpiredRows exports = new ExpiredRows("export_job", "completed_at");
    private final HousekeepingConfig config;

    EndedJobs(HousekeepingConfig config) {
        this.config = config;
    }

    @Override
    public String what() {
        return "deleting ended jobs of the catalogue";
    }

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        Instant before = now.minus(config.keepCatalogueJobs());
        return imports.deleteSome(connection, before)
                .flatMap(more -> exports.deleteSome(connection, before).map(also -> more || also));
    }
}
