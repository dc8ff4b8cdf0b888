package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
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
    private static final String ROLL_OVER =
            "\"allowance\":{\"key\":\"calls\",\"name\":\"Calls\",\"quantity\":\"100\",\"unit\":\"call\","
                    + "\"rollOver\":{\"periods\":1}}";
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
        ApiUsage usage = plan(
                "committed",
                "\"commitment\":{\"key\":\"deal\",\"name\":\"Deal\",\"measure\":\"AMOUNT\",\"committed\":\"100\",\"cycles\":12,"
                        + "\"settlement\":\"EACH_CYCLE\"}");
        usage.use("2026-10-05 12:00", "160", "2026-10-01");
        run(usage, BillRunFixture.OCTOBER);
        usage.use("2026-11-05 12:00", "240", "2026-11-01");
        run(usage, NOVEMBER);

        assertThat(usage.charges("2026-10-01")).isEqualTo("160=80; · deal 1=20");
        assertThat(usage.charges("2026-11-01")).isEqualTo("240=120");
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

    private static void run(ApiUsage usage, LocalDate day) {
        UUID run = usage.fixture.runToTheEnd(usage.fixture.worker(100, 1), day);
        assertThat(usage.parked()).isEmpty();
        assertThat(usage.fixture.state(run)).isEqualTo(BillRunState.CLOSED);
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
