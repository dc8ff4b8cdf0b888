package io.billinghub.core.billrun.application;

import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.model.SumsAhead;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the sums of a run's usage for many shards at once. Usage lies in the order in which it came, so the records of each shard are on
 * nearly all pages of the period: shard by shard they would be read again and again. What was read holds, since the run has closed the
 * period for intake; a shard whose accounts or prices are others by the time it is rated reads for itself.
 */
@ApplicationScoped
public class UsageReadAhead {

    /** Root accounts whose usage is read at once. */
    private static final int ACCOUNTS_AT_ONCE = 20_000;

    /** Sums that are kept of one block, some hundred bytes each. */
    private static final int MOST_SUMS = 300_000;

    /** One that is worked off, and one that is begun meanwhile. */
    private static final int MOST_BLOCKS = 2;

    private final TenantTransaction transactions;
    private final RatingSql rating;
    private final UsageRating usage;
    private final int shardsOfBlock;
    private final int mostSums;
    private final Map<Block, Uni<SumsAhead>> blocks = new LinkedHashMap<>();
    private final Set<Long> tooMuch = new HashSet<>();

    @Inject
    public UsageReadAhead(TenantTransaction transactions, RatingSql rating, UsageRating usage, BillRunConfig config) {
        this(transactions, rating, usage, Math.max(1, ACCOUNTS_AT_ONCE / config.accountsPerShard()), MOST_SUMS);
    }

    UsageReadAhead(
            TenantTransaction transactions, RatingSql rating, UsageRating usage, int shardsOfBlock, int mostSums) {
        this.transactions = transactions;
        this.rating = rating;
        this.usage = usage;
        this.shardsOfBlock = shardsOfBlock;
        this.mostSums = mostSums;
    }

    private record Block(long runId, int number) {}

    /** How many shards that follow each other are read together. */
    int shardsOfBlock() {
        return shardsOfBlock;
    }

    /** Which blocks of the run this process has read, or is reading. */
    synchronized Integer[] blocks(long runId) {
        return blocks.keySet().stream()
                .filter(block -> block.runId() == runId)
                .map(Block::number)
                .toArray(Integer[]::new);
    }

    /** The sums of the shard's block, read once in a transaction of its own. */
    Uni<SumsAhead> of(TenantContext context, RunShard shard) {
        return shard.kind().ofOneAccount() ? Uni.createFrom().item(SumsAhead.NONE) : block(context, shard);
    }

    private synchronized Uni<SumsAhead> block(TenantContext context, RunShard shard) {
        if (tooMuch.contains(shard.runId())) {
            return Uni.createFrom().item(SumsAhead.NONE);
        }
        Block block = new Block(shard.runId(), shard.shard() / shardsOfBlock);
        Uni<SumsAhead> known = blocks.get(block);
        if (known != null) {
            return known;
        }
        if (blocks.size() >= MOST_BLOCKS) {
            Optional<Block> own = blocks.keySet().stream()
                    .filter(each -> each.runId() == shard.runId())
                    .findFirst();
            if (own.isEmpty()) {
                return Uni.createFrom()
                        .item(SumsAhead.NONE); // runs in turns would read each other's blocks out again and again
            }
            blocks.remove(own.get());
        }
        Uni<SumsAhead> read = read(context, shard, block)
                .onFailure()
                .invoke(() -> forget(block))
                .memoize()
                .indefinitely();
        blocks.put(block, read);
        return read;
    }

    private Uni<SumsAhead> read(TenantContext context, RunShard shard, Block block) {
        CyclePeriod period = new CyclePeriod(shard.periodFrom(), shard.periodTo());
        int first = block.number() * shardsOfBlock;
        return transactions
                .run(
                        context,
                        connection -> rating.accounts(connection, shard.runId(), first, first + shardsOfBlock)
                                .flatMap(accounts -> rating.plans(connection, period.from(), period.to())
                                        .flatMap(plans -> usage.ahead(
                                                connection,
                                                UsageSpan.of(period, shard.zone()),
                                                accounts,
                                                plans,
                                                mostSums))))
                .map(read -> read.orElseGet(() -> {
                    leaveToShards(shard.runId());
                    return SumsAhead.NONE;
                }));
    }

    private synchronized void forget(Block block) {
        blocks.remove(block);
    }

    private synchronized void leaveToShards(long runId) {
        tooMuch.add(runId);
    }

    /** Lets go of what was read for the run. */
    synchronized void forget(long runId) {
        blocks.keySet().removeIf(block -> block.runId() == runId);
        tooMuch.remove(runId);
    }
}
