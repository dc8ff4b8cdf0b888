package io.billinghub.core.prepaid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bucket is told to be low at has as many digits as an amount. */
class NewBucketTest {

    private static NewBucket lowAt(String amount) {
        return new NewBucket(
                "Credit",
                Optional.empty(),
                NewBucket.USUAL_PRIORITY,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(new BigDecimal(amount)));
    }

    @ParameterizedTest
    @CsvSource({
        // as sent | as kept
        "0, 0",
        "0E2147483647, 0",
        "4.50, 4.5",
        "5E2, 500",
        "999999999999999999.000000000001, 999999999999999999.000000000001",
    })
    void anAmountOfFewDigitsIsKept(String sent, String kept) {
        assertThat(lowAt(sent).lowAt())
                .hasValueSatisfying(amount -> assertThat(amount.toPlainString()).isEqualTo(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000000000000000", "1E2147483647", "1E-13", "1E-2147483647"})
    void anyOtherIsRefused(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lowAt(amount))
                .withMessage(
                        "bucket/lowAt: must be zero or more, with at most 18 digits before and 12 behind the point");
    }
}
