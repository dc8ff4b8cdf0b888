package io.billinghub.adapters.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Amounts that are unusual for an account. */
class OutlierTest {

    private static boolean unusual(String amount, String... before) {
        return Outlier.of(new BigDecimal(amount), numbers(before)).isPresent();
    }

    private static List<BigDecimal> numbers(String... texts) {
        return Arrays.stream(texts).map(BigDecimal::new).toList();
    }

    @Test
    void areToldWithTheMedian() {
        // median of six: (41.10 + 41.30) ÷ 2 = 41.20; 494.40 ÷ 41.20 = 12
        assertThat(Outlier.of(new BigDecimal("494.40"), numbers("40.00", "41.10", "41.30", "39.90", "42.00", "43.00")))
                .contains("494.4 is 12 times the median of 41.2 over 6 periods");
    }

    @Test
    void areMoreThanThreeTimesTheMedianAndFarBeyondTheSpread() {
        // steady amounts: 3 × 20 = 60 is not more than three times
        assertThat(unusual("60", "20", "20", "20", "20")).isFalse();
        assertThat(unusual("60.01", "20", "20", "20", "20")).isTrue();
        // median 55, deviations 45, 35, 35, 45: MAD 40; 6 × 1.4826 × 40 = 355.82, so up to 410.82 is usual
        assertThat(unusual("410", "10", "20", "90", "100")).isFalse();
        assertThat(unusual("411", "10", "20", "90", "100")).isTrue();
        // 0.10 to 0.90 is nine times, and nothing to ask about
        assertThat(unusual("0.90", "0.10", "0.10", "0.10", "0.10")).isFalse();
    }

    @Test
    void areNotKnownFromFewPeriods() {
        assertThat(unusual("1000", "20", "20", "20")).isFalse();
    }

    /** Two Decembers stand in what was before, or a strong spring: 300 × 0.66 = 198. One month of it may have been wrong itself. */
    @Test
    void areNotThoseOfASeasonThatWasThereBefore() {
        assertThat(unusual("300", "20", "25", "30", "198", "22", "24", "26", "280", "21"))
                .isFalse();
        assertThat(unusual("300", "20", "25", "30", "197", "22", "24", "26", "280", "21"))
                .isTrue();
    }
}
