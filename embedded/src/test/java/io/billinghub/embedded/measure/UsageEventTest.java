package io.billinghub.embedded.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Usage is what its bill bills, but for what is said to be wrong with it. */
class UsageEventTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final WorldSize SIZE = new WorldSize(3, 150, 8, 2, 2);

    private static World world() {
        return new World(11, SIZE, OCTOBER, true);
    }

    private static Map<String, BigDecimal> sums(List<UsageEvent> events) {
        Map<String, BigDecimal> sums = new HashMap<>();
        events.forEach(event -> sums.merge(
                event.customer() + " " + event.product().code(),
                event.reverses() == null ? event.quantity() : event.quantity().negate(),
                BigDecimal::add));
        return sums;
    }

    @Test
    void eventsAddUpToTheLinesAndHappenInTheirMonth() {
        for (Bill bill : world().bills(OCTOBER, 1)) {
            Map<String, BigDecimal> sums = sums(UsageEvent.of(bill));
            for (Bill.Line line : bill.lines()) {
                boolean metered = line.product().tariff(OCTOBER).kind() != Tariff.Kind.MONTHLY;
                BigDecimal sum =
                        sums.getOrDefault(line.customer() + " " + line.product().code(), BigDecimal.ZERO);
                assertThat(sum).isEqualByComparingTo(metered ? line.quantity() : BigDecimal.ZERO);
            }
            assertThat(UsageEvent.of(bill)).allSatisfy(event -> {
                LocalDate day = event.at().atZone(ZoneId.of("Europe/Helsinki")).toLocalDate();
                assertThat(YearMonth.from(day)).isEqualTo(OCTOBER);
                assertThat(event.quantity()).isPositive();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {"REDELIVERY", "DUPLICATE_UNDER_NEW_NUMBER", "RESTATED_WITHOUT_A_WORD"},
            mode = EnumSource.Mode.EXCLUDE) // theirs came with the first one
    void onlyUsageThatIsToBeWrongIs(ErrorClass kind) {
        List<Bill> right = world().bills(OCTOBER, 1);
        Map<String, Map<String, BigDecimal>> used = new HashMap<>();
        right.forEach(bill -> used.put(bill.number(), sums(UsageEvent.of(bill))));
        Month month = new Month(11, right, SIZE.perClass(), true);
        assertThat(month.deliveries())
                .filteredOn(delivery -> delivery.error().equals(Optional.of(kind)))
                .hasSize(SIZE.perClass())
                .allSatisfy(delivery -> assertThat(sums(delivery.usage())
                                .equals(used.get(delivery.bill().number())))
                        .isEqualTo(!kind.isOfUsage()));
    }
}
