package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.testing.TestDatabase;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loyalty points are earned, burnt and told as the runs of an account leave them. */
class LoyaltyPointsIT {

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);
    private static final String MOBILE = "\"scope\":{\"products\":[\"mobile\"]}";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("hub_it_loyalty_points");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * One point for each 1.00: 24 on 24.90. In November 24 of the 50 that are asked for are burnt, 2.40 off, and 22 are earned on 22.50. In
     * December nothing is asked for.
     */
    @Test
    void pointsAreEarnedThenBurntOnce() {
        TermsOf terms = new TermsOf(database, "loyalty")
                .give(
                        "club",
                        "\"loyalty\":{\"key\":\"points\",\"name\":\"Club\",\"points\":\"1\",\"perAmount\":\"1.00\",\"pointValue\":\"0.10\","
                                + MOBILE + "}",
                        "A-0001")
                .burn(50, "2026-11-01", "A-0001");
        assertThat(terms.points("A-0001")).isEqualTo("0 before the first run");
        terms.run(OCTOBER);
        assertThat(terms.points("A-0001")).isEqualTo("24 after 2026-10-01");
        UUID givenUp = terms.review(NOVEMBER);
        assertThat(terms.points("A-0001")).isEqualTo("22 after 2026-11-01");
        terms.cancel(givenUp);
        assertThat(terms.points("A-0001")).isEqualTo("24 after 2026-10-01");
        terms.run(NOVEMBER);
        terms.run(DECEMBER);
        assertThat(terms.points("A-0001")).isEqualTo("46 after 2026-12-01");
        assertThat(terms.points("A-0002")).isEqualTo("0 before the first run");

        assertThat(terms.charges("A-0001", "2026-10-01")).isEmpty();
        assertThat(terms.charges("A-0001", "2026-11-01")).isEqualTo("mobile -2.4 Club, 24 points burnt");
        assertThat(terms.charges("A-0001", "2026-12-01")).isEmpty();
        assertThat(terms.text("""
                select string_agg(p.lot ->> 'points', ' ' order by p.n) from account_state s,
                       jsonb_array_elements(s.state #> '{state,points}') with ordinality as p (lot, n) where s.rated_period = '2026-12-01'
                """)).isEqualTo("22 24");
        assertThat(terms.fixture.incoherences()).isEmpty();
    }
}
