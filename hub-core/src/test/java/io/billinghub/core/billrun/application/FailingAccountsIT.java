package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.billrun.model.RunKind;
import io.billinghub.core.testing.TestDatabase;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts whose data nothing can bill. The fixture's workers park two of them in a run. */
class FailingAccountsIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_failing_accounts");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** 10^17 euros are 10^19 cents, more than the 9.2 × 10^18 that a bigint of minor units holds. */
    private static BillRunFixture tenant(String key, String... accounts) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                update partner_bill_line set net = 100000000000000000 where grouping_key = 'line-1'
                  and account_id in (select id from billing_account where number in ('%s'));
                update partner_bill b set accepted_net = l.net
                  from (select partner_bill_id, sum(net) as net from partner_bill_line group by partner_bill_id) l where l.partner_bill_id = b.id
                """.formatted(String.join("','", accounts)));
        return fixture;
    }

    private static String parked(BillRunFixture fixture) {
        return database.text(fixture.operator, """
                select coalesce(string_agg(a.number || ' ' || r.parked_reason, '; ' order by a.number), '')
                from bill_run_account r join billing_account a on a.id = r.root_id where r.parked_reason is not null
                """);
    }

    @Test
    void theAccountThatFailsAloneIsParkedAndTheOthersAreBilled() {
        BillRunFixture fixture = tenant("one", "A-0004");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(parked(fixture)).startsWith("A-0004 billing failed: ArithmeticException: ");
        assertThat(database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(23);

        fixture.approve(run);
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(fixture.state(run)).as("waits for the parked account").isEqualTo(BillRunState.PUBLISHED);

        database.execute(fixture.operator, """
                update partner_bill_line set net = 12.35 where net = 100000000000000000;
                update partner_bill b set accepted_net = l.net
                  from (select partner_bill_id, sum(net) as net from partner_bill_line group by partner_bill_id) l where l.partner_bill_id = b.id
                """);
        database.inTenant(fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        fixture.approve(run);
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(24);
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** Both shards are taken apart by workers that are at it at the same time. */
    @Test
    void twoShardsAreTakenApartAtOnce() {
        BillRunFixture fixture = tenant("two", "A-0002", "A-0022");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(7, 4).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(parked(fixture)).startsWith("A-0002 billing failed").contains("; A-0022 billing failed");
        assertThat(database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(22);
        assertThat(
                        database.number(
                                fixture.operator,
                                "select count(*) - count(distinct shard) from bill_run_shard where run_id = (select id from bill_run)"))
                .isZero();
    }

    /** What the others get is what they get without it. */
    @Test
    void theOthersBillsAreTheSameAsWithoutIt() {
        BillRunFixture alone = tenant("same-a", "A-0004");
        alone.runToTheEnd(alone.worker(7, 2));
        BillRunFixture small = tenant("same-b", "A-0004");
        small.runToTheEnd(small.worker(1, 4));
        assertThat(alone.bills()).isEqualTo(small.bills());
        assertThat(alone.incoherences()).isEmpty();
    }

    @Test
    void aTrialParksItToo() {
        BillRunFixture fixture = tenant("trial", "A-0004");
        UUID trial = database.inTenant(
                        fixture.operator,
                        transaction -> fixture.runs.start(
                                transaction,
                                fixture.operator,
                                new BillRuns.Start(
                                        RunKind.TRIAL, "monthly", BillRunFixture.OCTOBER, false, Optional.empty())))
                .uuid();
        TestDatabase.await(fixture.worker(7, 2).workOnce());
        assertThat(fixture.state(trial)).isEqualTo(BillRunState.CLOSED);
        assertThat(parked(fixture)).startsWith("A-0004 billing failed: ArithmeticException: ");
        assertThat(database.number(fixture.operator, "select count(*) from trial_bill"))
                .isEqualTo(23);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void whereManyFailSomethingElseIsWrong() {
        BillRunFixture fixture = tenant("many", "A-0002", "A-0004", "A-0006", "A-0008");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(7, 1).workOnce());
        assertThat(fixture.state(run)).isEqualTo(BillRunState.FAILED);
        assertThat(TestDatabase.await(fixture.runs.get(fixture.operator, run)).failure())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("ArithmeticException"));
        assertThat(fixture.incoherences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "IN_REVIEW, PUBLISHED",
        "IN_REVIEW, CLOSED",
        "IN_REVIEW, SCHEDULED",
        "IN_REVIEW, FAILED",
        "APPROVED, CANCELLED",
        "APPROVED, IN_REVIEW",
        "CLOSED, RATING",
        "CLOSED, CANCELLED",
    })
    void noStatementTakesARunWhereItMayNotGo(BillRunState from, BillRunState to) {
        BillRunFixture fixture = tenant("illegal-" + from.ordinal() + "-" + to.ordinal(), "none");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        if (from != BillRunState.IN_REVIEW) {
            fixture.approve(run);
        }
        if (from == BillRunState.CLOSED) {
            TestDatabase.await(fixture.worker(100, 1).workOnce());
        }
        assertThat(fixture.state(run)).isEqualTo(from);
        assertThatThrownBy(() -> database.execute(
                        fixture.operator, "update bill_run set state = '" + to + "', failed_in = 'RATING'"))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("a bill run that is " + from + " can't become " + to);
    }
}
