package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.TrialRunSql;
import io.billinghub.core.billrun.infrastructure.TrialRunSql.Parked;
import io.billinghub.core.billrun.infrastructure.TrialRunSql.Results;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.usage.model.SumsAhead;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Bills a shard as a run of the cycle would, by the same code, behind a savepoint: what came of it is read, all that was written is taken
 * back, and the results are kept apart from the books.
 */
@ApplicationScoped
public class TrialShard {

    private final BillRunSql runs;
    private final RateShard rate;
    private final ConsolidateShard consolidate;
    private final TrialRunSql trials;

    public TrialShard(BillRunSql runs, RateShard rate, ConsolidateShard consolidate, TrialRunSql trials) {
        this.runs = runs;
        this.rate = rate;
        this.consolidate = consolidate;
        this.trials = trials;
    }

    /**
     * On the connection; the caller holds the shard and commits. Fails with RUN_EXISTS where the cycle's run of the period has begun, whose
     * charges would be missing here.
     */
    Uni<Void> bill(SqlConnection connection, RunShard shard, SumsAhead sums) {
        return trials.savepoint(connection)
                .flatMap(set -> rate.rate(connection, shard, sums))
                .flatMap(rated -> consolidate.consolidate(connection, shard))
                .flatMap(consolidated -> trials.results(connection, shard))
                .flatMap(results -> trials.parked(connection, shard)
                        .flatMap(parked ->
                                trials.takeBack(connection).flatMap(back -> keep(connection, shard, results, parked))));
    }

    private Uni<Void> keep(SqlConnection connection, RunShard shard, Results results, Parked parked) {
        return trials.isBilled(connection, shard.runId())
                .invoke(billed -> {
                    if (billed) {
                        throw new HubException(
                                CoreError.RUN_EXISTS,
                                "the cycle's run of the period from " + shard.periodFrom()
                                        + " has begun, so a trial of it comes too late");
                    }
                })
                .flatMap(free -> trials.keep(connection, shard, results))
                .flatMap(kept -> runs.park(connection, shard.runId(), parked.roots(), parked.reasons()));
    }
}
