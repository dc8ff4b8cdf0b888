package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.RunProgressSql;
import io.billinghub.core.billrun.model.RunProgress;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Tells how far a run has come, once or again and again. */
@ApplicationScoped
public class WatchRun {

    /** Longer than that nobody is told without asking again: a login may have ended meanwhile. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final TenantTransaction transactions;
    private final RunProgressSql progress;

    public WatchRun(TenantTransaction transactions, RunProgressSql progress) {
        this.transactions = transactions;
        this.progress = progress;
    }

    /** The run's progress now; UNKNOWN_RESOURCE where the tenant has no such run. */
    public Uni<RunProgress> now(TenantContext context, UUID run) {
        return transactions.run(
                context,
                connection -> progress.progress(connection, run)
                        .map(found -> found.orElseThrow(
                                () -> new HubException(CoreError.UNKNOWN_RESOURCE, "there is no bill run " + run))));
    }

    /** The same each second, until the run waits for a person or is over, for ten minutes at most. */
    public Multi<RunProgress> watch(TenantContext context, UUID run) {
        return Multi.createBy()
                .repeating()
                .uni(() -> now(context, run))
                .withDelay(EVERY)
                .whilst(RunProgress::moving)
                .select()
                .first(LONGEST);
    }
}
