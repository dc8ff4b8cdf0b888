package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who approves a run sees what is not in it: lines of partners' bills for its period that wait, or were rejected. */
class HeldPartnerBillsIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_held_partner_bills");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Two lines of 10.50 and 4.25 in no run, one of them for nobody: 14.75; the third one is of the next month. */
    @Test
    void theReportOfARunInReviewTellsWhatIsHeld() {
        BillRunFixture fixture = new BillRunFixture(database, "held", null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                call ensure_periods('{2026-11-01}');
                insert into partner_bill_line (tenant_id, bill_period, partner_bill_id, position, accepted, account_id, offering_id, description,
                                               quantity, unit, net, service_from, service_to, place)
                select hub_tenant(), v.period, b.id, 100000 + v.n, false, case when v.n = 2 then null else a.id end, null, 'x', 1, 'unit', v.net,
                       v.period, v.period + 1, 'row x'
                from billing_account a, partner_bill b,
                     (values (1, date '2026-10-01', 10.50), (2, '2026-10-01', 4.25), (3, '2026-11-01', 7)) as v (n, period, net)
                where a.number = 'A-0002' and b.number = 'cloud-2026-10'
                """);
        BillRunWorker worker = fixture.worker(100, 1);
        UUID run = fixture.start(BillRunFixture.OCTOBER).uuid();
        TestDatabase.await(worker.workOnce());

        assertThat(held(fixture, run)).containsExactly("cloud cloud-2026-10 2 14.75 false");
        database.execute(fixture.operator, """
                insert into quarantine_entry (tenant_id, uuid, document_id, partner_id, place, rule_code, severity, detail, what_to_do)
                select hub_tenant(), gen_random_uuid(), document_id, partner_id, 'row x', 'UNKNOWN_ACCOUNT', 'QUARANTINE', 'x', 'x'
                from partner_bill where number = 'cloud-2026-10'
                """);
        assertThat(held(fixture, run)).containsExactly("cloud cloud-2026-10 2 14.75 true");
        fixture.approve(run);
        TestDatabase.await(worker.workOnce());
        assertThat(held(fixture, run)).isEmpty();
    }

    private static List<String> held(BillRunFixture fixture, UUID run) {
        return TestDatabase.await(fixture.runs.report(fixture.operator, run)).getJsonArray("heldPartnerBills").stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("partner") + " " + each.getString("number") + " " + each.getInteger("lines")
                        + " " + each.getString("net") + " " + each.getBoolean("waiting"))
                .toList();
    }
}
