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
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** What a run of October does without bills that were due on 3 November. The cycle is Helsinki's, two hours ahead in winter. */
class LateBillsIT {

    private static final LocalDate DUE = LocalDate.of(2026, 11, 3);
    private static TestDatabase database;

    @TempDir
    static Path folder;

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
            fixture = new BillRunFixture(database, tenant, folder, UuidCreator::getTimeOrderedEpoch);
            fixture.missing = (connection, period) -> Uni.createFrom().item(List.copyOf(missing));
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

        Scene holdsAccounts(String partner) {
            database.execute(
                    fixture.operator,
                    "update agreement_version set late_bill = 'HOLD_ACCOUNT'"
                            + " where agreement_id = (select id from agreement where key = '" + partner + "')");
            return this;
        }

        /** A bill of October over 100 for A-0001, as intake writes it for an account that waits. */
        void arrives(String partner) {
            missing.clear();
            database.execute(fixture.operator, """
                    with document as (
                      insert into received_document (tenant_id, uuid, partner_id, sha256, size, transport, received_at, received_by, status)
                      select tenant_id, gen_random_uuid(), id, sha256('late'), 0, 'push', now(), 'test', 'ACCEPTED'
                      from party_role where key = '%1$s' and role = 'PARTNER'
                      returning tenant_id, id, partner_id
                    ), bill as (
                      insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from,
                                                period_to, accepted_net, quarantined_net, accepted_lines, quarantined_lines)
                      select b.tenant_id, gen_random_uuid(), d.id, d.partner_id, b.agreement_version_id, 'late', b.currency, b.period_from,
                             b.period_to, 100, 0, 1, 0
                      from document d join partner_bill b on b.number = '%1$s-2026-10'
                      returning tenant_id, id
                    )
                    insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id,
                                                   grouping_key, description, quantity, unit, net, service_from, service_to, place)
                    select b.tenant_id, '2026-10-01', b.id, 1, true, a.id, o.id, 'late', 'Compute late', 1, 'hour', 100, '2026-10-01',
                           '2026-11-01', 'row 1'
                    from bill b, billing_account a, product_offering o where a.number = 'A-0001' and o.key = 'compute'
                    """.formatted(partner));
        }

        void resume(UUID run) {
            database.inTenant(fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        }

        String parked() {
            return database.text(fixture.operator, """
                    select coalesce(string_agg(a.number || ' ' || r.parked_reason, '; ' order by a.number), '')
                    from bill_run_account r join billing_account a on a.id = r.root_id where r.parked_reason is not null
                    """);
        }

        long sent() {
            return database.number(fixture.operator, "select count(*) from customer_bill where state = 'sent'");
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

    /** Of 24 customers 23 are billed; A-0001 waits, is billed apart with the bill that has come, and then the run closes. */
    @Test
    void theCustomersOfAPartnerWaitForItsBillAlone() {
        Scene scene = new Scene("held").owes("cloud").holdsAccounts("cloud");
        BillRunFixture fixture = scene.fixture;
        UUID run = fixture.start().uuid();
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.outcomes()).isEqualTo("cloud-bills HOLD_ACCOUNT until 2026-11-03 HELD");
        assertThat(scene.parked()).isEqualTo("A-0001 waits for the bill of cloud (cloud-bills, due on 2026-11-03)");
        assertThat(fixture.incoherences()).isEmpty();
        assertThatThrownBy(() -> scene.resume(run))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.RUN_STATE))
                .hasMessageContaining("but those that wait for partners' bills");

        fixture.approve(run);
        scene.workAt("2026-11-05T00:00:00Z");
        assertThat(fixture.state(run)).as("it does not close without them").isEqualTo(BillRunState.PUBLISHED);
        assertThat(scene.sent()).isEqualTo(23);
        assertThat(fixture.incoherences()).isEmpty();

        scene.arrives("cloud");
        scene.resume(run);
        assertThat(scene.outcomes()).isEqualTo("cloud-bills HOLD_ACCOUNT until 2026-11-03 ARRIVED");
        scene.workAt("2026-11-09T00:00:00Z");
        fixture.approve(run);
        scene.workAt("2026-11-09T00:00:00Z");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(scene.sent()).isEqualTo(24);
        assertThat(scene.parked()).isEmpty();
        assertThat(database.text(fixture.operator, """
                        select string_agg(trim_scale(c.amount) || ' on ' || a.number, ', ')
                        from bill_line l join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
                        join customer_bill b on b.id = l.bill_id join billing_account a on a.id = b.account_id
                        where c.grouping_key = 'late'
                        """)).isEqualTo("100 on A-0001");
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aManagerLetsTheCustomersGoThatWait() {
        Scene scene = new Scene("let-go").owes("cloud").owes("soft").holdsAccounts("cloud");
        BillRunFixture fixture = scene.fixture;
        UUID run = fixture.start().uuid();
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(scene.outcomes())
                .isEqualTo("cloud-bills HOLD_ACCOUNT until 2026-11-03 HELD;"
                        + " soft-bills PROCEED_AND_CARRY_OVER until 2026-11-03 CARRIED_OVER");
        database.inTenant(fixture.manager, transaction -> fixture.runs.stopWaiting(transaction, fixture.manager, run));
        scene.resume(run);
        assertThat(scene.outcomes()).startsWith("cloud-bills HOLD_ACCOUNT until 2026-11-03 CARRIED_OVER;");
        scene.workAt("2026-11-04T00:00:00Z");
        assertThat(fixture.state(run)).isEqualTo(BillRunState.IN_REVIEW);
        assertThat(scene.parked()).isEmpty();
        assertThat(database.number(fixture.operator, "select count(*) from customer_bill"))
                .isEqualTo(24);
        assertThat(fixture.incoherences()).isEmpty();
    }
}
