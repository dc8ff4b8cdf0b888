package io.billinghub.core.invoice.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.invoice.model.AmountDue.Rule;
import java.math.BigDecimal;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountDueTest {

    /** gross + brought forward = open; less than the minimum or negative: carried; else to the nearest multiple of the cash unit. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # currency, gross, forward, minimum, cash, rounding, due, carries
            EUR,   49.90,    0.00,    -,    -,     0.00,   49.90, false
            EUR,    0.00,    0.00,    -,    -,     0.00,    0.00, false
            EUR,   -5.00,    0.00,    -,    -,     0.00,   -5.00, true
            EUR,   20.00,   -5.00,    -,    -,     0.00,   15.00, false
            EUR,    5.00,   -5.00,    -,    -,     0.00,    0.00, false
            EUR,    2.00,   -5.00,    -,    -,     0.00,   -3.00, true
            EUR,    4.99,    0.00, 5.00,    -,     0.00,    4.99, true
            EUR,    5.00,    0.00, 5.00,    -,     0.00,    5.00, false
            EUR,    2.01,    2.99, 5.00,    -,     0.00,    5.00, false
            EUR,    2.00,    2.99, 5.00,    -,     0.00,    4.99, true
            EUR,    0.00,    0.00, 5.00,    -,     0.00,    0.00, false
            EUR,    3.00,   -3.00, 5.00,    -,     0.00,    0.00, false
            CHF,   10.02,    0.00,    -, 0.05,    -0.02,   10.00, false
            CHF,   10.03,    0.00,    -, 0.05,     0.02,   10.05, false
            CHF,   10.05,    0.00,    -, 0.05,     0.00,   10.05, false
            CHF,    0.02,    0.00,    -, 0.05,    -0.02,    0.00, false
            CHF,    0.03,    0.00,    -, 0.05,     0.02,    0.05, false
            CHF,   10.00,    0.03,    -, 0.05,     0.02,   10.05, false
            CHF,  -10.02,    0.00,    -, 0.05,     0.00,  -10.02, true
            CHF,    4.98,    0.00, 5.00, 0.05,     0.00,    4.98, true
            SEK,   99.49,    0.00,    -, 1.00,    -0.49,   99.00, false
            SEK,   99.50,    0.00,    -, 1.00,     0.50,  100.00, false
            JPY,     117,       0,    -,   10,        3,     120, false
            BHD,  10.002,   0.000,    -, 0.005,  -0.002,  10.000, false
            """)
    void asksFor(
            String currency,
            BigDecimal gross,
            BigDecimal forward,
            BigDecimal minimum,
            BigDecimal cash,
            BigDecimal rounding,
            BigDecimal due,
            boolean carries) {
        CurrencyUnit unit = CurrencyUnit.of(currency);
        AmountDue found = AmountDue.of(
                Money.of(unit, gross),
                Money.of(unit, forward),
                new Rule(Optional.ofNullable(minimum), Optional.ofNullable(cash)));
        assertThat(found)
                .isEqualTo(
                        new AmountDue(Money.of(unit, forward), Money.of(unit, rounding), Money.of(unit, due), carries));
    }

    @ParameterizedTest
    @CsvSource({"0.40, 0.40", "0.43, 0.45"})
    void aBillOnDemandIsPaidHoweverSmallItIs(BigDecimal gross, BigDecimal due) {
        Rule rule = new Rule(Optional.of(new BigDecimal("5.00")), Optional.of(new BigDecimal("0.05"))).withoutMinimum();
        AmountDue found = AmountDue.of(Money.of(CurrencyUnit.EUR, gross), Money.zero(CurrencyUnit.EUR), rule);
        assertThat(found.amount().getAmount()).isEqualByComparingTo(due);
        assertThat(found.carries()).isFalse();
    }
}
