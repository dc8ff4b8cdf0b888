package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payment reference is valid by ISO 11649 and tells account and period. */
class PaymentReferenceTest {

    @ParameterizedTest
    @CsvSource({
        // account number,     period,     base,            reference
        "NL-1001,              2026-10-01, NL1001,          NL1001261001",
        "A1,                   2026-10-01, A1,              A1261001",
        "a-1,                  2026-02-15, A1,              A1260215",
        "x.y/z_9,              2030-12-31, XYZ9,            XYZ9301231",
        "ACME-0000000000000001, 2026-10-01, 000000000000001, 000000000000001261001",
    })
    void itIsTheAccountsBaseAndTheDayOfThePeriod(String number, LocalDate period, String base, String body) {
        assertThat(PaymentReference.base(number)).isEqualTo(base);
        assertThat(PaymentReference.of(number, period))
                .startsWith("RF")
                .endsWith(body)
                .hasSize(4 + body.length())
                .hasSizeLessThanOrEqualTo(25)
                .satisfies(reference ->
                        assertThat(PaymentReference.isValid(reference)).isTrue());
    }

    @Test
    void aDigitThatWasMistypedShows() {
        String reference = PaymentReference.of("NL-1001", LocalDate.of(2026, 10, 1));
        assertThat(PaymentReference.isValid(reference.replace("1001261001", "1002261001")))
                .isFalse();
    }

    @Test
    void theExampleOfTheStandardIsValid() {
        assertThat(PaymentReference.isValid("RF18539007547034")).isTrue();
        assertThat(PaymentReference.isValid("RF19539007547034")).isFalse();
    }
}
