package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed of a fee after it was charged is on the next bill: each period is paid for once, at the price that holds in it. */
class BilledFeeChangesIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_billed_fee_changes");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * Runs of October, November and December 2026 of a subscription since January. The price and the end are changed after the run
     * of October; all fees go by calendar days. November has 30 days, December 31.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    # name            | first price   | from then on  | of        | ends       | October | November         | December
                    same              | ahead 30      |               |           |            | 30      | 30               | 30
                    same-arrears      | arrears 31    |               |           |            | 31      | 31               | 31
                    # November was charged ahead at 30 and costs 45: 15 more, and December ahead at 45
                    dearer            | ahead 30      | ahead 45      | 2026-11-01 |           | 30      | 15 45            | 45
                    cheaper           | ahead 30      | ahead 15      | 2026-11-01 |           | 30      | -15 15           | 15
                    # November is paid for already, at 30; 31 are due for it
                    to-arrears        | ahead 30      | arrears 31    | 2026-11-01 |           | 30      | 1                | 31
                    to-arrears-equal  | ahead 30      | arrears 30    | 2026-11-01 |           | 30      |                  | 30
                    # nobody has charged November: the run of November does, and December ahead
                    to-advance        | arrears 31    | ahead 40      | 2026-11-01 |           | 31      | 40 40            | 40
                    # October was charged in arrears at 31: 9 more
                    back-dated        | arrears 31    | arrears 40    | 2026-10-01 |           | 31      | 9 40             | 40
                    # what is known of September is nothing: nobody has charged it here
                    far-back          | arrears 31    | arrears 40    | 2026-05-01 |           | 31      | 9 40             | 40
                    # ends on 10 November: 30 × 10 ÷ 30 = 10, so 20 of the 30 are given back
                    ends              | ahead 30      |               |           | 2026-11-11 | 30      | -20              |
                    ends-before       | ahead 30      |               |           | 2026-11-01 | 30      | -30              |
                    ends-in-arrears   | arrears 30    |               |           | 2026-11-11 | 30      | 10               |
                    # 0.125 stands on the bill as 0.13: nothing is given back of it
                    half-a-cent       | ahead 0.125   |               |           |            | 0.13    | 0.13             | 0.13
                    # ends on 15 November: 9.99 × 15 ÷ 30 = 4.995, on a bill 5.00; so 4.99 of the 9.99 are given back, once
                    ends-half-a-cent  | ahead 9.99    |               |           | 2026-11-16 | 9.99    | -4.99            |
                    """)
    void theDifferenceIsOnTheNextBill(
            String name,
            String first,
            String second,
            LocalDate from,
            LocalDate end,
            String october,
            String november,
            String december) {
        BillRunFixture fixture = subscribed(name, "A-0005", "standard");
        price(fixture, "first", first, LocalDate.of(2026, 1, 1));
        run(fixture, LocalDate.of(2026, 10, 1));
        if (second != null) {
            database.execute(
                    fixture.operator, "update price_plan set valid_to = '%s' where key = 'first'".formatted(from));
            price(fixture, "second", second, from);
        }
        if (end != null) {
            database.execute(
                    fixture.operator, "update product set ended_on = '%s' where key = 'fibre-1'".formatted(end));
        }
        run(fixture, LocalDate.of(2026, 11, 1));
        run(fixture, LocalDate.of(2026, 12, 1));

        assertThat(charges(fixture, "2026-10-01")).isEqualTo(october);
        assertThat(charges(fixture, "2026-11-01")).isEqualTo(november == null ? "" : november);
        assertThat(charges(fixture, "2026-12-01")).isEqualTo(december == null ? "" : december);
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** November was charged ahead by the run of October, at 30; after its own run, which had nothing to add, it is to cost 45. */
    @Test
    void aPeriodThatWasPaidAheadIsCorrectedAfterItsOwnRunToo() {
        BillRunFixture fixture = subscribed("late-price", "A-0005", "standard");
        price(fixture, "first", "ahead 30", LocalDate.of(2026, 1, 1));
        run(fixture, LocalDate.of(2026, 10, 1));
        run(fixture, LocalDate.of(2026, 11, 1));
        database.execute(fixture.operator, "update price_plan set valid_to = '2026-11-01' where key = 'first'");
        price(fixture, "second", "ahead 45", LocalDate.of(2026, 11, 1));
        run(fixture, LocalDate.of(2026, 12, 1));

        assertThat(charges(fixture, "2026-11-01")).isEqualTo("30");
        // 15 more for November, 15 more for December, and January ahead
        assertThat(charges(fixture, "2026-12-01")).isEqualTo("15 15 45");
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** The child has paid November ahead on its parent's bill; then it is billed by itself, for December. */
    @Test
    void anAccountThatLeavesItsParentHasPaidWhatThatHasPaid() {
        BillRunFixture fixture = subscribed("leaves", "A-0003-C", "standard");
        price(fixture, "first", "ahead 30", LocalDate.of(2026, 1, 1));
        run(fixture, LocalDate.of(2026, 10, 1));
        database.execute(
                fixture.operator,
                "update billing_account set parent_id = null, root_id = id where number = 'A-0003-C'");
        run(fixture, LocalDate.of(2026, 11, 1));

        assertThat(charges(fixture, "2026-10-01")).isEqualTo("30");
        assertThat(charges(fixture, "2026-11-01")).isEqualTo("30");
    }

    /** The partner's bills have the fee, so no subscription is charged for it, nor parked where it has no price. */
    @Test
    void aFeeThatThePartnerBillsIsNotCharged() {
        BillRunFixture fixture = subscribed("partners-fee", "A-0005", "standard");
        price(fixture, "first", "ahead 30", LocalDate.of(2026, 10, 1));
        database.execute(fixture.operator, """
                update product_offering set agreement_id = (select min(id) from agreement), fees_billed_by = 'PARTNER' where key = 'fibre'
                """);
        run(fixture, LocalDate.of(2026, 10, 1));
        run(fixture, LocalDate.of(2026, 11, 1));

        assertThat(charges(fixture, "2026-10-01") + charges(fixture, "2026-11-01"))
                .isEmpty();
        assertThat(fixture.incoherences()).isEmpty();
    }

    /** Without a tax rate the bill of October can't be made; what was rated for it is not paid. */
    @Test
    void whatIsOnNoBillIsNotPaid() {
        BillRunFixture fixture = subscribed("no-tax", "A-0005", "odd");
        price(fixture, "first", "ahead 30", LocalDate.of(2026, 1, 1));
        BillRunWorker worker = fixture.worker(100, 1);
        UUID october = fixture.runToTheEnd(worker);
        assertThat(fixture.state(october)).isEqualTo(BillRunState.PUBLISHED);
        database.execute(
                fixture.operator,
                "insert into tax_rate (tenant_id, country, tax_class, category, rate, valid_from) values (hub_tenant(), 'FI', 'odd', 'S', 14, '2026-01-01')");
        run(fixture, LocalDate.of(2026, 11, 1));
        database.inTenant(fixture.operator, transaction -> fixture.runs.resume(transaction, fixture.operator, october));
        TestDatabase.await(worker.workOnce());
        fixture.approve(october);
        TestDatabase.await(worker.workOnce());

        assertThat(fixture.state(october)).isEqualTo(BillRunState.CLOSED);
        assertThat(charges(fixture, "2026-10-01")).isEqualTo("30");
        assertThat(charges(fixture, "2026-11-01")).isEqualTo("30");
        assertThat(fixture.incoherences()).isEmpty();
    }

    private static BillRunFixture subscribed(String tenant, String account, String taxClass) {
        BillRunFixture fixture = new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), 'fibre', 'Fibre', 'month', '%2$s');
                insert into product (tenant_id, uuid, key, account_id, offering_id, started_on)
                select hub_tenant(), gen_random_uuid(), 'fibre-1', a.id, o.id, '2026-01-01' from billing_account a, product_offering o
                where a.number = '%1$s' and o.key = 'fibre'
                """.formatted(account, taxClass));
        return fixture;
    }

    private static void run(BillRunFixture fixture, LocalDate day) {
        UUID run = fixture.runToTheEnd(fixture.worker(100, 1), day);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
    }

    private static String charges(BillRunFixture fixture, String billPeriod) {
        return database.text(fixture.operator, """
                select coalesce(string_agg(trim_scale(round(amount, 2))::text, ' ' order by service_from), '') from charge
                where source_key = 'fibre-1' and bill_period = '%s'
                """.formatted(billPeriod));
    }

    private static void price(BillRunFixture fixture, String key, String price, LocalDate from) {
        String[] words = price.split(" ", -1);
        String timing = words[0].equals("ahead") ? "IN_ADVANCE" : "IN_ARREARS";
        database.execute(fixture.operator, """
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, '%1$s', 1, 'EUR', '%2$s',
                  '{"key":"%1$s","version":1,"name":"Fibre","currency":"EUR","unit":"month",
                    "model":{"type":"flat","timing":"%3$s","fee":"%4$s","proration":"END_DAY_EXCLUDED"}}'
                from product_offering where key = 'fibre'
                """.formatted(key, from, timing, words[1]));
    }
}
