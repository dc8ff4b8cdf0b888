package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over consecutive runs each day of a subscription is paid for once, and a one-time fee once. */
class RecurringPeriodsTest {

    /** Runs of June, July and August 2026; what each makes due, as service days. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # timing   | started on | ended on   | June                                        | July                                        | August
                    IN_ARREARS | 2026-06-10 | 2026-08-05 | 06-10..07-01                                | 07-01..08-01                                | 08-01..08-05
                    IN_ARREARS | 2026-07-10 |            |                                             | 07-10..08-01                                | 08-01..09-01
                    IN_ADVANCE | 2026-06-10 |            | 06-10..07-01 07-01..08-01                   | 08-01..09-01                                | 09-01..10-01
                    IN_ADVANCE | 2026-07-01 |            |                                             | 07-01..08-01 08-01..09-01                   | 09-01..10-01
                    IN_ADVANCE | 2026-07-10 |            |                                             | 07-10..08-01 08-01..09-01                   | 09-01..10-01
                    IN_ADVANCE | 2026-01-01 | 2026-08-05 | 07-01..08-01                                | 08-01..08-05                                |
                    ONE_TIME   | 2026-07-10 |            |                                             | 07-10..08-01                                |
                    """)
    void eachDayIsDueOnce(
            Flat.Timing timing, LocalDate startedOn, LocalDate endedOn, String june, String july, String august) {
        PricePlan plan = new PricePlan(
                "fee",
                1,
                "Fee",
                CurrencyUnit.EUR,
                "month",
                new Flat(
                        timing,
                        BigDecimal.TEN,
                        timing == Flat.Timing.ONE_TIME ? Proration.NONE : Proration.END_DAY_EXCLUDED),
                null,
                null);
        LocalDate end = endedOn == null ? LocalDate.MAX : endedOn;
        List<String> due = new ArrayList<>();
        CyclePeriod period = CyclePeriod.containing(LocalDate.of(2026, 6, 15), 1);
        for (int run = 0; run < 3; run++) {
            due.add(String.join(
                    " ",
                    RecurringPeriods.of(plan, period, 1, startedOn, end).stream()
                            .map(one -> day(one.service().from()) + ".."
                                    + day(one.service().to()))
                            .toList()));
            period = period.next(1);
        }
        assertThat(due).containsExactly(text(june), text(july), text(august));
    }

    private static String day(LocalDate day) {
        return day.toString().substring(5);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
