package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A percentage is exact, but percentages of percentages do not grow digits without end. */
class PercentOffTest {
    private static final LocalPeriod MAY = new LocalPeriod(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 1));

    private static BigDecimal off(String percent, BigDecimal amount) {
        return new PercentOff(new BigDecimal(percent))
                .parts(List.of(new Reducible(MAY, amount, amount)), Validity.ALWAYS, MAY, 2)
                .get(0);
    }

    @Test
    void aHundredPercentagesOfThirtyDecimalsLeaveThirtyDecimals() {
        BigDecimal left = new BigDecimal("40.00");
        for (int i = 0; i < 100; i++) {
            left = left.subtract(off("1.000000000000000000000000000001", left));
            assertThat(left.scale()).isLessThanOrEqualTo(30);
        }
        // 40 * 0.99^100 = 40 * 0.366032341...
        assertThat(left).isBetween(new BigDecimal("14.6412"), new BigDecimal("14.6413"));
    }

    @ParameterizedTest
    @CsvSource({
        // percent | amount | taken off
        "10, 40.00, 4.00",
        "33.333, 0.01, 0.0033333",
        "100, 0.0000000000000000000000000000000000000001, 0.0000000000000000000000000000000000000001",
        "100.000000000000000000000000000000, 9.99, 9.99",
        "50, 0.000000000000000000000000000001, 0",
    })
    void whatFitsIsExact(String percent, BigDecimal amount, BigDecimal taken) {
        assertThat(off(percent, amount)).isEqualByComparingTo(taken);
    }
}
