package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Usage that the partner bills is charged by no run; the run tells where it is not what is billed. */
class UsageAsEvidenceIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_usage_as_evidence");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** With a price it would be charged, without one (messages) it would park the account. */
    @Test
    void itIsNoChargeAndIsHeldAgainstWhatIsBilled() {
        ApiUsage usage = new ApiUsage(database, "evidence");
        usage.price("calls", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}");
        usage.evidence("call", "2026-10-05 12:00", "90", "2026-10-01");
        usage.evidence("call", "2026-10-31 23:59", "30", "2026-10-01");
        usage.evidence("message", "2026-10-06 12:00", "7", "2026-10-01");
        BillRunWorker worker = usage.fixture.worker(100, 1);
        UUID run = usage.fixture.start(BillRunFixture.OCTOBER).uuid();
        TestDatabase.await(worker.workOnce());

        assertThat(usage.charges("2026-10-01")).isEmpty();
        assertThat(against(usage, run)).containsExactly("A-0002 api call 120 0", "A-0002 api message 7 0");

        billed(usage, "120", "call");
        billed(usage, "70", "message");
        assertThat(against(usage, run)).containsExactly("A-0002 api message 7 70");
        usage.execute("update agreement_version set usage = '{\"role\": \"EVIDENCE\", \"tolerancePercent\": \"100\"}'");
        assertThat(against(usage, run)).containsExactly("A-0002 api message 7 70");
        usage.execute("update partner_bill_line set quantity = 14 where unit = 'message'");
        assertThat(against(usage, run)).isEmpty();

        usage.fixture.approve(run);
        TestDatabase.await(worker.workOnce());
        assertThat(usage.fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        usage.execute("update partner_bill_line set accepted = false where place = 'row x'");
        UsageRuns.run(usage, LocalDate.of(2026, 11, 1));
        assertThat(usage.charges("2026-11-01")).isEmpty();
    }

    /**
     * The partner bills what is used, so its minimum is not the hub's to charge: 90 calls at 0.50 would be topped up to 100.00. Where usage is
     * charged, the same subscription without usage pays 100.00.
     */
    @Test
    void aMinimumOfItIsNotDueEither() {
        ApiUsage usage = new ApiUsage(database, "evidence-minimum");
        usage.price("calls", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}");
        usage.execute("""
                update price_plan set definition = definition
                  || '{"modifiers": {"limit": {"key": "m", "name": "Minimum", "minimum": "100.00"}}}' where key = 'calls';
                update product_offering set agreement_id = (select min(id) from agreement) where key = 'api';
                update agreement_version set usage = '{"role": "EVIDENCE"}', valid_from = '2026-01-01';
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'with-minimum', a.id, o.id, '2026-01-01' from billing_account a, product_offering o
                where a.number = 'A-0002' and o.key = 'api'
                """);
        usage.evidence("call", "2026-10-05 12:00", "90", "2026-10-01");
        UsageRuns.run(usage, LocalDate.of(2026, 10, 1));
        assertThat(usage.charges("2026-10-01")).isEmpty();

        usage.execute("update agreement_version set usage = '{}'");
        UsageRuns.run(usage, LocalDate.of(2026, 11, 1));
        assertThat(usage.charges("2026-11-01")).endsWith("=100");
    }

    private static List<String> against(ApiUsage usage, UUID run) {
        return TestDatabase.await(usage.fixture.runs.report(usage.fixture.operator, run))
                .getJsonObject("usageAgainstBills")
                .getJsonArray("accounts")
                .stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("account") + " " + each.getString("offering") + " " + each.getString("unit")
                        + " " + each.getString("used") + " " + each.getString("billed"))
                .toList();
    }

    private static void billed(ApiUsage usage, String quantity, String unit) {
        usage.execute("""
                insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, description,
                                               quantity, unit, net, service_from, service_to, place)
                select hub_tenant(), '2026-10-01', b.id, 100000 + %1$s, true, a.id, o.id, 'x', %1$s, '%2$s', 1, '2026-10-01', '2026-11-01', 'row x'
                from billing_account a, partner_bill b, product_offering o
                where a.number = 'A-0002' and b.number = 'cloud-2026-10' and o.key = 'api'
                """.formatted(quantity, unit));
    }
}
