package io.billinghub.adapters.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts in the ways people write them, read exactly or not at all. */
class NumberStyleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ". | 1234.50             | 1234.50",
                ". | 1,234.50            | 1234.50",
                ". | 1,234,567           | 1234567",
                ". | 1 234.50            | 1234.50",
                ". | 1\u00a0234.50       | 1234.50",
                ". | 1'234'567.05        | 1234567.05",
                ". | 1’234.05            | 1234.05",
                ". | .5                  | 0.5",
                ". | -0.30               | -0.30",
                ". | +7                  | 7",
                ". | 1.2e-05             | 0.000012",
                ". | 12.50-              | -12.50",
                ". | (12.50)             | -12.50",
                ". | ( 1,234.50 )        | -1234.50",
                ". | $12.50              | 12.50",
                ". | $10,000.00          | 10000.00",
                ". | -$12.50             | -12.50",
                ". | $-12.50             | -12.50",
                ". | ($12.50)            | -12.50",
                ". | $(12.50)            | -12.50",
                ". | USD 12.50           | 12.50",
                ". | 12.50 USD           | 12.50",
                ". | US$ 12.50           | 12.50",
                ". | \u221212.50         | -12.50",
                ", | 1234,50             | 1234.50",
                ", | 1.234,50            | 1234.50",
                ", | 1.234.567           | 1234567",
                ", | 1.234               | 1234",
                ", | 1 234 567,5         | 1234567.5",
                ", | 1\u00a0234,50       | 1234.50",
                ", | 1\u202f234,50       | 1234.50",
                ", | 1'234,50            | 1234.50",
                ", | 12,50-              | -12.50",
                ", | 12,50 $             | 12.50",
            })
    void isReadExactly(char decimal, String text, String number) {
        assertThat(new NumberStyle(decimal).amount("net", text, "USD")).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "SEK, '-12,50 kr', -12.50",
        "DKK, '1.234,50 kr.', 1234.50",
        "AUD, '$12,50', 12.50",
        "MXN, '$ 12,50', 12.50",
        "CAD, 'C$ 12,50', 12.50",
        "CNY, '¥12,50', 12.50",
        "PLN, '12,50 zł', 12.50",
        "'', '$12,50', 12.50"
    })
    void hasTheSignOfItsCurrency(String currency, String text, String number) {
        assertThat(new NumberStyle(',').amount("net", text, currency)).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @CsvSource({"EUR, $12.50", "GBP, $12.50", "BRL, $12.50", "EUR, 12.50 kr", "CAD, US$ 12.50", "NOK, 12.50 zł"})
    void hasTheSignOfAnotherCurrency(String currency, String text) {
        assertThatThrownBy(() -> NumberStyle.POINT.amount("net", text, currency))
                .isInstanceOf(LineFlawException.class)
                .hasMessageContaining("is not in " + currency);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ". | 1234,50",
                ". | 1.234,50",
                ". | 1,23",
                ". | 0,125",
                ". | -0,125",
                ". | 012,345",
                ", | 0.125",
                ", | 12,50 kr",
                ". | C$ 12.50",
                ". | ¥12",
                ". | 1,2345.00",
                ". | 1,234 567",
                ". | 1,234'567.00",
                ". | 12 34",
                ". | 1..5",
                ". | -(12.50)",
                ". | (12.50)-",
                ". | -12.50-",
                ". | (-12.50)",
                ". | +12.50-",
                ". | 12.50 CR",
                ". | twelve",
                ". | NaN",
                ". | Infinity",
                ". | 1e999999999",
                ". | 0x10",
                ". | €12.50",
                ". | EUR 12.50",
                ". | 12.50 £",
                ". | USD 12.50 USD",
                ". | ١٢",
                ". | 12.50 %",
                ". | $",
                ". | ()",
                ", | 1.23",
                ", | 1,234.50",
                ", | 1.2345,00",
            })
    void isRefusedWhereItCanMeanSomethingElse(char decimal, String text) {
        assertThatThrownBy(() -> new NumberStyle(decimal).amount("net", text, "USD"))
                .isInstanceOf(LineFlawException.class)
                .hasMessageStartingWith("net: ");
    }

    @Property
    void whatIsWrittenWithGroupsIsReadAgain(
            @ForAll @LongRange(min = -999_999_999_999L, max = 999_999_999_999L) long cents,
            @ForAll @IntRange(max = 4) int at) {
        BigDecimal amount = BigDecimal.valueOf(cents, 2);
        DecimalFormatSymbols symbols = new DecimalFormatSymbols();
        boolean comma = at % 2 == 1;
        symbols.setDecimalSeparator(comma ? ',' : '.');
        symbols.setMinusSign('-');
        symbols.setGroupingSeparator(
                "\u00a0. '\u202f".charAt(at) == '.' && !comma ? ',' : "\u00a0. '\u202f".charAt(at));

        String text = new DecimalFormat("#,##0.00", symbols).format(amount);

        assertThat(new NumberStyle(comma ? ',' : '.').amount("net", text, null)).isEqualByComparingTo(amount);
    }
}
