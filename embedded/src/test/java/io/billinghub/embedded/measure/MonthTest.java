package io.billinghub.embedded.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent is the truth but for what is said to be wrong with it. */
class MonthTest {

    private static final WorldSize SIZE = new WorldSize(4, 200, 8, 2, 3);
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    private static World world(long seed) {
        return new World(seed, SIZE, OCTOBER, true);
    }

    private static Month month(long seed) {
        return new Month(seed, world(seed).bills(OCTOBER, 1), SIZE.perClass(), true);
    }

    private static Set<String> contents(Month month) {
        return month.deliveries().stream().map(d -> d.content().orElse("none")).collect(Collectors.toSet());
    }

    @Test
    void theSameSeedGivesTheSameDocumentsAndAnotherOneOthers() {
        assertThat(contents(month(7))).isEqualTo(contents(month(7)));
        assertThat(contents(month(7))).isNotEqualTo(contents(month(8)));
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void eachClassOfErrorsIsThereAndIsAnError(ErrorClass kind) {
        Month month = month(7);
        Set<String> right = world(7).bills(OCTOBER, 1).stream()
                .map(bill -> bill.csv(bill.partner().dialect()))
                .collect(Collectors.toSet());

        List<Delivery> wrong = month.deliveries().stream()
                .filter(delivery -> delivery.error().equals(Optional.of(kind)))
                .toList();

        assertThat(wrong).hasSize(SIZE.perClass());
        if (kind != ErrorClass.REDELIVERY && kind != ErrorClass.MISSING_BILL && !kind.isOfUsage()) {
            assertThat(wrong)
                    .allSatisfy(delivery ->
                            assertThat(right).doesNotContain(delivery.content().orElseThrow()));
        }
    }

    @ParameterizedTest
    @EnumSource(LookAlike.class)
    void eachLookAlikeIsThere(LookAlike kind) {
        assertThat(month(7).deliveries())
                .filteredOn(delivery -> delivery.lookAlike().equals(Optional.of(kind)))
                .hasSize(SIZE.perClass());
    }

    @Test
    void ordinaryCareHoldsNoGoodBillAndSeesWhatAddsUpWrongly() {
        OrdinaryCare care = new OrdinaryCare();
        Set<ErrorClass> held = new HashSet<>();
        for (Delivery delivery : month(7).deliveries()) {
            Verdict verdict = care.verdict(delivery);
            if (delivery.isGood()) {
                assertThat(verdict).isEqualTo(Verdict.PASSED);
            } else if (verdict == Verdict.HELD) {
                held.add(delivery.error().orElseThrow());
            }
        }
        assertThat(held)
                .contains(
                        ErrorClass.REDELIVERY,
                        ErrorClass.MISSING_PAGE,
                        ErrorClass.WRONG_TOTAL,
                        ErrorClass.DUPLICATE_LINE,
                        ErrorClass.SCHEMA_DRIFT)
                .doesNotContain(ErrorClass.OLD_PRICE, ErrorClass.TIERS_MIXED_UP, ErrorClass.OTHER_CUSTOMER);
    }
}
