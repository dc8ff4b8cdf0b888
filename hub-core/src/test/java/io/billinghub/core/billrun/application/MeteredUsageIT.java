package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

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
        ApiUsage usage = new ApiUsage(database, name);
        String unit = name.equals("converted") ? "kcall" : "call";
        usage.price(name, "2026-01-01", "infinity", unit, metric, model);
        usage.use("2026-09-30 12:00", "2026-10-01 12:00", "24", "{\"region\":\"eu\"}", null, "2026-09-01", null);
        usageOfOctober(usage);

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        assertThat(usage.charges("2026-10-01")).isEqualTo(expected == null ? "" : expected);
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    @Test
    void eachDaysUsageHasThePriceOfThatDay() {
        ApiUsage usage = new ApiUsage(database, "mid");
        usage.price("old", "2026-01-01", "2026-10-20", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usage.price("new", "2026-10-20", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.20\"}");
        usageOfOctober(usage);

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        assertThat(usage.charges("2026-10-01")).isEqualTo("150=15 10-01/10-20; 50=10 10-20/11-01");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** 24 and 20 hours of September and October came late: they count whole in October, 44 + 180. */
    @Test
    void lateSessionsCountWholeInTheOpenPeriod() {
        ApiUsage usage = new ApiUsage(database, "late-split");
        usage.price(
                "split",
                "2026-01-01",
                "infinity",
                "call",
                "\"aggregation\":\"SUM\",\"atPeriodEnd\":\"SPLIT\"",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usage.use("2026-09-30 12:00", "2026-10-01 12:00", "24", "{}", null, "2026-10-01", null);
        usage.use("2026-09-20 12:00", "2026-09-21 08:00", "20", "{}", null, "2026-10-01", null);
        usage.use("2026-10-10 12:00", null, "180", "{}", null, "2026-10-01", null);

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        assertThat(usage.charges("2026-10-01")).isEqualTo("224=22.4");
    }

    /** A level of 2 from noon of 30 September on, 3 from noon of 1 October, 0 from noon of 2 October on, in hours. */
    @Test
    void aLevelHoldsFromThePeriodBefore() {
        ApiUsage usage = new ApiUsage(database, "level");
        usage.price(
                "level",
                "2026-01-01",
                "infinity",
                "hour",
                "\"aggregation\":\"TIME_WEIGHTED_SUM\",\"unit\":\"call\",\"conversion\":{\"divide\":\"3600\"}",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usage.use("2026-09-30 12:00", null, "2", "{}", null, "2026-09-01", null);
        usage.use("2026-10-01 12:00", null, "3", "{}", null, "2026-10-01", null);
        usage.use("2026-10-02 12:00", null, "0", "{}", null, "2026-10-01", null);

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        // 12 h × 2 + 24 h × 3 = 96 h
        assertThat(usage.charges("2026-10-01")).isEqualTo("96=9.6");
    }

    @Test
    void plansThatPriceTheSameUnitFromDifferentOnesAreBothCharged() {
        ApiUsage usage = new ApiUsage(database, "two-units");
        usage.price("direct", "2026-01-01", "infinity", "kcall", null, "{\"type\":\"perUnit\",\"unitPrice\":\"9\"}");
        usage.price(
                "converted",
                "2026-01-02",
                "infinity",
                "kcall",
                "\"aggregation\":\"SUM\",\"unit\":\"call\",\"conversion\":{\"divide\":\"1000\"}",
                "{\"type\":\"perUnit\",\"unitPrice\":\"10\"}");
        usage.use("2026-10-05 12:00", "500", "2026-10-01");
        usage.useIn("kcall", "2026-10-06 12:00", "3", "2026-10-01");

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        assertThat(usage.charges("2026-10-01").split("; ", -1)).containsExactlyInAnyOrder("0.5=5", "3=27");
    }

    /** The first step of the stairs costs 5.00; who has used nothing in the end is not charged for it. */
    @Test
    void usageThatIsTakenBackInItsPeriodCostsNothing() {
        ApiUsage usage = new ApiUsage(database, "nothing");
        usage.price("stairs", "{\"type\":\"stairStep\",\"tiers\":[{\"upTo\":\"100\",\"fee\":\"5\"},{\"fee\":\"8\"}]}");
        usage.use("2026-10-05 12:00", "90", "2026-10-01");
        usage.takeBack("90", "2026-10-01", null);

        usage.fixture.runToTheEnd(usage.fixture.worker(100, 1));

        assertThat(usage.charges("2026-10-01")).isEmpty();
    }

    @Test
    void usageOfDaysWithoutAPriceParksTheAccount() {
        ApiUsage usage = new ApiUsage(database, "hole");
        usage.price("late", "2026-10-05", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usageOfOctober(usage);

        usage.fixture.start();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());

        assertThat(usage.parked())
                .isEqualTo("A-0002 no price plan of product api is in force on 2026-10-02, needed for account A-0002: "
                        + "import one with a key of its own and resume the run");
        assertThat(usage.charges("2026-10-01")).isEmpty();
    }

    @Test
    void anEventWithoutTheAmountThatItsPlanTakesParksTheAccount() {
        ApiUsage usage = new ApiUsage(database, "carried");
        usage.price("dynamic", "2026-01-01", "infinity", "call", null, "{\"type\":\"dynamic\",\"carries\":\"AMOUNT\"}");
        usageOfOctober(usage);

        usage.fixture.start();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());

        assertThat(usage.parked()).startsWith("A-0002 usage of product api on account A-0002 can't be rated: ");
    }

    private static void usageOfOctober(ApiUsage usage) {
        usage.use("2026-10-02 10:00", null, "100", "{\"region\":\"eu\",\"tier\":\"gold\"}", null, "2026-10-01", null);
        usage.use("2026-10-10 12:00", null, "50", "{\"region\":\"eu\",\"tier\":\"silver\"}", null, "2026-10-01", null);
        usage.use("2026-10-20 12:00", null, "30", "{\"region\":\"us\",\"tier\":\"gold\"}", "2.50", "2026-10-01", null);
        usage.use("2026-10-31 23:00", "2026-11-01 01:00", "20", "{\"region\":\"us\"}", "1.25", "2026-10-01", null);
    }
}
