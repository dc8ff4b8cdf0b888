package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A subscription whose recurring price has ended parks its account; it is never billed without the fee. */
class LapsedPriceIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_lapsed_price");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The run is of October 2026; the month costs 31.00 and setting up 50.00. */
    @ParameterizedTest(name = "{0}: {1}, started on {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    # name         | prices: kind from/to                                      | started    | what comes
                    lapsed         | month 2026-01-01/2026-10-01 once 2026-01-01/infinity      | 2026-10-11 | no recurring price
                    lapsed-old     | month 2026-01-01/2026-10-01 once 2026-01-01/infinity      | 2026-01-01 | no recurring price
                    all-lapsed     | month 2026-01-01/2026-10-01 once 2026-01-01/2026-10-01    | 2026-01-01 | no recurring price
                    both           | month 2026-01-01/infinity once 2026-01-01/infinity        | 2026-10-11 | 21 50
                    follows        | month 2026-01-01/2026-10-01 month 2026-10-01/infinity     | 2026-01-01 | 31
                    to-come        | month 2026-10-12/infinity once 2026-01-01/infinity        | 2026-10-11 | 50
                    once           | once 2026-01-01/infinity                                  | 2026-10-11 | 50
                    once-charged   | once 2026-01-01/infinity                                  | 2026-01-01 |
                    once-ended     | once 2026-01-01/2026-10-01                                | 2026-01-01 |
                    once-too-late  | once 2026-01-01/2026-10-01                                | 2026-10-11 | no price plan
                    usage          | usage 2026-01-01/infinity                                 | 2026-10-11 |
                    begins-later   | once 2026-01-01/2026-10-01                                | 2026-11-02 |
                    # in advance 30.00, later 40.00: November is charged by the price of November, or not at all
                    ahead          | ahead 2026-01-01/infinity                                 | 2026-01-01 | 30
                    ahead-newer    | ahead 2026-01-01/2026-11-01 dearer 2026-11-01/infinity    | 2026-01-01 | 40
                    ahead-begins   | ahead 2026-01-01/2026-11-01 dearer 2026-11-01/infinity    | 2026-10-01 | 30 40
                    ahead-arrears  | ahead 2026-01-01/2026-11-01 month 2026-11-01/infinity     | 2026-01-01 |
                    arrears-ahead  | month 2026-01-01/2026-11-01 dearer 2026-11-01/infinity    | 2026-01-01 | 31 40
                    ahead-lapsed   | ahead 2026-01-01/2026-11-01                               | 2026-01-01 | no recurring price
                    """)
    void theFeeIsChargedOrTheAccountIsParked(String name, String prices, String startedOn, String expected) {
        BillRunFixture fixture = tenant(name);
        offer(fixture, prices, startedOn);
        fixture.start();
        TestDatabase.await(fixture.worker(100, 1).workOnce());

        String parked = database.text(
                fixture.operator,
                "select coalesce(string_agg(a.number || ' ' || r.parked_reason, ''), '') from bill_run_account r "
                        + "join billing_account a on a.id = r.root_id where r.parked_reason is not null");
        if (expected != null && expected.startsWith("no ")) {
            assertThat(parked)
                    .startsWith("A-0005 " + expected + " of product fibre is in force on ")
                    .endsWith("needed for account A-0005: import one with a key of its own and resume the run");
        } else {
            assertThat(parked).isEmpty();
            assertThat(database.text(fixture.operator, """
                    select coalesce(string_agg(trim_scale(amount)::text, ' ' order by amount), '') from charge where source_key = 'fibre-1'
                    """)).isEqualTo(expected == null ? "" : expected);
        }
    }

    @Test
    void aPriceForTheGapBillsTheParkedAccount() {
        BillRunFixture fixture = tenant("gap");
        offer(fixture, "month 2026-01-01/2026-10-01 once 2026-01-01/infinity", "2026-01-01");
        BillRunWorker worker = fixture.worker(7, 2);
        UUID run = fixture.runToTheEnd(worker);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.PUBLISHED);
        price(fixture, "gap", "month", "2026-10-01/infinity");
        fixture.database.inTenant(
                fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, run));
        TestDatabase.await(worker.workOnce());
        fixture.approve(run);
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
        assertThat(database.text(
                        fixture.operator, "select trim_scale(sum(amount)) from charge where source_key = 'fibre-1'"))
                .isEqualTo("31");
        assertThat(fixture.incoherences()).isEmpty();
    }

    private static BillRunFixture tenant(String name) {
        BillRunFixture fixture = new BillRunFixture(database, name, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    private static void offer(BillRunFixture fixture, String prices, String startedOn) {
        database.execute(fixture.operator, """
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'fibre', 'Fibre', 'month', 'standard');
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'fibre-1', a.id, o.id, '%s' from billing_account a, product_offering o
                where a.number = 'A-0005' and o.key = 'fibre'
                """.formatted(startedOn));
        String[] words = prices.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            price(fixture, "fibre-" + i, words[i], words[i + 1]);
        }
    }

    private static void price(BillRunFixture fixture, String key, String kind, String validity) {
        String model = switch (kind) {
            case "month" -> "\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"31\",\"proration\":\"END_DAY_EXCLUDED\"";
            case "ahead" -> "\"flat\",\"timing\":\"IN_ADVANCE\",\"fee\":\"30\",\"proration\":\"END_DAY_EXCLUDED\"";
            case "dearer" -> "\"flat\",\"timing\":\"IN_ADVANCE\",\"fee\":\"40\",\"proration\":\"END_DAY_EXCLUDED\"";
            case "once" -> "\"flat\",\"timing\":\"ONE_TIME\",\"fee\":\"50\"";
            default -> "\"perUnit\",\"unitPrice\":\"0.10\"";
        };
        String[] ends = validity.split("/", -1);
        database.execute(fixture.operator, """
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, valid_to, definition)
                select hub_tenant(), gen_random_uuid(), id, '%1$s', 1, 'EUR', '%2$s', '%3$s',
                  '{"key":"%1$s","version":1,"name":"Fibre","currency":"EUR","unit":"month","model":{"type":%4$s}}'
                from product_offering where key = 'fibre'
                """.formatted(key, ends[0], ends[1], model));
    }
}
