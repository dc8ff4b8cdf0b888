package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.billinghub.core.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bill runs measure usage as its price plan says, and tell how the price came to be. */
class MeteredUsageIT {

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_metered_usage");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * October 2026 in Helsinki, in calls: 2nd 100 eu gold; 10th 50 eu silver; 20th 30 us gold, carries 2.50; 31st from 23:00 to
     * 1:00 of November 20 us, carries 1.25. In September a session of 24 eu from 30th 12:00 to 1 October 12:00. A charge is
     * told as key quantity=amount.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    # name        | metric                                                    | model                                          | charges
                    sum           |                                                           | {"type":"perUnit","unitPrice":"0.10"} | 200=20
                    graduated     |                                                           | {"type":"graduated","tiers":[{"upTo":"100","unitPrice":"0.50"},{"unitPrice":"0.40"}]} | 200=90
                    groups        | "aggregation":"SUM","groupBy":["region"]                  | {"type":"perUnit","unitPrice":"0.10"} | eu 150=15; us 50=5
                    two-groups    | "aggregation":"SUM","groupBy":["region","tier"]           | {"type":"perUnit","unitPrice":"0.10"} | eu · gold 100=10; eu · silver 50=5; us ·  20=2; us · gold 30=3
                    count         | "aggregation":"COUNT"                                     | {"type":"perUnit","unitPrice":"1"} | 4=4
                    filtered      | "aggregation":"COUNT","filters":[{"dimension":"region","operator":"EQ","values":["eu"]}] | {"type":"perUnit","unitPrice":"1"} | 2=2
                    none-left     | "aggregation":"SUM","filters":[{"dimension":"region","operator":"EQ","values":["fi"]}]   | {"type":"perUnit","unitPrice":"1"} |
                    highest       | "aggregation":"MAX"                                       | {"type":"perUnit","unitPrice":"1"} | 100=100
                    latest        | "aggregation":"LATEST"                                    | {"type":"perUnit","unitPrice":"1"} | 20=20
                    unique        | "aggregation":"UNIQUE_COUNT","of":"region"                | {"type":"perUnit","unitPrice":"1"} | 2=2
                    converted     | "aggregation":"SUM","unit":"call","conversion":{"divide":"1000"} | {"type":"perUnit","unitPrice":"10"} | 0.2=2
                    rounded       | "aggregation":"SUM","rounding":{"increment":"60","mode":"UP","per":"EVENT"} | {"type":"perUnit","unitPrice":"0.10"} | 300=30
                    # 10 of the 20 in October, and 12 of the 24 that began in September
                    split         | "aggregation":"SUM","atPeriodEnd":"SPLIT"                 | {"type":"perUnit","unitPrice":"0.10"} | 202=20.2
                    matrix        |                                                           | {"type":"matrix","dimensions":["region"],"cells":[{"when":{"region":"eu"},"model":{"type":"perUnit","unitPrice":"0.1"}},{"when":{"region":"us"},"model":{"type":"perUnit","unitPrice":"0.2"}}]} | 200=25
                    """)
    void usageIsMeasuredAsThePlanSays(String name, String metric, String model, String expected) {
        BillRunFixture fixture = tenant(name);
        String unit = name.equals("converted") ? "kcall" : "call";
        price(fixture, name, "2026-01-01", "infinity", unit, metric, model);
        use(fixture, "2026-09-30 12:00", "2026-10-01 12:00", "24", "{\"region\":\"eu\"}", null, "2026-09-01");
        usageOfOctober(fixture);

        fixture.runToTheEnd(fixture.worker(100, 1));

        assertThat(charges(fixture)).isEqualTo(expected == null ? "" : expected);
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void eachDaysUsageHasThePriceOfThatDay() {
        BillRunFixture fixture = tenant("mid");
        price(
                fixture,
                "old",
                "2026-01-01",
                "2026-10-20",
                "call",
                null,
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        price(fixture, "new", "2026-10-20", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.20\"}");
        usageOfOctober(fixture);

        fixture.runToTheEnd(fixture.worker(100, 1));

        assertThat(charges(fixture)).isEqualTo("150=15; 50=10");
        assertThat(database.text(fixture.operator, """
                select string_agg(service_from || '/' || service_to, ' ' order by service_from) from charge where source_id in
                  (select id from party_role where key = 'cloud') and offering_id = (select id from product_offering where key = 'api')
                """)).isEqualTo("2026-10-01/2026-10-20 2026-10-20/2026-11-01");
        assertThat(fixture.incoherences()).isEmpty();
    }

    @Test
    void usageOfDaysWithoutAPriceParksTheAccount() {
        BillRunFixture fixture = tenant("hole");
        price(fixture, "late", "2026-10-05", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usageOfOctober(fixture);

        fixture.start();
        TestDatabase.await(fixture.worker(100, 1).workOnce());

        assertThat(parked(fixture))
                .isEqualTo("A-0002 no price plan of product api is in force on 2026-10-02, needed for account A-0002: "
                        + "import one with a key of its own and resume the run");
        assertThat(charges(fixture)).isEmpty();
    }

    @Test
    void anEventWithoutTheAmountThatItsPlanTakesParksTheAccount() {
        BillRunFixture fixture = tenant("carried");
        price(
                fixture,
                "dynamic",
                "2026-01-01",
                "infinity",
                "call",
                null,
                "{\"type\":\"dynamic\",\"carries\":\"AMOUNT\"}");
        usageOfOctober(fixture);

        fixture.start();
        TestDatabase.await(fixture.worker(100, 1).workOnce());

        assertThat(parked(fixture)).startsWith("A-0002 usage of product api on account A-0002 can't be rated: ");
    }

    private static BillRunFixture tenant(String name) {
        BillRunFixture fixture = new BillRunFixture(database, name, null, UuidCreator::getTimeOrderedEpoch);
        fixture.load();
        database.execute(fixture.operator, """
                insert into product_offering (tenant_id, uuid, key, name, agreement_id, unit, tax_class)
                select hub_tenant(), gen_random_uuid(), 'api', 'API', id, 'call', 'standard' from agreement where key = 'cloud'
                """);
        return fixture;
    }

    private static void price(
            BillRunFixture fixture, String key, String from, String to, String unit, String metric, String model) {
        database.execute(fixture.operator, """
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, valid_to, definition)
                select hub_tenant(), gen_random_uuid(), id, '%1$s', 1, 'EUR', '%2$s', '%3$s',
                  '{"key":"%1$s","version":1,"name":"API","currency":"EUR","unit":"%4$s",%5$s"model":%6$s}'
                from product_offering where key = 'api'
                """.formatted(
                        key, from, to, unit, metric == null ? "" : "\"metric\":{" + metric + "},", model));
    }

    private static void usageOfOctober(BillRunFixture fixture) {
        use(fixture, "2026-10-02 10:00", null, "100", "{\"region\":\"eu\",\"tier\":\"gold\"}", null, "2026-10-01");
        use(fixture, "2026-10-10 12:00", null, "50", "{\"region\":\"eu\",\"tier\":\"silver\"}", null, "2026-10-01");
        use(fixture, "2026-10-20 12:00", null, "30", "{\"region\":\"us\",\"tier\":\"gold\"}", "2.50", "2026-10-01");
        use(fixture, "2026-10-31 23:00", "2026-11-01 01:00", "20", "{\"region\":\"us\"}", "1.25", "2026-10-01");
    }

    private static void use(
            BillRunFixture fixture,
            String at,
            String until,
            String quantity,
            String dimensions,
            String amount,
            String period) {
        database.execute(fixture.operator, """
                call ensure_period('%6$s');
                with next as (
                  select d.id, d.partner_id, coalesce(max(u.position), 0) + 1 as position
                  from received_document d join party_role r on r.id = d.partner_id and r.key = 'cloud'
                  left join usage_record u on u.document_id = d.id group by d.id
                ), event as (
                  insert into usage_key (tenant_id, partner_id, event_id, document_id, position)
                  select hub_tenant(), partner_id, 'api-' || position, id, position from next
                )
                insert into usage_record (tenant_id, bill_period, document_id, position, partner_id, account_id, offering_id, occurred_at,
                                          ended_at, quantity, unit, dimensions, amount)
                select hub_tenant(), '%6$s', n.id, n.position, n.partner_id, a.id, o.id, timestamp '%1$s' at time zone 'Europe/Helsinki',
                       %2$s, %3$s, 'call', '%4$s', %5$s
                from next n, billing_account a, product_offering o where a.number = 'A-0002' and o.key = 'api'
                """.formatted(
                        at,
                        until == null ? "null" : "timestamp '" + until + "' at time zone 'Europe/Helsinki'",
                        quantity,
                        dimensions,
                        amount == null ? "null" : amount,
                        period));
    }

    private static String charges(BillRunFixture fixture) {
        return database.text(fixture.operator, """
                select coalesce(string_agg(trim(c.grouping_key || ' ' || trim_scale(c.quantity) || '=' || trim_scale(c.amount)), '; '
                                           order by c.grouping_key collate "C", c.service_from), '')
                from charge c join product_offering o on o.id = c.offering_id where o.key = 'api'
                """);
    }

    private static String parked(BillRunFixture fixture) {
        return database.text(
                fixture.operator,
                "select coalesce(string_agg(a.number || ' ' || r.parked_reason, ''), '') from bill_run_account r "
                        + "join billing_account a on a.id = r.root_id where r.parked_reason is not null");
    }
}
