package io.billinghub.core.billrun.application;

import static io.billinghub.core.billrun.application.UsageRuns.resume;
import static io.billinghub.core.billrun.application.UsageRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bill runs apply what stands around a charge model, and keep what it leaves for the next period. A call costs 0.50. */
class ModifiedPricesIT {

    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final LocalDate JANUARY = LocalDate.of(2027, 1, 1);
    private static final String ROLL_OVER =
            "\"allowance\":{\"key\":\"calls\",\"name\":\"Calls\",\"quantity\":\"100\",\"unit\":\"call\","
                    + "\"rollOver\":{\"periods\":1}}";
    private static final String COMMITMENT =
            "\"commitment\":{\"key\":\"deal\",\"name\":\"Deal\",\"measure\":\"AMOUNT\",\"committed\":\"100\",\"cycles\":12,"
                    + "\"settlement\":\"EACH_CYCLE\"}";
    private static final String MINIMUM = "\"limit\":{\"key\":\"least\",\"name\":\"Least\",\"minimum\":\"30.00\"}";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_modified_prices");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** October uses 60 of 100, so November has 140 free: 150 − 140 = 10 at 0.50. */
    @Test
    void whatIsLeftOfAnAllowanceRollsOver() {
        ApiUsage usage = plan("rolls", ROLL_OVER);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "150", "2026-11-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("60=0");
        assertThat(usage.charges("2026-11-01")).isEqualTo("150=5");
        assertThat(steps(usage, "2026-11-01")).isEqualTo("free by the allowance 140, 10 call at 0.50 EUR 10");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /**
     * 50 calls of October come when November is billed already. October: 110 − 100 = 10 at 0.50, 5.00 more. So nothing was left for
     * November: 150 − 100 = 50 at 0.50 = 25.00 in place of 5.00.
     */
    @Test
    void lateUsageChangesAlsoThePeriodsThatFollow() {
        ApiUsage usage = plan("chain", ROLL_OVER);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "150", "2026-11-01");
        run(usage, NOVEMBER);
        usage.useLate("2026-10-30 12:00", "50", "2026-12-01", "2026-10-01");
        usage.use("2026-12-05 12:00", "120", "2026-12-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-12-01")).isEqualTo("50=5 10-01/11-01; 0=20 11-01/12-01; 120=10");
        run(usage, LocalDate.of(2027, 1, 1));
        assertThat(usage.charges("2027-01-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledLeavesNothingOfTheAllowance() {
        ApiUsage usage = plan("cancelled", ROLL_OVER);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        UUID first = usage.fixture.start().uuid();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());
        database.inTenant(
                usage.fixture.operator,
                transaction -> usage.fixture.runs.cancel(transaction, usage.fixture.operator, first));
        usage.use("2026-10-06 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("120=10");
    }

    /** 40 calls are 20.00, 10.00 less than 30.00; in November nothing is used and 30.00 are due. */
    @Test
    void aMinimumIsDueAlsoWithoutUsageWhileTheProductIsSubscribed() {
        ApiUsage usage = plan("least", MINIMUM);
        usage.subscribe("2026-10-01", null);
        usage.use("2026-10-05 12:00", "40", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("40=20; · least 1=10");
        assertThat(usage.charges("2026-11-01")).isEqualTo("· least 1=30");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** The subscription ended on 10 October; one call of before comes late and is billed in November: 0.50, and no minimum. */
    @Test
    void usageOfAfterTheEndOwesNoMinimum() {
        ApiUsage usage = plan("ended", MINIMUM);
        usage.subscribe("2026-10-01", "2026-10-11");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-10-09 12:00", "1", "2026-11-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("· least 1=30");
        assertThat(usage.charges("2026-11-01")).isEqualTo("1=0.5");
    }

    /** A record of another account: taken back, nothing is owed for it, and no minimum. */
    @Test
    void usageThatIsTakenBackOwesNoMinimum() {
        ApiUsage usage = plan("mistaken", MINIMUM);
        usage.use("2026-10-09 12:00", "1", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.takeBack("1", "2026-11-01", "2026-10-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("1=0.5; · least 1=29.5");
        assertThat(usage.charges("2026-11-01")).isEqualTo("-1=-0.5 10-01/11-01; · least -1=-29.5 10-01/11-01");
    }

    /** 20 calls more are 10.00 more, of which the minimum has charged 10.00 already. */
    @Test
    void lateUsageIsSetOffAgainstTheMinimum() {
        ApiUsage usage = plan("set-off", MINIMUM);
        usage.use("2026-10-05 12:00", "40", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.useLate("2026-10-30 12:00", "20", "2026-11-01", "2026-10-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("20=10 10-01/11-01; · least -1=-10 10-01/11-01");
    }

    /** The first two months at half price, of a subscription since 1 October. */
    @Test
    void aPromotionHoldsInItsPeriodsOfTheService() {
        ApiUsage usage = plan(
                "half",
                "\"promotions\":[{\"key\":\"start\",\"name\":\"Start\",\"reduction\":{\"type\":\"percentOff\",\"percent\":\"50\"},"
                        + "\"toPeriod\":2}]");
        usage.subscribe("2026-10-01", null);
        usage.use("2026-10-05 12:00", "40", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "40", "2026-11-01");
        run(usage, NOVEMBER);
        usage.use("2026-12-05 12:00", "40", "2026-12-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("40=10");
        assertThat(usage.charges("2026-11-01")).isEqualTo("40=10");
        assertThat(usage.charges("2026-12-01")).isEqualTo("40=20");
    }

    /** A fee of 20.00 that costs nothing in the first month of a subscription since 1 October. */
    @Test
    void aPromotionOfAFeeHoldsInItsPeriodsToo() {
        ApiUsage usage = new ApiUsage(database, "free-month");
        usage.subscribe("2026-10-01", null);
        usage.priceWith(
                "fee",
                "{\"type\":\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"20\"}",
                "\"promotions\":[{\"key\":\"start\",\"name\":\"Start\",\"reduction\":{\"type\":\"percentOff\",\"percent\":\"100\"},"
                        + "\"toPeriod\":1}]");
        run(usage, BillRunFixture.OCTOBER);
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("2026-10-01 1=0");
        assertThat(usage.charges("2026-11-01")).isEqualTo("2026-11-01 1=20");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** 100.00 in each month are committed. October is 80.00 and 20.00 are missing; November is 120.00, and more than enough. */
    @Test
    void whatIsMissingToACommitmentIsCharged() {
        ApiUsage usage = plan("committed", COMMITMENT);
        usage.use("2026-10-05 12:00", "160", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "240", "2026-11-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("160=80; · deal 1=20");
        assertThat(usage.charges("2026-11-01")).isEqualTo("240=120");
    }

    /**
     * October can't be billed before November, since its price is missing: so November has its own 100 alone, 50 at 0.50 = 25.00. Then
     * October is resumed, and its 40 that are left are November's: 150 − 140 = 10 at 0.50 = 5.00 in place of 25.00.
     */
    @Test
    void aPeriodThatIsResumedChangesThoseThatWereBilledAfterIt() {
        ApiUsage usage = new ApiUsage(database, "resumed");
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        BillRunWorker worker = usage.fixture.worker(100, 1);
        UUID october = usage.fixture.runToTheEnd(worker);
        usage.priceWith("calls", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}", ROLL_OVER);
        usage.use("2026-11-05 12:00", "150", "2026-11-01");
        usage.fixture.runToTheEnd(worker, NOVEMBER);
        assertThat(usage.charges("2026-11-01")).isEqualTo("150=25");
        resume(usage, worker, october);
        usage.use("2026-12-05 12:00", "120", "2026-12-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("60=0");
        assertThat(usage.charges("2026-12-01")).isEqualTo("0=-20 11-01/12-01; 120=10");
        run(usage, JANUARY);
        assertThat(usage.charges("2027-01-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /** October leaves 40 for one period. That is November, though nothing is used in it: December has 100, and pays 50 at 0.50. */
    @Test
    void whatIsLeftExpiresAlsoInPeriodsWithoutUsage() {
        ApiUsage usage = plan("expires", ROLL_OVER);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        run(usage, NOVEMBER);
        usage.use("2026-12-05 12:00", "150", "2026-12-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-12-01")).isEqualTo("150=25");
    }

    /** The call of October was the only one: taken back, the period had no allowance, and November has 100, not 199. */
    @Test
    void aPeriodWhoseUsageIsTakenBackLeavesNothing() {
        ApiUsage usage = plan("nothing-left", ROLL_OVER);
        usage.use("2026-10-05 12:00", "1", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "150", "2026-11-01");
        run(usage, NOVEMBER);
        usage.takeBack("1", "2026-12-01", "2026-10-01");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-11-01")).isEqualTo("150=0");
        assertThat(usage.charges("2026-12-01")).isEqualTo("-1=0 10-01/11-01; 0=25 11-01/12-01");
    }

    /**
     * Of October's 100 calls 60 are used. The next subscription follows without a gap: November has 140. The one after that begins
     * in January, two months later: it has 100, and pays 50 at 0.50.
     */
    @Test
    void aServiceThatBeginsAgainAfterAGapStartsAnew() {
        ApiUsage usage = plan("again", ROLL_OVER.replace("\"periods\":1", "\"periods\":3"));
        usage.subscribe("api-1", "2026-10-01", "2026-11-01");
        usage.subscribe("api-2", "2026-11-01", "2026-11-15");
        usage.subscribe("api-3", "2027-01-10", null);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "130", "2026-11-01");
        run(usage, NOVEMBER);
        run(usage, DECEMBER);
        usage.use("2027-01-12 12:00", "150", "2027-01-01");
        run(usage, JANUARY);

        assertThat(usage.charges("2026-11-01")).isEqualTo("130=0");
        assertThat(usage.charges("2026-12-01")).isEmpty();
        assertThat(usage.charges("2027-01-01")).isEqualTo("150=25");
    }

    /**
     * 100.00 in each of 12 months are committed; October and November come to 120.00 each. When both are billed, it is told that the
     * service has ended with November: for the ten months that are missing 1,000.00 are due. Then that is found to be wrong: they are given
     * back, and 100.00 are due for December, in which nothing was used.
     */
    @Test
    void theRestOfACommitmentIsDueAlsoIfTheEndIsToldLate() {
        ApiUsage usage = plan("told-late", COMMITMENT);
        usage.subscribe("2026-10-01", null);
        usage.use("2026-10-05 12:00", "240", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "240", "2026-11-01");
        run(usage, NOVEMBER);
        usage.end("api-1", "2026-12-01");
        run(usage, DECEMBER);
        usage.end("api-1", null);
        usage.use("2027-01-12 12:00", "240", "2027-01-01");
        run(usage, JANUARY);

        assertThat(usage.charges("2026-11-01")).isEqualTo("240=120");
        assertThat(usage.charges("2026-12-01")).isEqualTo("· deal 1=1000 11-01/12-01");
        assertThat(usage.charges("2027-01-01"))
                .isEqualTo("240=120; · deal -1=-1000 11-01/12-01; · deal 1=100 12-01/01-01");
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    /**
     * A fee of 20.00, and 30.00 in each of 12 months committed: 10.00 are missing in each month. When October and November are billed,
     * it is told that the service ended on 20 October. Then October is 20.00 and 10.00 and 11 × 30.00 = 360.00, and nothing is due
     * for November.
     */
    @Test
    void theCommitmentOfAFeeIsSettledAlsoIfTheEndIsToldLate() {
        ApiUsage usage = new ApiUsage(database, "fee-late");
        usage.subscribe("2026-10-01", null);
        usage.priceWith(
                "fee",
                "{\"type\":\"flat\",\"timing\":\"IN_ARREARS\",\"fee\":\"20\"}",
                COMMITMENT.replace("\"100\"", "\"30\""));
        run(usage, BillRunFixture.OCTOBER);
        run(usage, NOVEMBER);
        usage.end("api-1", "2026-10-21");
        run(usage, DECEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("2026-10-01 1=30");
        assertThat(usage.charges("2026-11-01")).isEqualTo("2026-11-01 1=30");
        assertThat(usage.charges("2026-12-01"))
                .isEqualTo("2026-10-01 1=330 10-01/10-21; 2026-11-01 -1=-30 11-01/12-01");
        run(usage, JANUARY);
        assertThat(usage.charges("2027-01-01")).isEmpty();
        assertThat(usage.fixture.incoherences()).isEmpty();
    }

    @Test
    void aCorrectionLeavesTheStateOfItsOwnAccountAlone() {
        ApiUsage usage = plan("own-state", ROLL_OVER);
        usage.use("2026-10-05 12:00", "60", "2026-10-01");
        usage.of("A-0004").use("2026-10-05 12:00", "60", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.execute("delete from price_change"); // prices that were new to the run before are looked at again
        usage.useLate("2026-10-30 12:00", "50", "2026-11-01", "2026-10-01");
        run(usage, NOVEMBER);

        assertThat(database.text(usage.fixture.operator, """
                select string_agg(a.number || ' ' || to_char(r.bill_period, 'MM'), ', ' order by a.number, r.bill_period)
                from plan_state s join billing_account a on a.id = s.account_id join bill_run r on r.id = s.run_id
                where s.rated_period = '2026-10-01'
                """)).isEqualTo("A-0002 10, A-0002 11, A-0004 10");
    }

    @Test
    void aPlanWithAMinimumDoesNotChangeInTheMiddleOfAPeriod() {
        ApiUsage usage = new ApiUsage(database, "middle");
        usage.priceWith("least", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}", MINIMUM);
        usage.execute("update price_plan set valid_to = '2026-10-15' where key = 'least'");
        usage.price("next", "2026-10-15", "infinity", "call", null, "{\"type\":\"perUnit\",\"unitPrice\":\"0.40\"}");
        usage.use("2026-10-05 12:00", "40", "2026-10-01");
        usage.fixture.start();
        TestDatabase.await(usage.fixture.worker(100, 1).workOnce());

        assertThat(usage.parked())
                .isEqualTo(
                        "A-0002 usage of product api on account A-0002 can't be rated: the price plan least has modifiers, "
                                + "and another price holds on other days of the period; let a new price begin with a period");
    }

    private static ApiUsage plan(String tenant, String modifiers) {
        ApiUsage usage = new ApiUsage(database, tenant);
        usage.priceWith("calls", "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}", modifiers);
        return usage;
    }

    private static String steps(ApiUsage usage, String billPeriod) {
        return database.text(usage.fixture.operator, """
                select string_agg((s.step ->> 'words') || ' ' || trim_scale((s.step ->> 'quantity')::numeric), ', ' order by s.n)
                from charge c join product_offering o on o.id = c.offering_id,
                     jsonb_array_elements(c.price_steps) with ordinality as s (step, n)
                where o.key = 'api' and c.bill_period = '%s'
                """.formatted(billPeriod));
    }
}
