package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts through JSONata keep each digit, or are refused; they are never a floating point number. */
class ExactJsonataTest {

    private static Parsing parsed(String net, String document) {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"json\"}", """
                {"jsonata": "{'number': 'n', 'currency': 'EUR', 'lines': [{'account': 'a', 'product': 'p', 'net': %s}]}"}
                """.formatted(net));
        return Parsing.of(descriptor, "x.json", document.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x                     | 0.0000008                          | 0.0000008",
                "x                     | 8e-7                               | 0.0000008",
                "x                     | 123456789012345678901234567890     | 123456789012345678901234567890",
                "x                     | 12345678901234567.123456789012     | 12345678901234567.123456789012",
                "x                     | \"0.30\"                           | 0.3",
                "$add(x, 0.2)          | \"0.1\"                            | refused",
                "$add(x, '0.2')        | 0.1                                | 0.3",
                "$minor(x, 'usd')      | 1999                               | 19.99",
                "$minor(x, 'jpy')      | 1999                               | 1999",
                "$minor(x, 'kwd')      | 2060319484                         | 2060319.484",
                "$multiply(x, '1.1')   | 1.1                                | 1.21",
                "$divide(x, 3, 4)      | 10                                 | 3.3333",
                "$total(x)             | [0.1, 0.2, 0.7]                    | 1",
                "$negate(x)            | 0.1                                | -0.1",
                "$integer($count(x))   | [1, 1, 1]                          | 3",
                "x / 100               | 1999                               | refused",
                "$sum(x)               | [0.1, 0.2]                         | refused",
                "5                     | 0                                  | 5",
            })
    void anAmountIsExactOrRefused(String expression, String x, String expected) {
        Parsing parsing;
        try {
            parsing = parsed(expression, "{\"x\": " + x + "}");
        } catch (io.billinghub.adapters.model.RefusedException refusal) {
            assertThat(expected).as(refusal.getMessage()).isEqualTo("refused");
            return;
        }
        if (expected.equals("refused")) {
            assertThat(parsing.lines).isEmpty();
            assertThat(parsing.flaws).hasSize(1);
        } else {
            assertThat(parsing.flaws).isEmpty();
            assertThat(parsing.lines.get(0).net()).isEqualByComparingTo(expected);
        }
    }
}
