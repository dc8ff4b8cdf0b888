package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StillDueTest {

    @ParameterizedTest(name = "{0}: due {1}, charged {2}: {3}")
    @CsvSource(textBlock = """
            # what bills hold: lines that are rounded
            EUR, 12.50,       10.00,   2.50
            EUR,  4.996,       5.00,   0
            EUR,  4.994,       5.00,  -0.01
            EUR,  4.995,       5.00,   0
            EUR,  4.995,       4.99,   0.01
            EUR,  5.005,       5.01,   0
            EUR, -5.005,      -5.01,   0
            EUR,  0,           5.00,  -5.00
            JPY, 100.5,      101,      0
            KWD,   1.2345,     1.235,  0
            # two lines are rounded each: 0.01 + 0.01
            EUR, 0.005 0.005,  0.01,   0.01
            EUR, 0.005 0.005,  0.02,   0
            # charges of bills in another currency: all digits are known
            EUR,  4.995,       4.995,  0
            EUR,  5.0051,      4.995,  0.0101
            EUR,  4.9999,      4.995,  0
            EUR,  5.0001,      4.995,  0.0051
            EUR,  5.000,       4.995,  0
            EUR,  0,           4.995, -4.995
            EUR, 0.005 0.0025, 0.0075, 0
            """)
    void restIsWhatBillsDoNotHold(String currency, String due, BigDecimal before, BigDecimal rest) {
        CurrencyUnit unit = CurrencyUnit.of(currency);
        List<BigMoney> lines = Arrays.stream(due.split(" ", -1))
                .map(amount -> BigMoney.of(unit, new BigDecimal(amount)))
                .toList();

        assertThat(StillDue.of(lines, BigMoney.of(unit, before)).getAmount()).isEqualByComparingTo(rest);
    }

    @ParameterizedTest(name = "{0} charged for what comes to {1}")
    @CsvSource(textBlock = """
            4.99,   5.005
            5.125,  5.13
            5.125,  5.1349
            0.0049, 7.77777
            3,      2.9951
            """)
    void nothingIsDueOnceTheRestIsBilled(BigDecimal before, BigDecimal due) {
        CurrencyUnit euro = CurrencyUnit.EUR;
        List<BigMoney> lines = List.of(BigMoney.of(euro, due));
        BigMoney rest = StillDue.of(lines, BigMoney.of(euro, before));
        BigMoney exact = BigMoney.of(euro, before).plus(rest);
        BigMoney billed = BigMoney.of(euro, before).plus(StillDue.rounded(List.of(rest), euro));

        assertThat(StillDue.of(lines, exact).isZero()).isTrue();
        assertThat(StillDue.of(lines, billed).isZero()).isTrue();
    }
}
