package io.billinghub.core.billrun.application;

import static io.billinghub.core.billrun.application.UsageRuns.resume;
import static io.billinghub.core.billrun.application.UsageRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What changes of a billed period is on the next bill, to the cent: late usage, usage taken back, and prices that change for
 * days of before. The plan of most cases: the first 100 calls at 0.50, further ones at 0.40.
 */
class BilledUsageChangesIT {

    private static final String TIERS =
            "{\"type\":\"graduated\",\"tiers\":[{\"upTo\":\"100\",\"unitPrice\":\"0.50\"},{\"unitPrice\":\"0.40\"}]}";
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_billed_usage_changes");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** 90 → 45.00. With 30 more 100 × 0.50 + 20 × 0.40 = 58.00, so 13.00 more; November has its own first 100. */
    @Test
    void lateUsageOfABilledPeriodIsPricedInItsOwnTiers() {
        ApiUsage usage = october("late", "90");
        usage.useLate("2026-10-30 12:00", "30", "2026-11-01", "2026-10-01");
        usage.use("2026-11-03 12:00", "10", "2026-11-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("90=45");
        assertThat(usage.charges("2026-11-01")).isEqualTo("30=13 10-01/11-01; 10=5");
        assertThat(explanations(usage, "2026-11-01"))
                .isEqualTo("first 100 call at 0.50 EUR, next 20 call at 0.40 EUR, charged before");
        run(usage, DECEMBER);
        assertThat(usage.charges("2026-12-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** Where the agreement says so, late usage counts with that of the open period: 40 × 0.50. */
    @Test
    void lateUsageMayCountInTheOpenPeriod() {
        ApiUsage usage = october("open", "90");
        usage.use("2026-10-30 12:00", "30", "2026-11-01");
        usage.use("2026-11-03 12:00", "10", "2026-11-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("40=20");
    }

    /** 90 + 30 → 58.00. Without the 30 45.00, so 13.00 less; what the customer has paid before stays on its bill. */
    @Test
    void usageThatIsTakenBackIsGivenBackAtItsPrice() {
        ApiUsage usage = october("back", "90", "30");
        usage.takeBack("30", "2026-11-01", "2026-10-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("120=58");
        assertThat(usage.charges("2026-11-01")).isEqualTo("-30=-13 10-01/11-01");
        run(usage, DECEMBER);
        assertThat(usage.charges("2026-12-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** 30 become 35: 90 + 35 → 50.00 + 10.00 = 60.00 in place of 58.00. */
    @Test
    void aCorrectionBillsTheDifference() {
        ApiUsage usage = october("corrected", "90", "30");
        usage.takeBack("30", "2026-11-01", "2026-10-01");
        usage.useLate("2026-10-05 12:00", "35", "2026-11-01", "2026-10-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("5=2 10-01/11-01");
    }

    /** The highest of 90 and 30 is 90; without it 30: 15.00 in place of 45.00. */
    @Test
    void whatIsTakenBackHasNoPartInAMaximum() {
        ApiUsage usage = new ApiUsage(database, "highest");
        usage.price("highest", "2026-01-01", "infinity", "call", "\"aggregation\":\"MAX\"", TIERS);
        usage.use("2026-10-05 12:00", "90", "2026-10-01");
        usage.use("2026-10-06 12:00", "30", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.takeBack("90", "2026-11-01", "2026-10-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("90=45");
        assertThat(usage.charges("2026-11-01")).isEqualTo("-60=-30 10-01/11-01");
    }

    @Test
    void usageThatIsTakenBackWhollyIsGivenBackWholly() {
        ApiUsage usage = october("all", "90");
        usage.takeBack("90", "2026-11-01", "2026-10-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("-90=-45 10-01/11-01");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /**
     * 60 on 5 and 30 on 20 October → 45.00. From 15 October on a call costs 0.20: 60 × 0.50 + 30 × 0.20 = 36.00, so 9.00 less.
     * November has the new price.
     */
    @Test
    void aPriceThatChangesForBilledDaysBillsTheDifference() {
        ApiUsage usage = new ApiUsage(database, "dated");
        usage.price("tiers", TIERS);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        usage.use("2026-10-20 12:00", "30", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.execute("update price_plan set valid_to = '2026-10-15' where key = 'tiers'");
        usage.price("cheap", "2026-10-15", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.20\"}");
        usage.use("2026-11-05 12:00", "10", "2026-11-01");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("90=45");
        assertThat(usage.charges("2026-11-01")).isEqualTo("0=-9 10-01/11-01; 10=2");
        run(usage, DECEMBER);
        assertThat(usage.charges("2026-12-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    @Test
    void aPriceThatEndsInTheMiddleOfABilledPeriodLeavesItAsItWas() {
        ApiUsage usage = october("ended", "90");
        usage.execute("update price_plan set valid_to = '2026-10-02' where key = 'tiers'");

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEmpty();
        assertThat(usage.parked()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledAndStartedAgainBillsTheSame() {
        ApiUsage usage = october("again", "90");
        usage.useLate("2026-10-30 12:00", "30", "2026-11-01", "2026-10-01");
        UUID first = usage.fixture.start(NOVEMBER).uuid();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());
        assertThat(usage.charges("2026-11-01")).isEqualTo("30=13 10-01/11-01");
        giveUp(usage, first);

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("30=13 10-01/11-01");
    }

    @Test
    void anAccountThatIsParkedInTheEarlierPeriodWaitsForIt() {
        ApiUsage usage = new ApiUsage(database, "parked");
        usage.use("2026-10-05 12:00", "90", "2026-10-01");
        BillRunWorker worker = usage.fixture.worker(100, 1);
        UUID october = usage.fixture.runToTheEnd(worker);
        usage.price("tiers", TIERS);
        usage.useLate("2026-10-30 12:00", "30", "2026-11-01", "2026-10-01");
        UUID november = usage.fixture.runToTheEnd(worker, NOVEMBER);
        assertThat(usage.parked())
                .contains(
                        "usage of account A-0002 changes the bill of the period from 2026-10-01, which is not made yet: "
                                + "approve or cancel this run, bill that period, then resume this run");
        assertThat(usage.charges("2026-11-01")).isEmpty();

        resume(usage, worker, october);
        resume(usage, worker, november);

        // October's bill is made when both are known: 100 × 0.50 + 20 × 0.40
        assertThat(usage.charges("2026-10-01")).isEqualTo("120=58");
        assertThat(usage.charges("2026-11-01")).isEmpty();
        assertThat(usage.fixture.state(november)).isEqualTo(BillRunState.CLOSED);
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /**
     * The plan counts calls, and the event MB: the account is parked. The event is taken back when October is closed already, so for November's
     * bill. The run of October sees it all the same, whether the account is resumed or the run is given up and started again.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void usageInAWrongUnitParksTheAccountUntilItIsTakenBack(boolean resumed) {
        ApiUsage usage = new ApiUsage(database, "wrong-unit-" + resumed);
        usage.price("tiers", TIERS);
        usage.use("2026-10-05 12:00", "90", "2026-10-01");
        usage.useIn("MB", "2026-10-06 12:00", "77", "2026-10-01");
        BillRunWorker worker = usage.fixture.worker(100, 1);
        UUID first = usage.fixture.start().uuid();
        TestDatabase.await(worker.workOnce());
        assertThat(usage.parked())
                .isEqualTo("A-0002 usage of product api on account A-0002 counts MB, its price plan tiers counts call");
        usage.takeBack("77", "2026-11-01", "2026-10-01");

        if (resumed) {
            usage.fixture.approve(first);
            TestDatabase.await(worker.workOnce());
            resume(usage, worker, first);
        } else {
            giveUp(usage, first);
            run(usage, BillRunFixture.OCTOBER);
        }
        run(usage, NOVEMBER);

        assertThat(usage.parked()).isEmpty();
        assertThat(usage.charges("2026-10-01")).isEqualTo("90=45");
        assertThat(usage.charges("2026-11-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** What the first run is given up for is seen by the next one of the same period; what comes when that is billed waits for November. */
    @Test
    void whatIsTakenBackBetweenARunAndItsRepetitionIsOnTheBillOfThePeriod() {
        ApiUsage usage = new ApiUsage(database, "between");
        usage.price("tiers", TIERS);
        usage.use("2026-10-05 12:00", "90", "2026-10-01");
        usage.use("2026-10-06 12:00", "7", "2026-10-01");
        usage.use("2026-10-07 12:00", "3", "2026-10-01");
        UUID givenUp = usage.fixture.start().uuid();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());
        assertThat(usage.charges("2026-10-01")).isEqualTo("100=50");
        usage.takeBack("7", "2026-11-01", "2026-10-01");
        giveUp(usage, givenUp);

        run(usage, BillRunFixture.OCTOBER);
        usage.takeBack("3", "2026-11-01", "2026-10-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("93=46.5");
        assertThat(usage.charges("2026-11-01")).isEqualTo("-3=-1.5 10-01/11-01");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** 90 × 0.60 USD = 54.00 USD in place of 45.00 EUR. */
    @Test
    void aPriceInAnotherCurrencyGivesTheFormerOneBack() {
        ApiUsage usage = october("currency", "90");
        usage.execute("update price_plan set valid_to = '2026-10-01' where key = 'tiers'");
        usage.execute("""
                insert into price_plan (tenant_id, uuid, offering_id, key, version, currency, valid_from, definition)
                select hub_tenant(), gen_random_uuid(), id, 'dollars', 1, 'USD', '2026-10-01',
                  '{"key":"dollars","version":1,"name":"API","currency":"USD","unit":"call","model":{"type":"perUnit","unitPrice":"0.60"}}'
                from product_offering where key = 'api'
                """);

        run(usage, NOVEMBER);

        assertThat(database.text(usage.fixture.operator, """
                select string_agg(c.currency || ' ' || trim_scale(c.amount), ', ' order by c.currency)
                from charge c join product_offering o on o.id = c.offering_id where o.key = 'api' and c.bill_period = '2026-11-01'
                """)).isEqualTo("EUR -45, USD 54");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** Until now 7 calls of another kind cost nothing; the new plan counts all: 97 × 0.50. */
    @Test
    void aPriceForBilledDaysIsChargedAlsoForUsageThatHadCostNothing() {
        ApiUsage usage = new ApiUsage(database, "filtered");
        usage.price(
                "some",
                "2026-01-01",
                "infinity",
                "call",
                "\"aggregation\":\"SUM\",\"filters\":[{\"dimension\":\"kind\",\"operator\":\"EQ\",\"values\":[\"a\"]}]",
                TIERS);
        usage.use("2026-10-05 12:00", "7", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.execute("update price_plan set valid_to = '2026-10-01' where key = 'some'");
        usage.price("all", "2026-10-01", "infinity", "call", null, TIERS);

        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEmpty();
        assertThat(usage.charges("2026-11-01")).isEqualTo("7=3.5 10-01/11-01");
    }

    /**
     * At 1.00 each: 10.004 is 10.00 on the bill. 0.004 more make 10.008, which is 10.01: 0.01 more. All taken back: 10.01 are given
     * back, as they were paid.
     */
    @Test
    void roundingOfLinesLeavesNothingBehind() {
        ApiUsage usage = new ApiUsage(database, "rounding");
        usage.price("each", "{\"type\":\"perUnit\",\"unitPrice\":\"1\"}");
        usage.use("2026-10-05 12:00", "10.004", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.useLate("2026-10-30 12:00", "0.004", "2026-11-01", "2026-10-01");
        run(usage, NOVEMBER);
        usage.takeBack("10.004", "2026-12-01", "2026-10-01");
        usage.takeBack("0.004", "2026-12-01", "2026-10-01");
        run(usage, DECEMBER);

        assertThat(database.text(usage.fixture.operator, """
                select string_agg(l.net::text, ' ' order by l.bill_period) from bill_line l join charge c on c.id = l.charge_id
                join product_offering o on o.id = c.offering_id where o.key = 'api'
                """)).isEqualTo("10.00 0.01 -10.01");
        run(usage, LocalDate.of(2027, 1, 1));
        assertThat(usage.charges("2027-01-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** A session of 80 from 30 October 12:00 to 1 November 12:00 is 60 in October and 20 in November, also where it is taken back. */
    @Test
    void aSessionThatIsTakenBackIsGivenBackInEachPeriodThatItReachedInto() {
        ApiUsage usage = new ApiUsage(database, "session");
        usage.price(
                "split",
                "2026-01-01",
                "infinity",
                "call",
                "\"aggregation\":\"SUM\",\"atPeriodEnd\":\"SPLIT\"",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.10\"}");
        usage.use("2026-10-30 12:00", "2026-11-01 12:00", "80", "{}", null, "2026-10-01", null);
        run(usage, BillRunFixture.OCTOBER);
        run(usage, NOVEMBER);
        usage.takeBack("80", "2026-12-01", "2026-10-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("60=6");
        assertThat(usage.charges("2026-11-01")).isEqualTo("20=2");
        assertThat(usage.charges("2026-12-01")).isEqualTo("-60=-6 10-01/11-01; -20=-2 11-01/12-01");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    @Test
    void twoPeriodsOfACycleAreNotBilledAtOnce() {
        ApiUsage usage = october("at-once", "90");
        usage.fixture.start(NOVEMBER);

        assertThatThrownBy(() -> usage.fixture.start(DECEMBER))
                .hasMessageContaining("of cycle \"monthly\" bills another period: approve it, or cancel it, first");
    }

    private static void giveUp(ApiUsage usage, UUID run) {
        database.inTenant(
                usage.fixture.operator,
                transaction -> usage.fixture.runs.cancel(transaction, usage.fixture.operator, run));
    }

    private static ApiUsage october(String name, String... quantities) {
        ApiUsage usage = new ApiUsage(database, name);
        usage.price("tiers", TIERS);
        for (int i = 0; i < quantities.length; i++) {
            usage.use("2026-10-0" + (i + 4) + " 12:00", quantities[i], "2026-10-01");
        }
        run(usage, BillRunFixture.OCTOBER);
        return usage;
    }

    private static String explanations(ApiUsage usage, String billPeriod) {
        return database.text(usage.fixture.operator, """
                select string_agg(s.step ->> 'words', ', ' order by s.n)
                from charge c join product_offering o on o.id = c.offering_id,
                     jsonb_array_elements(c.price_steps) with ordinality as s (step, n)
                where o.key = 'api' and c.bill_period = '%s'
                """.formatted(billPeriod));
    }
}
