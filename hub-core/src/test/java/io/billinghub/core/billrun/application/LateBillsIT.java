package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.application.MissingBills.Missing;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.testing.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run of October does without bills that were due on 3 November. The cycle is Helsinki's, two hours ahead in winter. */
class LateBillsIT {

    private static final LocalDate DUE = LocalDate.of(2026, 11, 3);
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_late_bills");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** A tenant whose run waits for nobody but whom the test names, and the bills that its partners owe. */
    private static final class Scene {
        final BillRunFixture fixture;
        final List<Missing> missing = new ArrayList<>();

        Scene(String tenant) {
            fixture = new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch);
            fixture.load();
            database.execute(fixture.operator, """
                    insert into account_link (tenant_id, partner_id, partner_account, account_id, valid_from)
                    select hub_tenant(), r.id, a.number, a.id, '2026-01-01'
                    from party_role r, billing_account a where r.role = 'PARTNER' and a.number = 'A-0001'
                    """);
        }

        Scene owes(String partner) {
            missing.add(new Missing(
                    database.number(
                            fixture.operator,
                            "select id from party_role where role = 'PARTNER' and key = '" + partner + "'"),
                    partner + "-bills",
                    DUE));
            return this;
        }

        Scene waits(String partner, int days) {
            database.execute(
                    fixture.operator,
                    "update agreement_version set late_bill = 'WAIT', wait_for_bill_days = " + days
                            + " where agreement_id = (select id from agreement where key = '" + partner + "')");
            return this;
        }

        void workAt(String time) {
            TestDatabase.await(fixture.worker(
                            (connection, period) -> Uni.createFrom().item(List.copyOf(missing)),
                            Clock.fixed(Instant.parse(time), ZoneOffset.UTC))
                    .workOnce());
        }

        String outcomes() {
            return database.text(fixture.operator, """
                    select coalesce(string_agg(adapter || ' ' || policy || ' until ' || wait_until || ' ' || outcome, '; ' order by adapter), '')
                    from bill_run_late_bill
                    """);
        }
    }

    @Test
    void aRunWaitsUntilTheBillIsThere() {
        Scene scene = new Scene("arrives").owes("cloud").waits("cloud", 5);
        UUID run = scene.fixture.start().uuid();
        scene.workAt("2026-11-04T00:00:00Z");
        scene.workAt("2026-11-05T00:00:00Z");
        assertThat(scene.fixture.state(run)).isEqualTo(BillRunState.COLLECTING);
        assertThat(scene.outcomes()).isEqualTo("cloud-bills WAIT until 2026-11-08 WAITING");
        assertThat(database.text(scene.fixture.operator, "select open_from from bill_cycle"))
                .as("the period is open for the bill")
                .isEqualTo("2026-10-01");

        scene.missing.clear();
        scene.workAt("2026-11-06T00:00:00Z");
        assertThat(scene.fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.outcomes()).isEqualTo("cloud-bills WAIT until 2026-11-08 ARRIVED");
        assertThat(scene.fixture.incoherences()).isEmpty();
    }

    /** The 8th ends in Helsinki at 22:00 in UTC. */
    @Test
    void aRunWaitsNoLongerThanItsDays() {
        Scene scene = new Scene("days").owes("cloud").owes("soft").waits("cloud", 5);
        UUID run = scene.fixture.start().uuid();
        scene.workAt("2026-11-08T21:59:59Z");
        assertThat(scene.fixture.state(run)).isEqualTo(BillRunState.COLLECTING);
        assertThat(scene.outcomes())
                .isEqualTo("cloud-bills WAIT until 2026-11-08 WAITING;"
                        + " soft-bills PROCEED_AND_CARRY_OVER until 2026-11-03 CARRIED_OVER");
        scene.workAt("2026-11-08T22:00:00Z");
        assertThat(scene.fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.outcomes()).startsWith("cloud-bills WAIT until 2026-11-08 CARRIED_OVER;");
        assertThat(TestDatabase.await(scene.fixture.runs.report(scene.fixture.operator, run))
                        .getJsonArray("lateBills")
                        .getJsonObject(0)
                        .getString("outcome"))
                .isEqualTo("CARRIED_OVER");
    }

    @Test
    void nobodyWaitsForAPartnerWithoutAnAccountInTheCycle() {
        Scene scene = new Scene("no-account").owes("cloud").waits("cloud", 60);
        database.execute(scene.fixture.operator, "update account_link set valid_to = '2026-10-01'");
        UUID run = scene.fixture.start().uuid();
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(scene.fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.outcomes()).isEmpty();
    }

    @Test
    void aManagerEndsTheWaiting() {
        Scene scene = new Scene("stopped").owes("cloud").waits("cloud", 60);
        BillRunFixture fixture = scene.fixture;
        UUID run = fixture.start().uuid();
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.COLLECTING);
        database.inTenant(fixture.manager, transaction -> fixture.runs.stopWaiting(transaction, fixture.manager, run));
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.outcomes()).isEqualTo("cloud-bills WAIT until 2027-01-02 CARRIED_OVER");
        assertThat(TestDatabase.await(fixture.runs.get(fixture.operator, run)).stoppedWaitingBy())
                .contains(fixture.manager.actor());
        assertThatThrownBy(() -> database.inTenant(
                        fixture.manager, transaction -> fixture.runs.stopWaiting(transaction, fixture.manager, run)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.RUN_STATE));
    }
}
