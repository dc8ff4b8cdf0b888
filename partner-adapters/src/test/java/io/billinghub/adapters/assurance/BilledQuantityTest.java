package io.billinghub.adapters.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A billed quantity beside what was used. */
class BilledQuantityTest {

    private static BilledQuantity quantity(String billed, String balance, String used, int lines, int decimals) {
        return new BilledQuantity(
                new BigDecimal(billed),
                new BigDecimal(balance),
                used == null ? null : new BigDecimal(used),
                lines,
                decimals);
    }

    @ParameterizedTest
    @CsvSource({
        // billed, used, lines, decimals, tolerance in percent, whether it is right
        "12,    12,     1, 0, 0,    true",
        "12.50, 12.5,   1, 2, 0,    true",
        "12,    11,     1, 0, 0,    false",
        "120,   12,     1, 0, 0,    false",
        "12.6,  12.5,   1, 1, 0,    false",
        // counted finer than billed: rounded up, down or half up
        "13,    12.2,   1, 0, 0,    true",
        "12,    12.9,   1, 0, 0,    true",
        "14,    12.9,   1, 0, 0,    false",
        "14,    12.9,   2, 0, 0,    true",
        "12.35, 12.346, 1, 2, 0,    true",
        // within the agreed tolerance, of what was used
        "101,   100,    1, 0, 1,    true",
        "102,   100,    1, 0, 1,    false",
        "99,    100,    1, 0, 1,    true",
        "0,     0,      1, 0, 0,    true",
        "5,     0,      1, 0, 50,   false"
    })
    void isWhatWasUsed(String billed, String used, int lines, int decimals, String percent, boolean right) {
        BilledQuantity quantity = quantity(billed, billed, used, lines, decimals);
        assertThat(quantity.confirmed(new BigDecimal(percent))).isEqualTo(right);
        assertThat(quantity.differs(new BigDecimal(percent), "GB").isEmpty()).isEqualTo(right);
    }

    @Test
    void isRightWhetherACreditTakesBackThePriceOrTheService() {
        // 10 billed, half the money given back with the whole quantity
        assertThat(quantity("10", "0", "10", 1, 0).confirmed(BigDecimal.ZERO)).isTrue();
        // 12 billed, taken back, and 10 billed
        assertThat(quantity("22", "10", "10", 2, 0).confirmed(BigDecimal.ZERO)).isTrue();
        assertThat(quantity("22", "12", "10", 2, 0).confirmed(BigDecimal.ZERO)).isFalse();
    }

    @Test
    void saysWhatIsBilledAndWhatWasUsed() {
        assertThat(quantity("120.0", "120.0", "12.00", 1, 1).differs(BigDecimal.ZERO, "GB"))
                .hasValue("120 GB is billed for these days, 12 GB was used");
        assertThat(quantity("120", "120", "12", 3, 0).differs(BigDecimal.ZERO, "GB"))
                .hasValue("120 GB in 3 lines is billed for these days, 12 GB was used");
    }

    @Test
    void withoutUsageOnlyNothingIsRight() {
        assertThat(quantity("5", "5", null, 1, 0).withoutUsage()).isTrue();
        assertThat(quantity("5", "5", null, 1, 0).confirmed(BigDecimal.ZERO)).isFalse();
        assertThat(quantity("0", "0", null, 1, 0).withoutUsage()).isFalse();
    }
}
