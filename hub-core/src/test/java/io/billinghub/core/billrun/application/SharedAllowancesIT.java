package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.billrun.model.BillRunState;
import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The account A-0003 and its child, which it pays for, share 100 calls in each month. A further call costs 0.50. */
class SharedAllowancesIT {

    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_shared_allowances");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private final String tenant = "shared-" + UUID.randomUUID().toString().substring(0, 8);
    private final ApiUsage root = new ApiUsage(database, tenant).of("A-0003");
    private final ApiUsage child = root.of("A-0003-C");

    /** 60 and 90 were used: 100 are split 40 and 60, and 20 and 30 are charged. An account of its own has nothing of it. */
    @Test
    void eachHasAPartByWhatItHasUsed() {
        plan("");
        root.use("2026-10-05 12:00", "60", "2026-10-01");
        child.use("2026-10-05 12:00", "90", "2026-10-01");
        root.of("A-0002").use("2026-10-05 12:00", "110", "2026-10-01");
        run(BillRunFixture.OCTOBER);

        assertThat(root.charges("2026-10-01")).isEqualTo("60=10");
        assertThat(child.charges("2026-10-01")).isEqualTo("90=15");
        assertThat(root.of("A-0002").charges("2026-10-01")).isEqualTo("110=5");
        assertThat(root.fixture.incoherences()).isEmpty();
    }

    /** 30 of 100 are used in October, so November has 170 for 120 and 80: 102 and 68 are free, 18 and 12 are charged. */
    @Test
    void whatIsLeftRollsOverForAllOfThem() {
        plan(",\"rollOver\":{\"periods\":1}");
        root.use("2026-10-05 12:00", "10", "2026-10-01");
        child.use("2026-10-05 12:00", "20", "2026-10-01");
        run(BillRunFixture.OCTOBER);
        root.use("2026-11-05 12:00", "120", "2026-11-01");
        child.use("2026-11-05 12:00", "80", "2026-11-01");
        run(NOVEMBER);

        assertThat(root.charges("2026-11-01")).isEqualTo("120=9");
        assertThat(child.charges("2026-11-01")).isEqualTo("80=6");
    }

    /**
     * October was 60 and 90, as above. 50 calls of the child come late: of 60 and 140 now 30 and 70 are free, so 15.00 in place of
     * 10.00 and 35.00 in place of 15.00 are due.
     */
    @Test
    void lateUsageOfOneChangesThePriceOfAll() {
        plan(",\"rollOver\":{\"periods\":1}");
        root.use("2026-10-05 12:00", "60", "2026-10-01");
        child.use("2026-10-05 12:00", "90", "2026-10-01");
        run(BillRunFixture.OCTOBER);
        child.useLate("2026-10-30 12:00", "50", "2026-11-01", "2026-10-01");
        run(NOVEMBER);

        assertThat(root.charges("2026-11-01")).isEqualTo("0=5 10-01/11-01");
        assertThat(child.charges("2026-11-01")).isEqualTo("50=20 10-01/11-01");
        run(DECEMBER);
        assertThat(root.charges("2026-12-01") + child.charges("2026-12-01")).isEmpty();
        assertThat(root.fixture.incoherences()).isEmpty();
    }

    private void plan(String more) {
        root.priceWith(
                "calls",
                "{\"type\":\"perUnit\",\"unitPrice\":\"0.50\"}",
                "\"allowance\":{\"key\":\"calls\",\"name\":\"Calls\",\"quantity\":\"100\",\"unit\":\"call\",\"sharing\":\"SHARED\""
                        + more + "}");
    }

    private void run(LocalDate day) {
        UUID run = root.fixture.runToTheEnd(root.fixture.worker(100, 1), day);
        assertThat(root.parked()).isEmpty();
        assertThat(root.fixture.state(run)).isEqualTo(BillRunState.CLOSED);
    }
}
