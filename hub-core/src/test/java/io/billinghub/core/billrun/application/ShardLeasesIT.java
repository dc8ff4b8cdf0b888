package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.BillRunSql;
import io.billinghub.core.billrun.infrastructure.BillRunSql.Run;
import io.billinghub.core.billrun.infrastructure.ShardSql;
import io.billinghub.core.billrun.infrastructure.ShardSql.Blocks;
import io.billinghub.core.billrun.model.RunShard;
import io.billinghub.core.billrun.model.ShardStep;
import io.billinghub.core.testing.TestDatabase;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which shard a process takes next. */
class ShardLeasesIT {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-02T06:00:00Z");

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_shard_leases");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** 24 root accounts in 6 shards, two of which are a block: 0 1, 2 3, 4 5. */
    @Test
    void processesKeepToBlocksOfTheirOwnAsLongAsThereAreAny() {
        BillRunFixture fixture = new BillRunFixture(database, "blocks", null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        Run run = planned(fixture);

        assertThat(lease(fixture, run, "one", NOW)).contains(0);
        assertThat(lease(fixture, run, "two", NOW)).as("another block").contains(2);
        assertThat(lease(fixture, run, "one", NOW, 0)).as("its own").contains(1);
        assertThat(lease(fixture, run, "one", NOW, 0)).as("a free one").contains(4);
        assertThat(lease(fixture, run, "three", NOW)).as("none is free").contains(3);
        assertThat(lease(fixture, run, "two", NOW, 1)).contains(5);
        assertThat(lease(fixture, run, "two", NOW, 1)).as("all are leased").isEmpty();
        assertThat(lease(fixture, run, "two", NOW.plusMinutes(2), 2))
                .as("leases have ended")
                .contains(4);
    }

    private static Run planned(BillRunFixture fixture) {
        UUID uuid = fixture.start().uuid();
        BillRunSql sql = new BillRunSql();
        return database.inTenant(
                fixture.operator,
                connection -> sql.run(connection, uuid)
                        .map(Optional::orElseThrow)
                        .call(run -> sql.planShards(connection, run, 4)));
    }

    private static Optional<Integer> lease(
            BillRunFixture fixture, Run run, String holder, OffsetDateTime now, Integer... mine) {
        return database.inTenant(
                fixture.operator,
                connection -> new ShardSql()
                        .lease(
                                connection,
                                run,
                                ShardStep.RATED,
                                holder,
                                now,
                                Duration.ofMinutes(1),
                                new Blocks(2, mine))
                        .map(leased -> leased.map(RunShard::shard)));
    }
}
