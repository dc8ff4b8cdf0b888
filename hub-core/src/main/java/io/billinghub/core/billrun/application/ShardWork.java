package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.infrastructure.ShardSql.Blocks;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.ShardStep;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.notification.model.ShardChange;
import io.billinghub.core.process.FairTurns;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usage.model.SumsAhead;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Takes a run's shards through one step: lease a shard (one transaction), do its work and note it done (another one), until
 * none is free. Several processes may do so for the same run; the row lock that the work holds and the fence that it
 * checks keep a shard from being done twice. As many shards as the configuration says are worked on at once; those of different runs take turns.
 */
@ApplicationScoped
public class ShardWork {

    private final TenantTransaction transactions;
    private final ShardSql shards;
    private final UsageReadAhead ahead;
    private final RateShard rate;
    private final ConsolidateShard consolidate;
    private final TrialShard trial;
    private final PublishShard publish;
    private final IsolateShard isolate;
    private final WriteDocuments documents;
    private final BillRunEvents events;
    private final BillRunConfig config;
    private final Clock clock;
    private final String holder;
    private final FairTurns turns;

    public ShardWork(
            TenantTransaction transactions,
            ShardSql shards,
            UsageReadAhead ahead,
            RateShard rate,
            ConsolidateShard consolidate,
            TrialShard trial,
            PublishShard publish,
            IsolateShard isolate,
            WriteDocuments documents,
            BillRunEvents events,
            BillRunConfig config,
            Clock clock,
            IdGenerator ids) {
        this.transactions = transactions;
        this.shards = shards;
        this.ahead = ahead;
        this.rate = rate;
        this.consolidate = consolidate;
        this.trial = trial;
        this.publish = publish;
        this.isolate = isolate;
        this.documents = documents;
        this.events = events;
        this.config = config;
        this.clock = clock;
        this.holder = ids.next().toString();
        this.turns = new FairTurns(config.workers());
    }

    /** Works until no shard is free for the step; others may still hold some then. */
    Uni<Void> workOff(TenantContext context, Run run, ShardStep step) {
        List<Uni<Void>> loops = new ArrayList<>();
        for (int i = 0; i < config.workers(); i++) {
            loops.add(Uni.createFrom()
                    .deferred(() -> turns.take(() -> next(context, run, step)))
                    .repeat()
                    .whilst(worked -> worked)
                    .onItem()
                    .ignoreAsUni());
        }
        return Uni.join()
                .all(loops)
                .andFailFast()
                .onTermination()
                .invoke(() -> ahead.forget(run.id()))
                .replaceWithVoid();
    }

    /** Works on one shard; false if none was free. */
    private Uni<Boolean> next(TenantContext context, Run run, ShardStep step) {
        return transactions
                .run(
                        context,
                        connection ->
                                shards.lease(connection, run, step, holder, now(), config.lease(), blocks(run, step)))
                .flatMap(leased -> leased.map(shard -> work(context, shard, step)
                                .onFailure(failure -> IsolateShard.helps(shard, step, failure))
                                .recoverWithUni(failure -> isolated(context, shard, step, failure))
                                .replaceWith(true))
                        .orElse(Uni.createFrom().item(false)));
    }

    private Blocks blocks(Run run, ShardStep step) {
        return step == ShardStep.RATED ? new Blocks(ahead.shardsOfBlock(), ahead.blocks(run.id())) : Blocks.NONE;
    }

    /** What takes long and must not keep a transaction open comes first: documents, again if writing was cut off, and usage. */
    private Uni<Void> work(TenantContext context, RunShard shard, ShardStep step) {
        return switch (step) {
            case RATED ->
                ahead.of(context, shard)
                        .onFailure(failure -> IsolateShard.helps(shard, step, failure))
                        .recoverWithItem(
                                SumsAhead.NONE) // each shard asks for its own, so those of other accounts don't fail it
                        .flatMap(sums -> inTransaction(
                                context,
                                shard,
                                step,
                                reached(shard, step),
                                connection -> shard.kind() == RunKind.TRIAL
                                        ? trial.bill(connection, shard, sums)
                                        : rate.rate(connection, shard, sums)));
            case WRITTEN ->
                documents
                        .write(context, shard, () -> renewed(context, shard))
                        .flatMap(written -> inTransaction(
                                context, shard, step, step, connection -> documents.note(connection, shard)));
            case NOTHING, CONSOLIDATED, PUBLISHED ->
                inTransaction(context, shard, step, step, connection -> step(connection, context, shard, step));
        };
    }

    private Uni<Void> isolated(TenantContext context, RunShard shard, ShardStep step, Throwable failure) {
        return transactions
                .run(
                        context,
                        connection -> shards.hold(connection, shard, step)
                                .flatMap(held -> held
                                        ? isolate.isolate(connection, shard, step, reached(shard, step), failure)
                                        : Uni.createFrom().item(true)))
                .flatMap(goesOn ->
                        goesOn ? Uni.createFrom().voidItem() : Uni.createFrom().failure(failure));
    }

    /** A trial's shard is consolidated when it is rated. */
    private static ShardStep reached(RunShard shard, ShardStep step) {
        return shard.kind() == RunKind.TRIAL ? ShardStep.CONSOLIDATED : step;
    }

    private Uni<Boolean> renewed(TenantContext context, RunShard shard) {
        return transactions.run(context, connection -> shards.renew(connection, shard, now().plus(config.lease())));
    }

    private Uni<Void> inTransaction(
            TenantContext context,
            RunShard shard,
            ShardStep step,
            ShardStep reached,
            Function<SqlConnection, Uni<Void>> work) {
        return transactions.run(
                context,
                connection -> shards.planEachTime(connection)
                        .flatMap(set -> shards.hold(connection, shard, step))
                        .flatMap(held -> held
                                ? work.apply(connection).flatMap(done -> shards.done(connection, shard, reached))
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> step(SqlConnection connection, TenantContext context, RunShard shard, ShardStep step) {
        return switch (step) {
            case CONSOLIDATED ->
                consolidate
                        .consolidate(connection, shard)
                        .flatMap(done -> events.shardChanged(connection, context, shard, ShardChange.CONSOLIDATED));
            case PUBLISHED -> publish.publish(connection, context, shard);
            case NOTHING, RATED, WRITTEN -> throw new IllegalStateException(step + " is not a step of one transaction");
        };
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }
}
