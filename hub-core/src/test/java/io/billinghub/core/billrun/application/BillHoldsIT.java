package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.infrastructure.SqlBilledLines;
import io.billinghub.core.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills on hold against the real PostgreSQL; every test ends with the coherence check. */
class BillHoldsIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_holds");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    @Test
    void aDraftOnHoldStaysBehindAndGoesOutWhenItIsReleased() {
        BillRunFixture fixture = tenant("held-draft");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID run = fixture.start().uuid();
        TestDatabase.await(worker.workOnce());
        UUID bill = bill(fixture, "A-0002");
        fixture.hold(bill, "onHold");
        fixture.hold(bill, "onHold"); // changes nothing
        int shard = (int) number(fixture, "select shard from customer_bill where uuid = '" + bill + "'");

        fixture.approve(run);
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.PUBLISHED);
        assertThat(number(fixture, "select count(*) from customer_bill where state = 'sent'"))
                .isEqualTo(23);
        assertThat(number(
                        fixture,
                        "select count(*) from ledger_transaction t join customer_bill b on b.id = t.bill_id where b.uuid = '"
                                + bill + "'"))
                .isZero();
        assertThat(billsToShare(fixture, run, shard)).isEqualTo(6); // of the shard's seven
        assertThat(fixture.incoherences()).isEmpty();

        fixture.hold(bill, "validated"); // which the approval has made of it
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(number(fixture, "select count(*) from customer_bill where state = 'sent'"))
                .isEqualTo(24);
        int own = (int) number(fixture, "select shard from customer_bill where uuid = '" + bill + "'");
        assertThat(own).isNotEqualTo(shard);
        assertThat(billsToShare(fixture, run, own)).isEqualTo(1);
        // 24 accounts in shards of 7 are 4 shards, each told of once, and the released bill's
        assertThat(number(
                        fixture,
                        "select count(distinct event_id) from outbox where type like '%shard-published%' and subject = 'bill-run/"
                                + run + "'"))
                .isEqualTo(5);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aDraftThatIsReleasedWhileItsRunHasFailedGoesOutWhenTheRunIsResumed() {
        BillRunFixture fixture = tenant("released-failed");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID run = fixture.start().uuid();
        TestDatabase.await(worker.workOnce());
        UUID bill = bill(fixture, "A-0002");
        fixture.hold(bill, "onHold");
        fixture.approve(run);
        TestDatabase.await(worker.workOnce());
        // as a full disk would have it while documents are written
        fixture.database.execute(
                fixture.operator,
                "update bill_run set state = 'FAILED', failed_in = 'PUBLISHED' where uuid = '" + run + "'");

        fixture.hold(bill, "validated");
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(number(fixture, "select count(*) from customer_bill where state = 'sent'"))
                .isEqualTo(24);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aSentBillIsHeldAndGoesBackToWhereItWas() {
        BillRunFixture fixture = tenant("held-sent");
        fixture.runToTheEnd(fixture.worker(7, 2));
        UUID bill = bill(fixture, "A-0005");
        int shard = (int) number(fixture, "select shard from customer_bill where uuid = '" + bill + "'");

        fixture.hold(bill, "onHold");
        assertThat(fixture.incoherences()).isEmpty();
        assertThatThrownBy(() -> fixture.hold(bill, "new"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is onHold and can't become new: on hold, it goes back to sent");
        fixture.hold(bill, "sent");

        assertThat(number(
                        fixture,
                        "select shard from customer_bill where state = 'sent' and held_from is null and uuid = '" + bill
                                + "'"))
                .isEqualTo(shard);
        assertThat(number(fixture, "select count(*) from audit_event where action = 'bill.state'"))
                .isEqualTo(2);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void whatApprovalAndPaymentsDoIsNotDoneByHand() {
        BillRunFixture fixture = tenant("by-hand");
        fixture.runToTheEnd(fixture.worker(7, 2));
        UUID bill = bill(fixture, "A-0005");

        for (String state : new String[] {"new", "validated", "partiallyPaid", "settled"}) {
            assertThatThrownBy(() -> fixture.hold(bill, state))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("is sent and can't become " + state);
        }
        assertThatThrownBy(() -> fixture.hold(UUID.fromString("00000000-0000-7000-8000-000000000000"), "onHold"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("there is no bill with the id");
    }

    private static long billsToShare(BillRunFixture fixture, UUID run, int shard) {
        return fixture
                .database
                .inTenant(
                        fixture.operator,
                        connection -> new SqlBilledLines().ofShard(connection, fixture.operator, run, shard))
                .stream()
                .map(line -> line.invoice().bill().id())
                .distinct()
                .count();
    }

    private static UUID bill(BillRunFixture fixture, String account) {
        return UUID.fromString(fixture.database.text(
                fixture.operator,
                "select b.uuid::text from customer_bill b join billing_account a on a.id = b.account_id where a.number = '"
                        + account + "'"));
    }

    private static long number(BillRunFixture fixture, String sql) {
        return fixture.database.number(fixture.operator, sql);
    }
}
