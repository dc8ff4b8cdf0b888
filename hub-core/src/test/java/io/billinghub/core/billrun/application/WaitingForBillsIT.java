package io.billinghub.core.billrun.application;

import static io.billinghub.core.billrun.application.UsageRuns.resume;
import static io.billinghub.core.billrun.application.UsageRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose bill of an earlier period is still to be made waits with what changes that period; who never gets one does not. */
class WaitingForBillsIT {

    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final LocalDate JANUARY = LocalDate.of(2027, 1, 1);

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_waiting_for_bills");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** October's run did not know the account, so no bill of October will ever come: 30 × 0.50 of October and 10 × 0.50. */
    @Test
    void anAccountThatWasMadeAfterThePeriodsRunDoesNotWait() {
        ApiUsage usage = usage("made-later");
        run(usage, BillRunFixture.OCTOBER);
        newAccount(usage);
        useByTheNewOne(usage, "30", "2026-10-30 12:00", "2026-11-01", "2026-10-01");
        useByTheNewOne(usage, "10", "2026-11-05 12:00", "2026-11-01", null);

        run(usage, NOVEMBER);

        assertThat(usage.parked()).isEmpty();
        assertThat(usage.of("A-NEW").charges("2026-11-01")).isEqualTo("30=15 10-01/11-01; 10=5");
        run(usage, DECEMBER);
        assertThat(usage.of("A-NEW").charges("2026-12-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** Usage of October that no run has billed stands in the way: its run would charge it once more. */
    @Test
    void anAccountThatWasMadeLaterWaitsWhereUsageWaitsForARunOfThePeriod() {
        ApiUsage usage = usage("usage-waits");
        run(usage, BillRunFixture.OCTOBER);
        newAccount(usage);
        useByTheNewOne(usage, "7", "2026-10-29 12:00", "2026-10-01", null);
        useByTheNewOne(usage, "30", "2026-10-30 12:00", "2026-11-01", "2026-10-01");

        UUID november = usage.fixture.runToTheEnd(usage.fixture.worker(100, 1), NOVEMBER);

        assertThat(usage.parked())
                .contains(
                        "usage of account A-NEW changes the bill of the period from 2026-10-01, which is not made yet");
        assertThat(usage.of("A-NEW").charges("2026-11-01")).isEmpty();
        assertThat(usage.fixture.state(november)).isEqualTo(BillRunState.PUBLISHED);
    }

    /** November's run is given up and has closed it, so it has no bill when December's begins. Its usage came late, for January's bill: it waits until November is billed. */
    @Test
    void aPeriodThatTheRunsHavePassedByIsWaitedFor() {
        ApiUsage usage = usage("skipped");
        BillRunWorker worker = usage.fixture.worker(100, 1);
        run(usage, BillRunFixture.OCTOBER);
        UUID givenUp = usage.fixture.start(NOVEMBER).uuid();
        TestDatabase.await(worker.workOnce());
        database.inTenant(
                usage.fixture.operator,
                transaction -> usage.fixture.runs.cancel(transaction, usage.fixture.operator, givenUp));
        run(usage, DECEMBER);
        usage.use("2026-11-05 12:00", "10", "2026-11-01");
        usage.useLate("2026-11-10 12:00", "30", "2027-01-01", "2026-11-01");

        UUID january = usage.fixture.runToTheEnd(worker, JANUARY);

        assertThat(usage.parked())
                .contains(
                        "usage of account A-0002 changes the bill of the period from 2026-11-01, which is not made yet");
        assertThat(usage.charges("2027-01-01")).isEmpty();

        run(usage, NOVEMBER);
        resume(usage, worker, january);

        // 10 and the 30 that came late at 0.50, each once: both are known when November's bill is made
        assertThat(usage.charges("2026-11-01")).isEqualTo("40=20");
        assertThat(usage.charges("2027-01-01")).isEmpty();
        assertThat(usage.parked()).isEmpty();
        assertThat(usage.fixture.state(january)).isEqualTo(BillRunState.CLOSED);
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    private static ApiUsage usage(String tenant) {
        ApiUsage usage = new ApiUsage(database, tenant);
        usage.price("each", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}");
        return usage;
    }

    /** A root account without subscriptions. */
    private static void newAccount(ApiUsage usage) {
        usage.execute("""
                insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
                select hub_tenant(), gen_random_uuid(), 'A-NEW', 'New', party_id, 0, cycle_id, 'EUR' from billing_account where number = 'A-0001';
                update billing_account set root_id = id where number = 'A-NEW'
                """);
    }

    /** Usage of the new account. */
    private static void useByTheNewOne(
            ApiUsage usage, String quantity, String at, String billPeriod, String ratedPeriod) {
        usage.execute("""
                call ensure_period('%3$s');
                with next as (
                  select d.id, d.partner_id, coalesce(max(u.position), 0) + 1 as position
                  from received_document d join party_role r on r.id = d.partner_id and r.key = 'cloud'
                  left join usage_record u on u.document_id = d.id group by d.id
                ), event as (
                  insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
                  select hub_tenant(), partner_id, 'new-' || position, id, position from next
                )
                insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, occurred_at,
                                          quantity, unit, rated_period)
                select hub_tenant(), '%3$s', n.id, n.position, n.partner_id, a.id, o.id, timestamp '%2$s' at time zone 'Europe/Helsinki',
                       %1$s, 'call', %4$s
                from next n, billing_account a, product_offering o where a.number = 'A-NEW' and o.key = 'api'
                """.formatted(quantity, at, billPeriod, ratedPeriod == null ? "null" : "'" + ratedPeriod + "'"));
    }
}
