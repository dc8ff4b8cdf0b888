package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over consecutive runs each day is paid for once, by the price that holds for its period; a one-time fee once. */
class SubscriptionFeesTest {

    /** Runs of June, July and August 2026; what each makes due: the price by its place and the days of service. */
    @ParameterizedTest(name = "{0}, from {1} to {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    # prices: timing and days                              | started    | ended      | June                            | July                            | August
                    # one price
                    ARREARS 01-01..                                        | 2026-06-10 | 2026-08-05 | 1 06-10..07-01                  | 1 07-01..08-01                  | 1 08-01..08-05
                    ARREARS 01-01..                                        | 2026-07-10 |            |                                 | 1 07-10..08-01                  | 1 08-01..09-01
                    ADVANCE 01-01..                                        | 2026-06-10 |            | 1 06-10..07-01, 1 07-01..08-01  | 1 08-01..09-01                  | 1 09-01..10-01
                    ADVANCE 01-01..                                        | 2026-07-01 |            |                                 | 1 07-01..08-01, 1 08-01..09-01  | 1 09-01..10-01
                    ADVANCE 01-01..                                        | 2026-07-10 |            |                                 | 1 07-10..08-01, 1 08-01..09-01  | 1 09-01..10-01
                    ADVANCE 01-01..                                        | 2026-01-01 | 2026-08-05 | 1 07-01..08-01                  | 1 08-01..08-05                  |
                    ADVANCE 01-01..                                        | 2026-06-10 | 2026-06-20 | 1 06-10..06-20                  |                                 |
                    ADVANCE 01-01..                                        | 2026-01-01 | 2026-07-01 |                                 |                                 |
                    ONCE 01-01..                                           | 2026-07-10 |            |                                 | 1 07-10..08-01                  |
                    ONCE 01-01..                                           | 2026-01-01 |            |                                 |                                 |
                    # a new price from July on, each of the four changes of timing: every month once, July at the new price
                    ADVANCE 01-01..07-01 ADVANCE 07-01..                   | 2026-01-01 |            | 2 07-01..08-01                  | 2 08-01..09-01                  | 2 09-01..10-01
                    ADVANCE 01-01..07-01 ARREARS 07-01..                   | 2026-01-01 |            |                                 | 2 07-01..08-01                  | 2 08-01..09-01
                    ARREARS 01-01..07-01 ADVANCE 07-01..                   | 2026-01-01 |            | 1 06-01..07-01, 2 07-01..08-01  | 2 08-01..09-01                  | 2 09-01..10-01
                    ARREARS 01-01..07-01 ARREARS 07-01..                   | 2026-01-01 |            | 1 06-01..07-01                  | 2 07-01..08-01                  | 2 08-01..09-01
                    # the same for who begins in June: June at the former price
                    ADVANCE 01-01..07-01 ADVANCE 07-01..                   | 2026-06-10 |            | 1 06-10..07-01, 2 07-01..08-01  | 2 08-01..09-01                  | 2 09-01..10-01
                    ADVANCE 01-01..07-01 ARREARS 07-01..                   | 2026-06-10 |            | 1 06-10..07-01                  | 2 07-01..08-01                  | 2 08-01..09-01
                    ARREARS 01-01..07-01 ADVANCE 07-01..                   | 2026-06-10 |            | 1 06-10..07-01, 2 07-01..08-01  | 2 08-01..09-01                  | 2 09-01..10-01
                    # from the middle of June on: June is as it began, July as it begins
                    ADVANCE 01-01..06-15 ADVANCE 06-15..                   | 2026-01-01 |            | 2 07-01..08-01                  | 2 08-01..09-01                  | 2 09-01..10-01
                    ADVANCE 01-01..06-15 ARREARS 06-15..                   | 2026-01-01 |            |                                 | 2 07-01..08-01                  | 2 08-01..09-01
                    ARREARS 01-01..06-15 ADVANCE 06-15..                   | 2026-01-01 |            | 1 06-01..07-01, 2 07-01..08-01  | 2 08-01..09-01                  | 2 09-01..10-01
                    # a first price: what began without one is charged from the first month on that begins with it
                    ONCE 01-01.. ADVANCE 07-01..                           | 2026-06-10 |            | 2 07-01..08-01, 1 06-10..07-01  | 2 08-01..09-01                  | 2 09-01..10-01
                    ONCE 01-01.. ARREARS 06-20..                           | 2026-06-10 |            | 1 06-10..07-01                  | 2 07-01..08-01                  | 2 08-01..09-01
                    # a price that ends: no month without it is charged; who pays ahead is parked by the run that would charge it
                    ADVANCE 01-01..08-01                                   | 2026-01-01 |            | 1 07-01..08-01                  | no recurring price on 08-01     | no recurring price on 08-01
                    ADVANCE 01-01..07-15                                   | 2026-01-01 |            | 1 07-01..08-01                  | no recurring price on 08-01     | no recurring price on 08-01
                    ARREARS 01-01..08-01                                   | 2026-01-01 |            | 1 06-01..07-01                  | 1 07-01..08-01                  | no recurring price on 08-01
                    ADVANCE 01-01..07-01 ONCE 01-01..                      | 2026-06-10 |            | no recurring price on 07-01     | no recurring price on 07-01     | no recurring price on 08-01
                    # but not who does not run on
                    ADVANCE 01-01..08-01                                   | 2026-01-01 | 2026-08-01 | 1 07-01..08-01                  |                                 |
                    # once, beside a fee in advance that changes
                    ADVANCE 01-01..07-01 ADVANCE 07-01.. ONCE 01-01..      | 2026-06-10 |            | 1 06-10..07-01, 2 07-01..08-01, 3 06-10..07-01 | 2 08-01..09-01   | 2 09-01..10-01
                    """)
    void eachPeriodIsDueOnceByItsOwnPrice(
            String prices, LocalDate startedOn, LocalDate endedOn, String june, String july, String august) {
        List<StoredPlan> stored = stored(prices);
        PriceHistory history = new PriceHistory(first(stored, false), first(stored, true));
        LocalDate end = endedOn == null ? LocalDate.MAX : endedOn;
        List<String> due = new ArrayList<>();
        CyclePeriod period = CyclePeriod.containing(LocalDate.of(2026, 6, 15), 1);
        for (int run = 0; run < 3; run++) {
            // who has ended is asked for no more
            due.add(
                    end.isAfter(period.from())
                            ? words(SubscriptionFees.of(stored, history, period, 1, startedOn, startedOn, end, false))
                            : "");
            period = period.next(1);
        }
        assertThat(due).containsExactly(text(june), text(july), text(august));
    }

    /**
     * The same runs for a subscription of January that another system has billed for a while: the hub goes on with the day after, no day is
     * due twice and none is left out; the one-time fee is taken as billed.
     */
    @ParameterizedTest(name = "{0}, billed elsewhere before {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    # prices                        | charged from | ended      | June                            | July                            | August
                    ARREARS 01-01..                 | 2026-06-01   |            | 1 06-01..07-01                  | 1 07-01..08-01                  | 1 08-01..09-01
                    ARREARS 01-01..                 | 2026-06-16   |            | 1 06-16..07-01                  | 1 07-01..08-01                  | 1 08-01..09-01
                    ARREARS 01-01..                 | 2026-07-01   |            |                                 | 1 07-01..08-01                  | 1 08-01..09-01
                    ARREARS 01-01..                 | 2026-07-11   |            |                                 | 1 07-11..08-01                  | 1 08-01..09-01
                    ADVANCE 01-01..                 | 2026-06-01   |            | 1 06-01..07-01, 1 07-01..08-01  | 1 08-01..09-01                  | 1 09-01..10-01
                    ADVANCE 01-01..                 | 2026-06-16   |            | 1 06-16..07-01, 1 07-01..08-01  | 1 08-01..09-01                  | 1 09-01..10-01
                    # paid ahead until the end of June: July is due ahead; its own run is given it once more, for the difference to what was charged
                    ADVANCE 01-01..                 | 2026-07-01   |            | 1 07-01..08-01                  | 1 07-01..08-01, 1 08-01..09-01  | 1 09-01..10-01
                    # paid ahead into July, and into August
                    ADVANCE 01-01..                 | 2026-07-11   |            |                                 | 1 07-11..08-01, 1 08-01..09-01  | 1 09-01..10-01
                    ADVANCE 01-01..                 | 2026-08-11   |            |                                 |                                 | 1 08-11..09-01, 1 09-01..10-01
                    # the fee that it once cost is not due again, whatever the day
                    ONCE 01-01.. ARREARS 01-01..    | 2026-06-16   |            | 2 06-16..07-01                  | 2 07-01..08-01                  | 2 08-01..09-01
                    # prices that begin with the cut-over are enough
                    ARREARS 06-16..                 | 2026-06-16   |            | 1 06-16..07-01                  | 1 07-01..08-01                  | 1 08-01..09-01
                    ADVANCE 07-01..                 | 2026-07-01   |            | 1 07-01..08-01                  | 1 07-01..08-01, 1 08-01..09-01  | 1 09-01..10-01
                    # ends with what was billed elsewhere, or after
                    ARREARS 01-01..                 | 2026-06-16   | 2026-06-16 |                                 |                                 |
                    ADVANCE 01-01..                 | 2026-06-16   | 2026-07-05 | 1 06-16..07-01, 1 07-01..07-05  |                                 |
                    """)
    void theHubGoesOnWhereAnotherSystemHasStopped(
            String prices, LocalDate chargedFrom, LocalDate endedOn, String june, String july, String august) {
        List<StoredPlan> stored = stored(prices);
        PriceHistory history = new PriceHistory(first(stored, false), first(stored, true));
        LocalDate end = endedOn == null ? LocalDate.MAX : endedOn;
        LocalDate startedOn = LocalDate.of(2026, 1, 1);
        List<String> due = new ArrayList<>();
        CyclePeriod period = CyclePeriod.containing(LocalDate.of(2026, 6, 15), 1);
        for (int run = 0; run < 3; run++) {
            due.add(
                    end.isAfter(period.from())
                            ? words(SubscriptionFees.of(stored, history, period, 1, startedOn, chargedFrom, end, false))
                            : "");
            period = period.next(1);
        }
        assertThat(due).containsExactly(text(june), text(july), text(august));
    }

    /** The newest first, as they are read. */
    private static List<StoredPlan> stored(String prices) {
        String[] words = prices.split(" ", -1);
        List<StoredPlan> stored = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            Flat.Timing timing = switch (words[i]) {
                case "ONCE" -> Flat.Timing.ONE_TIME;
                case "ADVANCE" -> Flat.Timing.IN_ADVANCE;
                default -> Flat.Timing.IN_ARREARS;
            };
            int end = words[i + 1].indexOf("..");
            String to = words[i + 1].substring(end + 2);
            stored.add(new StoredPlan(
                    i / 2 + 1,
                    1,
                    new PricePlan(
                            "fee",
                            1,
                            "Fee",
                            CurrencyUnit.EUR,
                            "month",
                            new Flat(timing, BigDecimal.TEN, Proration.NONE),
                            null,
                            null),
                    LocalDate.parse("2026-" + words[i + 1].substring(0, end)),
                    to.isEmpty() ? LocalDate.MAX : LocalDate.parse("2026-" + to)));
        }
        stored.sort(Comparator.comparing(StoredPlan::validFrom).reversed());
        return stored;
    }

    private static LocalDate first(List<StoredPlan> stored, boolean recurring) {
        return stored.stream()
                .filter(plan -> !recurring || plan.isRecurring())
                .map(StoredPlan::validFrom)
                .min(LocalDate::compareTo)
                .orElse(LocalDate.MAX);
    }

    private static String words(SubscriptionFees fees) {
        return fees.missing()
                .map(missing -> "no " + missing.what() + " on " + day(missing.day()))
                .orElseGet(() -> fees.fees().stream()
                        .map(fee -> fee.price().id() + " " + day(fee.service().from()) + ".."
                                + day(fee.service().to()))
                        .collect(Collectors.joining(", ")));
    }

    private static String day(LocalDate day) {
        return day.toString().substring(5);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
