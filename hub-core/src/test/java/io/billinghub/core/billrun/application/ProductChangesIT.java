package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fee follows the quantity and the pauses of its product by days, also where they are told after it was billed. */
class ProductChangesIT {

    private static final String SEATS = "seats";
    private static final Map<String, String> TIMINGS =
            Map.of("ahead", "IN_ADVANCE", "arrears", "IN_ARREARS", "once", "ONE_TIME");

    private static TestDatabase database;

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * Runs of October (31 days), November (30) and December (31) 2026 of 5 seats since January. Changes are told before the run of
     * October, after it, and after that of November, each with the day from which on it holds.
     */
    private static final String TABLE = """
                # name         | price              | told before the runs              | after October's      | after November's    | October | November | December
                # 5 × 10 days + 8 × 21 days at 31 ÷ 31 = 50 + 168; then 8 × 31
                more           | arrears 31         | 11-10-quantity=8                  |                      |                     | 218     | 248      | 248
                # twice in a day: the later word; 9 seats never were
                twice          | arrears 31         | 11-10-quantity=9 11-10-quantity=8 |                      |                     | 218     | 248      | 248
                # paused from the 11th to the 20th: 5 × 21 days
                pause          | arrears 31         | 11-10-suspended 21-10-active      |                      |                     | 105     | 155      | 155
                # paused from 22 October to 10 November: 5 × 21; 5 × 31 × 20 ÷ 30 = 103.33
                pause-over-end | arrears 31         | 22-10-suspended                   | 11-11-active         |                     | 105     | 103.33   | 155
                # who waits for the termination stays paused: 5 × 10 days, then nothing
                not-resumed    | arrears 31         | 11-10-suspended 21-10-pendingTerminate |                 |                     | 50      | 0        | 0
                # October was billed at 155 and comes to 218: 63 more
                back-dated     | arrears 31         |                                   | 11-10-quantity=8     |                     | 155     | 63 248   | 248
                # November was paid ahead at 150 and comes to 5 × 10 + 8 × 20 = 210: 60 more; December ahead 240
                more-ahead     | ahead 30           |                                   | 11-11-quantity=8     |                     | 150     | 60 240   | 240
                # told when December was paid ahead as well: 60 more for November, 240 − 150 = 90 for December; January ahead
                late-ahead     | ahead 30           |                                   |                      | 11-11-quantity=8    | 150     | 150      | 60 90 240
                # and taken back after it was billed: both come to 150 again
                back-and-forth | ahead 30           |                                   | 11-11-quantity=8     | 11-11-quantity=5    | 150     | 60 240   | -60 -90 150
                # within one period: as if nothing had been
                back-at-once   | ahead 30           |                                   | 11-11-quantity=8 11-11-quantity=5 |        | 150     | 150      | 150
                # 5 × 20 = 100 of 150; nothing ahead for December, of which 26 days were served: 5 × 30 × 26 ÷ 31 = 125.81
                pause-ahead    | ahead 30           |                                   | 21-11-suspended      | 06-12-active        | 150     | -50 0    | 125.81 150
                # a fee that is not prorated: from the next period on
                whole          | arrears 31 NONE    | 11-10-quantity=8 12-10-suspended 13-10-active |          |                     | 155     | 248      | 248
                # what stands at the end counts for the whole period: 240 − 150
                at-end         | ahead 30 NONE 'rule':'AT_END' |                        | 11-11-quantity=8     |                     | 150     | 90 240   | 240
                # 5 × 21 days, and a fifth of 5 × 10
                paused-at-20   | arrears 31 END_DAY_EXCLUDED 'pausedPercent':'20' | 11-10-suspended 21-10-active |  |               | 115     | 155      | 155
                """;

    private static BillRunFixture all;

    /**
     * A row of the table; each product has an offering of its own.
     *
     * @param told before each of the runs
     * @param charged by each of the runs
     */
    private record Case(String name, String price, List<String> told, List<String> charged) {
        static List<Case> table() {
            return TABLE.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split("\\|", -1))
                            .map(String::strip)
                            .toList())
                    .map(cells -> new Case(cells.get(0), cells.get(1), cells.subList(2, 5), cells.subList(5, 8)))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void billThreePeriods() {
        database = TestDatabase.create("hub_it_product_changes");
        all = fixture("all");
        Case.table().forEach(each -> subscribe(all, each.name(), each.price(), ""));
        for (int run = 0; run < 3; run++) {
            for (Case each : Case.table()) {
                tell(all, each.name(), each.told().get(run));
            }
            run(all, LocalDate.of(2026, 10 + run, 1));
        }
    }

    static List<Case> cases() {
        return Case.table();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFeeGoesByDays(Case each) {
        for (int run = 0; run < 3; run++) {
            assertThat(charges(all, each.name(), LocalDate.of(2026, 10 + run, 1)))
                    .as("run " + (10 + run))
                    .isEqualTo(each.charged().get(run));
        }
    }

    @Test
    void theBooksAreCoherent() {
        assertThat(all.incoherences()).isEmpty();
    }

    @Test
    void theBillSaysWhichDaysCostWhat() {
        BillRunFixture fixture = subscribed("told", "arrears 31", "");
        tell(fixture, SEATS, "11-10-quantity=8 21-10-suspended");
        run(fixture, LocalDate.of(2026, 10, 1));

        assertThat(steps(fixture, "2026-10-01")).isEqualTo("""
                        2026-10-01 – 2026-10-10, 5 seat: recurring fee of 155.00 EUR for 10 of 31 days = 50
                        2026-10-11 – 2026-10-20, 8 seat: recurring fee of 248.00 EUR for 10 of 31 days = 80
                        2026-10-21 – 2026-10-31, 8 seat: paused, 0.00 EUR for 11 of 31 days = 0""");
        assertThat(database.text(
                        fixture.operator, "select quantity || ' ' || unit from charge where source_key = 'seats'"))
                .isEqualTo("8 seat");
    }

    /** 29 days in February 2028: 5 × 28 + 8 × 1 at 29 ÷ 29. */
    @Test
    void theLeapDayIsADay() {
        BillRunFixture fixture = subscribed("leap", "arrears 29", "");
        database.execute(fixture.operator, "update bill_cycle set open_from = '2028-02-01'");
        database.execute(
                fixture.operator,
                "set local hub.change_day = '2028-02-29'; update product set quantity = 8 where key = 'seats'");
        run(fixture, LocalDate.of(2028, 2, 1));

        assertThat(charges(fixture, SEATS, LocalDate.of(2028, 2, 1))).isEqualTo("148");
    }

    /** 10 % off what the days come to: 218 less 21.80; then 248 less 24.80. Told afterwards: 155 − 15.50, and 56.70 more. */
    @Test
    void modifiersComeAfterTheDays() {
        String promotion =
                "'promotions':[{'key':'p','name':'Launch','reduction':{'type':'percentOff','percent':'10'}}]";
        BillRunFixture before = subscribed("promotion", "arrears 31", promotion);
        tell(before, SEATS, "11-10-quantity=8");
        run(before, LocalDate.of(2026, 10, 1));
        run(before, LocalDate.of(2026, 11, 1));
        assertThat(charges(before, SEATS, LocalDate.of(2026, 10, 1))).isEqualTo("196.2");
        assertThat(charges(before, SEATS, LocalDate.of(2026, 11, 1))).isEqualTo("223.2");
        assertThat(steps(before, "2026-10-01")).endsWith("Launch, 10 % = -21.8");

        BillRunFixture after = subscribed("promotion-late", "arrears 31", promotion);
        run(after, LocalDate.of(2026, 10, 1));
        tell(after, SEATS, "11-10-quantity=8");
        run(after, LocalDate.of(2026, 11, 1));
        assertThat(charges(after, SEATS, LocalDate.of(2026, 10, 1))).isEqualTo("139.5");
        assertThat(charges(after, SEATS, LocalDate.of(2026, 11, 1))).isEqualTo("56.7 223.2");
        assertThat(after.incoherences()).isEmpty();
    }

    /** 5 seats on the first day, at 10 each; that it begins paused makes no difference. */
    @Test
    void aOneTimeFeeCountsTheFirstDay() {
        BillRunFixture fixture = subscribed("once", "once 10 NONE", "");
        database.execute(fixture.operator, "update product set started_on = '2026-10-05' where key = 'seats'");
        tell(fixture, SEATS, "05-10-suspended 11-10-quantity=8 12-10-active");
        run(fixture, LocalDate.of(2026, 10, 1));

        assertThat(charges(fixture, SEATS, LocalDate.of(2026, 10, 1))).isEqualTo("50");
    }

    /** Suspended before changes were noted, so only the state tells it; who then waits for the termination stays paused. */
    @Test
    void aPauseOfBeforeChangesWereNotedLastsUntilTheEnd() {
        BillRunFixture fixture = subscribed("suspended-before", "arrears 31", "");
        tell(fixture, SEATS, "11-10-suspended");
        database.execute(fixture.operator, "delete from product_change");
        tell(fixture, SEATS, "21-10-pendingTerminate 22-10-terminated");
        run(fixture, LocalDate.of(2026, 10, 1));

        assertThat(
                        database.text(
                                fixture.operator,
                                "select string_agg(changed_on || ' ' || coalesce(quantity::text, '-') || ' ' || paused, ', ' order by id) from product_change"))
                .isEqualTo("-infinity 5 true");
        assertThat(charges(fixture, SEATS, LocalDate.of(2026, 10, 1))).isEqualTo("0");
    }

    /** Without a day it is today in the zone of the account's cycle, and the day before that the product stood otherwise. */
    @Test
    void aChangeThatSaysNoDayHoldsFromTodayOn() {
        BillRunFixture fixture = subscribed("today", "arrears 31", "");
        database.execute(fixture.operator, "update product set status = 'suspended' where key = 'seats'");

        assertThat(database.text(fixture.operator, """
                        select string_agg(case when changed_on = '-infinity' then 'always'
                                               when changed_on between (now() at time zone 'Europe/Helsinki')::date - 1
                                                    and (now() at time zone 'Europe/Helsinki')::date then 'today'
                                               else changed_on::text end
                                          || ' ' || coalesce(quantity::text, '-') || ' ' || coalesce(paused::text, '-'), ', ' order by id)
                        from product_change
                        """)).isEqualTo("always 5 false, today - true");
    }

    private static BillRunFixture fixture(String tenant) {
        BillRunFixture fixture = new BillRunFixture(database, tenant, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        return fixture;
    }

    private static BillRunFixture subscribed(String tenant, String price, String modifiers) {
        BillRunFixture fixture = fixture(tenant);
        subscribe(fixture, SEATS, price, modifiers);
        return fixture;
    }

    private static void subscribe(BillRunFixture fixture, String key, String price, String modifiers) {
        String[] words = price.split(" ", 4);
        String definition = """
                {'key':'%s','version':1,'name':'Seats','currency':'EUR','unit':'seat',
                 'model':{'type':'flat','timing':'%s','fee':'%s','proration':'%s'},'modifiers':{%s%s}}
                """.formatted(
                        key,
                        TIMINGS.get(words[0]),
                        words[1],
                        words.length > 2 ? words[2] : "END_DAY_EXCLUDED",
                        words.length > 3 ? "'changes':{" + words[3] + "}" : "",
                        modifiers)
                .replace('\'', '"');
        database.execute(fixture.operator, """
                insert into product_offering (tenant_id, uuid, key, name, unit, tax_class)
                values (hub_tenant(), gen_random_uuid(), '%1$s', 'Seats', 'seat', 'standard');
                insert into product (tenant_id, uuid, key, account_id, offering_id, quantity, started_on)
                select hub_tenant(), gen_random_uuid(), '%1$s', a.id, o.id, 5, '2026-01-01' from billing_account a, product_offering o
                where a.number = 'A-0005' and o.key = '%1$s';
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, '%1$s', 1, 'EUR', '2026-01-01', '%2$s'
                from product_offering where key = '%1$s'
                """.formatted(key, definition));
    }

    /** @param changes of 2026, separated by blanks: {@code DAY-MONTH-quantity=8} or {@code DAY-MONTH-STATUS}; may be empty */
    private static void tell(BillRunFixture fixture, String key, String changes) {
        for (String change : changes.isEmpty() ? new String[0] : changes.split(" ", -1)) {
            String[] words = change.split("-", 3);
            String set = words[2].startsWith("quantity") ? words[2] : "status = '" + words[2] + "'";
            database.execute(
                    fixture.operator,
                    "set local hub.change_day = '2026-%s-%s'; update product set %s where key = '%s'"
                            .formatted(words[1], words[0], set, key));
        }
    }

    private static void run(BillRunFixture fixture, LocalDate day) {
        UUID run = fixture.runToTheEnd(fixture.worker(100, 1), day);
        assertThat(fixture.state(run)).isEqualTo(BillRunState.CLOSED);
    }

    private static String charges(BillRunFixture fixture, String key, LocalDate billPeriod) {
        return database.text(fixture.operator, """
                select coalesce(string_agg(trim_scale(round(amount, 2))::text, ' ' order by service_from), '') from charge
                where source_key = '%s' and bill_period = '%s'
                """.formatted(key, billPeriod));
    }

    private static String steps(BillRunFixture fixture, String billPeriod) {
        return database.text(fixture.operator, """
                select string_agg(coalesce(s.step ->> 'label' || ': ', '') || (s.step ->> 'words') || ' = '
                                  || trim_scale(round((s.step ->> 'amount')::numeric, 2)), chr(10) order by s.n)
                from charge c, jsonb_array_elements(c.price_steps) with ordinality as s (step, n)
                where c.source_key = 'seats' and c.bill_period = '%s'
                """.formatted(billPeriod));
    }
}
