package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.testing.TestDatabase;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills on demand against the real PostgreSQL; every test ends with the coherence check. */
class OnDemandBillsIT {

    private static final String ACCOUNT = "A-0002";

    /** Without what differs between one bill and two: bill, payment reference, invoice number, position. */
    private static final String LINES = """
            select string_agg(line, E'\\n' order by line) from (
              select c.number || ' ' || o.key || ' ' || h.grouping_key || ' ' || h.source || ' ' || l.net || ' ' || l.tax_rate as line
              from bill_line l
              join charge h on h.id = l.charge_id
              join billing_account c on c.id = h.account_id
              join product_offering o on o.id = h.offering_id) x
            """;

    /** As intake writes it: what was charged is given back, what was not is withdrawn. 12.35 + 24.70 - 4.10 = 32.95. */
    private static final String RESTATED = """
            insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from, period_to,
                                      accepted_net, quarantined_net, accepted_lines, quarantined_lines, replaces)
            select tenant_id, gen_random_uuid(), document_id, partner_id, agreement_version_id, number || '-b', currency, period_from, period_to,
                   accepted_net + accepted_lines, 0, accepted_lines, 0, number from partner_bill where number = 'soft-2026-10';
            update partner_bill set replaced_by = (select id from partner_bill where number = 'soft-2026-10-b') where number = 'soft-2026-10';
            insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, grouping_key,
                                           description, quantity, unit, net, tax_category, tax_rate, service_from, service_to, place)
            select l.tenant_id, bill_period, b.replaced_by, position, accepted, account_id, offering_id, grouping_key, description, quantity, unit,
                   net + 1, tax_category, tax_rate, service_from, service_to, place
              from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id where b.replaced_by is not null;
            insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, grouping_key,
                                           description, quantity, unit, net, tax_category, tax_rate, service_from, service_to, place)
            select l.tenant_id, bill_period, b.id, -position, accepted, account_id, offering_id, grouping_key, description, -quantity, unit,
                   -net, tax_category, tax_rate, service_from, service_to, place
              from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id join billing_account a on a.id = l.account_id
             where b.replaced_by is not null and a.number = 'A-0002';
            update partner_bill_line l set accepted = false from partner_bill b, billing_account a
             where b.id = l.partner_bill_id and b.replaced_by is not null and a.id = l.account_id and a.number <> 'A-0002';
            update partner_bill b set given_back_net = 32.95, given_back_by = b.replaced_by, accepted_net = 32.95, accepted_lines = 3, quarantined_net = l.net
              from (select partner_bill_id, sum(net) as net from partner_bill_line where not accepted group by 1) l
             where l.partner_bill_id = b.id
            """;

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_on_demand");
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
    void whatWasBilledOnDemandIsNotBilledAgainByTheCycle() {
        BillRunFixture undisturbed = tenant("undisturbed");
        undisturbed.runToTheEnd(undisturbed.worker(7, 2));
        BillRunFixture fixture = tenant("on-demand");
        BillRunWorker worker = fixture.worker(7, 2);

        UUID onDemand = runOf(fixture, fixture.ask(fixture.operator, ACCOUNT));
        TestDatabase.await(worker.workOnce());
        assertThat(fixture.state(onDemand)).isEqualTo(BillRunState.IN_REVIEW);
        fixture.approve(onDemand);
        TestDatabase.await(worker.workOnce());
        assertThat(fixture.state(onDemand)).isEqualTo(BillRunState.CLOSED);
        // 4 groups of compute and 3 lines of seats; usage and the subscription wait for the whole period
        assertThat(number(fixture, "select sum(line_count)::bigint from customer_bill"))
                .isEqualTo(7);
        assertThat(number(fixture, "select count(*) from bill_cycle where open_from = '2026-10-01'"))
                .isEqualTo(1);

        UUID cycle = fixture.runToTheEnd(worker);

        assertThat(fixture.state(cycle)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.database.text(fixture.operator, LINES))
                .isEqualTo(undisturbed.database.text(undisturbed.operator, LINES));
        assertThat(fixture.database.text(
                        fixture.operator,
                        "select string_agg(b.payment_reference, ' ' order by b.id) from customer_bill b"
                                + " join billing_account a on a.id = b.account_id where a.number = '" + ACCOUNT + "'"))
                .matches("RF\\d\\dA0002D00001 RF\\d\\dA0002261001");
        assertThat(TestDatabase.await(fixture.runs.report(fixture.operator, cycle))
                        .getJsonArray("reconciliation"))
                .allSatisfy(row -> assertThat(((io.vertx.core.json.JsonObject) row).getBoolean("reconciled"))
                        .isTrue());
        assertThat(fixture.incoherences()).isEmpty();
    }

    /**
     * The bill that took the place of the one that was billed on demand asks 1.00 more for each of the account's three lines: the cycle bills
     * 3.00 in three lines. Of accounts that were not billed yet it bills the new lines alone.
     */
    @Test
    void whatIsRestatedBehindABillOnDemandIsADifferenceOnTheBillOfTheCycle() {
        BillRunFixture fixture = tenant("restated-demand");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID onDemand = runOf(fixture, fixture.ask(fixture.operator, ACCOUNT));
        TestDatabase.await(worker.workOnce());
        fixture.approve(onDemand);
        TestDatabase.await(worker.workOnce());
        for (String statement : RESTATED.split(";\n", -1)) {
            fixture.database.execute(fixture.operator, statement);
        }

        UUID cycle = fixture.runToTheEnd(worker);

        assertThat(fixture.database.text(fixture.operator, """
                select string_agg(kind || ' ' || source_key || ' ' || lines || ' ' || net, ', ' order by run_id) from (
                  select h.run_id, r.kind, h.source_key, count(*) as lines, sum(l.net) as net
                    from bill_line l join charge h on h.id = l.charge_id join bill_run r on r.id = h.run_id
                    join billing_account a on a.id = h.account_id and a.number = 'A-0002'
                   where h.source_key like 'soft%' group by 1, 2, 3) x
                """))
                .isEqualTo("ON_DEMAND soft-2026-10 3 32.95, CYCLE soft-2026-10-b 3 3.00");
        assertThat(number(fixture, """
                select count(*) from charge h join billing_account a on a.id = h.account_id
                 where h.source_key = 'soft-2026-10' and a.number <> 'A-0002'
                """)).isZero();
        assertThat(TestDatabase.await(fixture.runs.report(fixture.operator, cycle))
                        .getJsonArray("reconciliation"))
                .allSatisfy(row -> assertThat(((io.vertx.core.json.JsonObject) row).getBoolean("reconciled"))
                        .isTrue());
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aCancelledOneLeavesItsLinesToTheCycle() {
        BillRunFixture undisturbed = tenant("undisturbed-too");
        undisturbed.runToTheEnd(undisturbed.worker(7, 2));
        BillRunFixture fixture = tenant("cancelled-demand");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID onDemand = runOf(fixture, fixture.ask(fixture.operator, ACCOUNT));
        TestDatabase.await(worker.workOnce());

        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.cancel(transaction, fixture.operator, onDemand));
        fixture.runToTheEnd(worker);

        assertThat(fixture.bills()).isEqualTo(undisturbed.bills());
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void oneRunOfAPeriodAtATime() {
        BillRunFixture fixture = tenant("one-at-a-time");
        UUID onDemand = runOf(fixture, fixture.ask(fixture.operator, ACCOUNT));

        assertThatThrownBy(fixture::start)
                .isInstanceOf(HubException.class)
                .hasMessageContaining("run " + onDemand + " bills an account of cycle \"monthly\" on demand");
        UUID second = fixture.ask(fixture.operator, ACCOUNT);
        UUID another = fixture.ask(fixture.operator, "A-0003");

        assertThat(rejection(fixture, second)).contains("bill run " + onDemand).contains("is under way");
        assertThat(runOf(fixture, another)).isNotEqualTo(onDemand);
        assertThat(number(fixture, "select count(*) from bill_run")).isEqualTo(2);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void theCycleNeedNotWaitForWhatIsApproved() {
        BillRunFixture undisturbed = tenant("undisturbed-as-well");
        undisturbed.runToTheEnd(undisturbed.worker(7, 2));
        BillRunFixture fixture = tenant("approved-demand");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID onDemand = runOf(fixture, fixture.ask(fixture.operator, ACCOUNT));
        TestDatabase.await(worker.workOnce());
        UUID bill = UUID.fromString(fixture.database.text(fixture.operator, "select uuid::text from customer_bill"));
        fixture.hold(bill, "onHold");
        fixture.approve(onDemand);
        TestDatabase.await(worker.workOnce());
        assertThat(fixture.state(onDemand)).isEqualTo(BillRunState.PUBLISHED); // its one bill is on hold

        UUID cycle = fixture.runToTheEnd(worker);
        fixture.hold(bill, "validated");
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(cycle)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.state(onDemand)).isEqualTo(BillRunState.CLOSED);
        assertThat(fixture.database.text(fixture.operator, LINES))
                .isEqualTo(undisturbed.database.text(undisturbed.operator, LINES));
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void whereNothingIsUnbilledTheRequestIsKeptAsRejected() {
        BillRunFixture fixture = tenant("nothing");
        fixture.runToTheEnd(fixture.worker(7, 2));

        UUID request = fixture.ask(fixture.operator, ACCOUNT);

        assertThat(rejection(fixture, request))
                .isEqualTo(
                        "account A-0002 has no accepted partner line in the period from 2026-11-01 that is on no bill yet");
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void aCustomerAsksForTheBillsThatItPays() {
        BillRunFixture fixture = tenant("customers");
        TenantContext payer = fixture.operator.forAccount(account(fixture, "A-0003"));
        TenantContext child = fixture.operator.forAccount(account(fixture, "A-0003-C"));

        assertThatThrownBy(() -> fixture.ask(payer, "A-0004"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("there is no billing account with the id");
        assertThatThrownBy(() -> fixture.ask(child, "A-0003-C"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("there is no billing account with the id");
        UUID request = fixture.ask(payer, "A-0003-C");

        assertThat(fixture.database.text(
                        fixture.operator,
                        "select a.number from bill_run r join billing_account a on a.id = r.account_id where r.id = (select run_id from"
                                + " customer_bill_on_demand where uuid = '" + request + "')"))
                .isEqualTo("A-0003");
        assertThat(fixture.incoherences()).isEmpty();
    }

    private static UUID runOf(BillRunFixture fixture, UUID request) {
        return UUID.fromString(fixture.database.text(
                fixture.operator,
                "select r.uuid::text from customer_bill_on_demand d join bill_run r on r.id = d.run_id where d.uuid = '"
                        + request + "'"));
    }

    private static String rejection(BillRunFixture fixture, UUID request) {
        return Optional.ofNullable(fixture.database.text(
                        fixture.operator,
                        "select rejection from customer_bill_on_demand where uuid = '" + request + "'"))
                .orElse("");
    }

    private static long account(BillRunFixture fixture, String number) {
        return number(fixture, "select id from billing_account where number = '" + number + "'");
    }

    private static long number(BillRunFixture fixture, String sql) {
        return fixture.database.number(fixture.operator, sql);
    }
}
