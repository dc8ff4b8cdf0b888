package io.billinghub.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts on the page keep their decimals and can't be misread. */
class BillViewTest {

    @ParameterizedTest
    @CsvSource({
        // amount,        shown (a space here is a no-break space there)
        "0.00,            0.00",
        "170.90,          170.90",
        "1234567.89,      1 234 567.89",
        "-12.30,          −12.30",
        "1000,            1 000",
        "12345678901234567890.123, 12 345 678 901 234 567 890.123",
    })
    void areGroupedInThrees(BigDecimal amount, String shown) {
        assertThat(BillView.amount(amount)).isEqualTo(shown.replace(' ', '\u00a0'));
    }
}
