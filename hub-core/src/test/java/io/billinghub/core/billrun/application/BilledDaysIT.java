package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.infrastructure.BilledDaysSql;
import io.billinghub.core.billrun.model.BilledDay;
import io.billinghub.core.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After the run of October 2026 no subscription is moved so that a day would stay charged, or uncharged, for good. */
class BilledDaysIT {

    private static final String PRODUCTS = """
            insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
            select hub_tenant(), gen_random_uuid(), key, key, 'month', 'standard' from unnest(array['ahead', 'once']) as o (key);
            insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
            select hub_tenant(), gen_random_uuid(), o.id, o.key, 1, 'EUR', '2026-01-01', format(
                     '{"key":"%s","version":1,"name":"Fee","currency":"EUR","unit":"month","model":{"type":"flat",%s}}', o.key, m.fee)::jsonb
            from (values ('ahead', '"timing":"IN_ADVANCE","fee":"30","proration":"END_DAY_EXCLUDED"'),
                         ('once', '"timing":"ONE_TIME","fee":"50"')) as m (offering, fee)
            join product_offering o on o.key = m.offering;
            insert into product (tenant_id, uuid, key, account_id, offering_id, started_on, ended_on, status)
            select hub_tenant(), gen_random_uuid(), p.key, a.id, o.id, p.starts, p.ends, p.status
            from (values ('ended', 'mobile', date '2026-01-01', date '2026-10-20', 'active'),
                         ('ended-long-ago', 'mobile', '2026-01-01', '2026-09-20', 'terminated'),
                         ('ahead', 'ahead', '2026-01-01', 'infinity', 'active'),
                         ('ahead-cut', 'ahead', '2026-01-01', '2026-11-15', 'active'),
                         ('ahead-whole', 'ahead', '2026-01-01', '2026-12-01', 'active'),
                         ('once', 'once', '2026-10-05', 'infinity', 'active'),
                         ('once-ended', 'once', '2026-10-05', '2026-10-20', 'active'),
                         ('usage', 'messages', '2026-01-01', 'infinity', 'active'),
                         ('created', 'mobile', '2026-10-15', 'infinity', 'created')) as p (key, offering, starts, ends, status)
            join product_offering o on o.key = p.offering
            cross join billing_account a where a.number = 'A-0001'
            """;

    private static TestDatabase database;
    private static BillRunFixture billed;

    @BeforeAll
    static void billOctober() {
        database = TestDatabase.create("hub_it_billed_days");
        billed = tenant("billed");
        billed.runToTheEnd(billed.worker(100, 1));
        database.execute(billed.operator, """
                insert into billing_account (tenant_id, uuid, number, name, party_id, root_id, cycle_id, currency)
                select tenant_id, gen_random_uuid(), 'NEW', 'New', party_id, 0, cycle_id, currency from billing_account where number = 'A-0001';
                update billing_account set root_id = id where number = 'NEW'
                """);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} of {2} from {3} to {4}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
                    # product       | account | offering | start      | end        | refused, and the first day that is not billed
                    # in arrears, charged for the whole of October
                    mobile-A-0001   | A-0001 | mobile   | 2026-01-01 |            |
                    mobile-A-0001   | A-0001 | mobile   | 2026-01-01 | 2026-10-31 | END 2026-11-01
                    mobile-A-0001   | A-0001 | mobile   | 2026-01-01 | 2026-03-01 | END 2026-11-01
                    mobile-A-0001   | A-0001 | mobile   | 2026-01-01 | 2026-11-01 |
                    mobile-A-0001   | A-0001 | mobile   | 2026-01-01 | 2026-11-15 |
                    # charged until 19 October: what comes after is not made up for
                    ended           | A-0001 | mobile   | 2026-01-01 |            | END 2026-11-01
                    ended           | A-0001 | mobile   | 2026-01-01 | 2026-10-25 | END 2026-11-01
                    ended           | A-0001 | mobile   | 2026-01-01 | 2026-10-10 | END 2026-11-01
                    ended           | A-0001 | mobile   | 2026-01-01 | 2026-10-20 |
                    # never charged here: an earlier end changes nothing, a later one would
                    ended-long-ago  | A-0001 | mobile   | 2026-01-01 | 2026-08-01 |
                    ended-long-ago  | A-0001 | mobile   | 2026-01-01 | 2026-12-01 | END 2026-11-01
                    # charged in advance for the whole of November, which stays so
                    ahead           | A-0001 | ahead    | 2026-01-01 | 2026-11-15 |
                    ahead           | A-0001 | ahead    | 2026-01-01 | 2026-10-15 | END 2026-11-01
                    # charged in advance until 14 November: the rest of November would be lost
                    ahead-cut       | A-0001 | ahead    | 2026-01-01 | 2026-12-20 | END 2026-11-01
                    ahead-cut       | A-0001 | ahead    | 2026-01-01 | 2026-11-20 | END 2026-11-01
                    # charged until the end of November: December is charged with the next run
                    ahead-whole     | A-0001 | ahead    | 2026-01-01 | 2026-12-20 |
                    # no recurring fee
                    once            | A-0001 | once     | 2026-10-05 | 2026-10-20 |
                    once-ended      | A-0001 | once     | 2026-10-05 |            |
                    usage           | A-0001 | messages | 2026-01-01 | 2026-10-20 |
                    # new ones
                    new             | A-0001 | mobile   | 2026-10-31 |            | START 2026-11-01
                    new             | A-0001 | mobile   | 2026-11-01 |            |
                    new             | A-0001 | ahead    | 2026-10-31 |            | START 2026-11-01
                    new             | A-0001 | once     | 2026-10-31 |            | START 2026-11-01
                    new             | A-0001 | messages | 2026-10-31 |            |
                    new             | A-0001 | to-come  | 2026-10-31 |            | START 2026-11-01
                    # an account that no run has billed is taken over from elsewhere
                    new             | NEW    | mobile   | 2024-02-01 |            |
                    # not billed so far, now activated
                    created         | A-0001 | mobile   | 2026-10-15 |            | START 2026-11-01
                    created         | A-0001 | mobile   | 2026-11-15 |            |
                    """)
    void theDayIsRefusedOrTaken(
            String key, String account, String offering, String startedOn, String endedOn, String refused) {
        List<BilledDay> refusals = refusals(billed, entry(key, account, offering, startedOn, endedOn), true);
        if (refused == null) {
            assertThat(refusals).isEmpty();
        } else {
            assertThat(refusals).singleElement().satisfies(refusal -> {
                assertThat(refusal.which() + " " + refusal.billedTo()).isEqualTo(refused);
                assertThat(refusal.pointer()).isEqualTo("/products/0");
                assertThat(refusal.message())
                        .contains("product " + key, "the periods before 2026-11-01 are billed for account " + account);
            });
        }
    }

    @Test
    void whatIsNotActivatedMayBeginAtAnyTime() {
        assertThat(refusals(billed, entry("created", "A-0001", "mobile", "2026-10-15", null), false))
                .isEmpty();
    }

    @Test
    void whatAnotherSystemHasBilledUpToTheOpenPeriodIsTaken() {
        String moved = """
                [{"pointer": "/products/0", "key": "moved", "account": "A-0001", "offering": "mobile", "startedOn": "2024-03-01",
                  "billedThrough": "%s"}]
                """;
        assertThat(refusals(billed, moved.formatted("2026-10-31"), true)).isEmpty();
        assertThat(refusals(billed, moved.formatted("2026-10-30"), true))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.which()).isEqualTo(BilledDay.Which.START);
                    assertThat(refusal.message()).contains("would begin on 2026-10-31");
                });
    }

    @Test
    void aRunThatIsCancelledLeavesItsDaysFree() {
        BillRunFixture fixture = tenant("cancelled");
        UUID run = fixture.start().uuid();
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        String shorter = entry("mobile-A-0001", "A-0001", "mobile", "2026-01-01", "2026-10-20");
        String late = entry("new", "A-0001", "mobile", "2026-10-10", null);
        assertThat(refusals(fixture, shorter, true)).hasSize(1);
        assertThat(refusals(fixture, late, true)).hasSize(1);
        database.inTenant(fixture.manager, transaction -> fixture.runs.cancel(transaction, fixture.manager, run));
        assertThat(refusals(fixture, shorter, true)).isEmpty();
        assertThat(refusals(fixture, late, true)).isEmpty();
    }

    /** While shards are rated, a charge may be made at any time from what is stored now. */
    @Test
    void noEndIsMovedWhileTheRunRates() {
        BillRunFixture fixture = tenant("rating");
        fixture.start();
        TestDatabase.await(fixture.worker(100, 1).workOnce());
        database.execute(fixture.operator, """
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'late', a.id, o.id, '2026-10-03' from billing_account a, product_offering o
                where a.number = 'A-0001' and o.key = 'mobile'
                """);
        String shorter = entry("late", "A-0001", "mobile", "2026-10-03", "2026-10-20");
        assertThat(refusals(fixture, shorter, true)).isEmpty(); // the run has passed it by
        database.execute(fixture.operator, "update bill_run set state = 'RATING'");
        assertThat(refusals(fixture, shorter, true)).hasSize(1);
        database.execute(fixture.operator, "update bill_run set state = 'FAILED', failed_in = 'RATING'");
        assertThat(refusals(fixture, shorter, true)).hasSize(1);
    }

    /** A parked account is rated when the run is resumed, so what it has not been charged for may still begin. */
    @Test
    void aParkedAccountIsNotBilledYet() {
        BillRunFixture fixture = tenant("parked");
        database.execute(fixture.operator, "update price_plan set valid_to = '2026-10-01' where key = 'mobile-flat'");
        fixture.runToTheEnd(fixture.worker(100, 1));
        assertThat(refusals(fixture, entry("new", "A-0001", "mobile", "2026-10-10", null), true))
                .isEmpty();
        assertThat(refusals(fixture, entry("mobile-A-0001", "A-0001", "mobile", "2026-01-01", "2026-10-01"), true))
                .isEmpty();
    }

    private static BillRunFixture tenant(String key) {
        BillRunFixture fixture = new BillRunFixture(database, key, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, PRODUCTS);
        return fixture;
    }

    private static List<BilledDay> refusals(BillRunFixture fixture, String entries, boolean activated) {
        BilledDays days = new BilledDays(new BilledDaysSql());
        return database.inTenant(fixture.operator, transaction -> days.refusals(transaction, entries, activated));
    }

    private static String entry(String key, String account, String offering, String startedOn, String endedOn) {
        return """
                [{"pointer": "/products/0", "key": "%s", "account": "%s", "offering": "%s", "startedOn": "%s"%s}]
                """.formatted(
                        key, account, offering, startedOn, endedOn == null ? "" : ", \"endedOn\": \"" + endedOn + '"');
    }
}
