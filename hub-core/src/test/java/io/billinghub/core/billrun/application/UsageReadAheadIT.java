package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage is rated the same, however many shards' sums are read at once, and where there are too many of them. */
class UsageReadAheadIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_usage_read_ahead");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** 24 root accounts in 8 shards. */
    @ParameterizedTest(name = "{0} shards at once, at most {1} sums")
    @CsvSource({"1,150000", "3,150000", "100,150000", "3,0", "3,5"})
    void chargesAreThoseOfTheUsage(int shards, int sums) {
        BillRunFixture fixture =
                new BillRunFixture(database, "ahead-" + shards + "-" + sums, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();

        fixture.runToTheEnd(fixture.worker(3, 2, fixture.readAhead(shards, sums)));

        assertThat(database.text(fixture.operator, """
                select count(*) || ' charges, missing: ' || count(*) filter (where used.quantity is distinct from charged.quantity)
                from (select account_id, offering_id, sum(quantity) as quantity from usage_record group by 1, 2) used
                full join (select account_id, offering_id, sum(quantity) as quantity from charge where source = 'USAGE' group by 1, 2) charged
                  using (account_id, offering_id)
                """))
                .isEqualTo(database.number(fixture.operator, """
                select count(distinct (account_id, offering_id)) from usage_record
                """) + " charges, missing: 0");
        assertThat(fixture.incoherences()).isEmpty();
    }
}
