package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.ShardFailure;
import io.billinghub.core.billrun.model.ShardStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes a shard apart whose data can't be billed: each root account gets a shard of its own, and the one that fails alone is parked with the
 * reason, while the run goes on with the others. Only before approval; and only so many accounts of a run, for then something else is wrong.
 */
@ApplicationScoped
public class IsolateShard {

    private static final Logger LOG = Logger.getLogger(IsolateShard.class);
    private static final int LONGEST_REASON = 500;

    private final BillRunSql runs;
    private final ShardSql shards;
    private final ApplyTerms terms;
    private final BillRunConfig config;

    public IsolateShard(BillRunSql runs, ShardSql shards, ApplyTerms terms, BillRunConfig config) {
        this.runs = runs;
        this.shards = shards;
        this.terms = terms;
        this.config = config;
    }

    /** Whether the failure is one that a shard is taken apart for. */
    static boolean helps(RunShard shard, ShardStep step, Throwable failure) {
        return !shard.kind().ofOneAccount()
                && (step == ShardStep.RATED || step == ShardStep.CONSOLIDATED)
                && ShardFailure.isOfTheData(
                        failure, failure instanceof PgException postgres ? postgres.getSqlState() : null);
    }

    /**
     * On the connection; the caller holds the shard and commits.
     *
     * @param reached the step that the shard of an account which is parked counts as having done
     * @return false if too many accounts were parked so, and the run is to fail
     */
    Uni<Boolean> isolate(
            SqlConnection connection, RunShard shard, ShardStep step, ShardStep reached, Throwable failure) {
        return shards.roots(connection, shard).flatMap(roots -> {
            if (roots.size() > 1) {
                LOG.warnf(
                        failure,
                        "shard %d of bill run %s can't be billed; its %d accounts are tried one by one",
                        shard.shard(),
                        shard.runUuid(),
                        roots.size());
                return shards.takeApart(connection, shard, step.previous()).replaceWith(true);
            }
            return shards.failedAccounts(connection, shard.runId())
                    .flatMap(before -> before >= config.failedAccounts()
                            ? Uni.createFrom().item(false)
                            : park(connection, shard, reached, roots, failure).replaceWith(true));
        });
    }

    private Uni<Void> park(
            SqlConnection connection, RunShard shard, ShardStep reached, List<Long> roots, Throwable failure) {
        LOG.errorf(failure, "an account of bill run %s can't be billed, and is parked", shard.runUuid());
        String words = ShardSql.FAILED + failure.getClass().getSimpleName() + ": " + failure.getMessage();
        String reason = words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) : words;
        return runs.park(
                        connection,
                        shard.runId(),
                        roots,
                        roots.stream().map(root -> reason).toList())
                .flatMap(parked -> terms.takeBack(connection, shard, roots))
                .flatMap(back -> shards.deleteCharges(connection, shard, roots))
                .flatMap(deleted -> shards.done(connection, shard, reached));
    }
}
