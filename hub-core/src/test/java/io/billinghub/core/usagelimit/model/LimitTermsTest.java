package io.billinghub.core.usagelimit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A threshold is reached by its percentage of the value, exactly, or by more. */
class LimitTermsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | 80 100         | 0        | ''",
                "1000 | 80 100         | 799.999  | ''",
                "1000 | 80 100         | 800      | 80",
                "1000 | 80 100         | 800.001  | 80",
                "1000 | 80 100         | 999.999  | 80",
                "1000 | 80 100         | 1000     | 80 100",
                "1000 | 80 100         | 1e6      | 80 100",
                "1000 | 100 80 80.0    | 800      | 80",
                "1000 | 80 100         | -1000    | ''",
                "0.3  | 33.3           | 0.0999   | 33.3",
                "0.3  | 33.3           | 0.099899 | ''",
                "15   | 80 90 100 1000 | 13.5     | 80 90",
                "15   | 80 90 100 1000 | 150      | 80 90 100 1000",
            })
    void areReached(BigDecimal value, String thresholds, BigDecimal used, String reached) {
        LimitTerms terms = new LimitTerms(value, decimals(thresholds), Optional.empty());
        assertThat(terms.reached(used).stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" ")))
                .isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0     | 80                     | value: must be more than zero",
                "-1    | 80                     | value: must be more than zero",
                "1e18  | 80                     | value: must have at most 18 digits",
                "1e-13 | 80                     | value: must have at most 18 digits",
                "1     | 0                      | thresholds: must be more than zero",
                "1     | 1000.1                 | thresholds: must be at most 1000 percent",
                "1     | 1 2 3 4 5 6 7 8 9 10 11 | thresholds: must be 1 to 10 percentages",
            })
    void whatCanNotBeALimitIsRefused(BigDecimal value, String thresholds, String why) {
        List<BigDecimal> percentages = decimals(thresholds);
        assertThatThrownBy(() -> new LimitTerms(value, percentages, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    private static List<BigDecimal> decimals(String text) {
        return Arrays.stream(text.split(" ", -1)).map(BigDecimal::new).toList();
    }
}
