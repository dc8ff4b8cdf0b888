package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recurring price that was there once is needed from then on; what never had one costs nothing by intent. */
class PriceHistoryTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    @ParameterizedTest(name = "first price {0}, first recurring {1}, begins {2}, in force {3}, recurring in force {4}")
    @CsvSource(delimiter = '|', textBlock = """
                    # first price | recurring since | begins | in force | recurring | missing
                    2026-01-01    | 2026-01-01      | false  | true     | true      |
                    2026-01-01    | 2026-01-01      | true   | true     | true      |
                    # it has ended, whatever else is in force
                    2026-01-01    | 2026-01-01      | false  | true     | false     | recurring price
                    2026-01-01    | 2026-01-01      | true   | true     | false     | recurring price
                    2026-01-01    | 2026-01-01      | false  | false    | false     | recurring price
                    # it began on this very day, and has a gap afterwards only; or it begins later
                    2026-01-01    | 2026-10-01      | false  | true     | false     | recurring price
                    2026-01-01    | 2026-10-02      | false  | true     | false     |
                    2026-01-01    | 2026-10-02      | true   | true     | false     |
                    # one-time and usage prices alone: nothing recurring is needed
                    2026-01-01    |                 | false  | true     | false     |
                    2026-01-01    |                 | true   | true     | false     |
                    2026-01-01    |                 | false  | false    | false     |
                    # but nothing at all is left to who begins
                    2026-01-01    |                 | true   | false    | false     | price plan
                    # no price yet, or none ever
                    2026-10-02    |                 | false  | false    | false     | price plan
                                  |                 | false  | false    | false     | price plan
                                  |                 | true   | false    | false     | price plan
                    """)
    void whatIsMissing(
            LocalDate firstPrice,
            LocalDate firstRecurring,
            boolean begins,
            boolean inForce,
            boolean recurringInForce,
            String missing) {
        PriceHistory history = new PriceHistory(
                firstPrice == null ? LocalDate.MAX : firstPrice,
                firstRecurring == null ? LocalDate.MAX : firstRecurring);
        assertThat(history.missing(DAY, begins, inForce, recurringInForce).orElse(null))
                .isEqualTo(missing);
    }
}
