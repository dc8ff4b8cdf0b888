package io.billinghub.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyMismatchException;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversion is exact, keeps its evidence and goes one way only. */
class ExchangeRateTest {
    private static final LocalDate DAY = LocalDate.of(2026, 5, 29);
    private static final CurrencyUnit JPY = CurrencyUnit.JPY;
    private static final ExchangeRate DOLLARS_TO_EUROS =
            new ExchangeRate(CurrencyUnit.USD, CurrencyUnit.EUR, new BigDecimal("0.91743"), DAY, "ECB");

    @Test
    void theAmountIsConvertedWithoutRounding() {
        Converted converted = DOLLARS_TO_EUROS.convert(BigMoney.parse("USD 0.0000008"));
        assertThat(converted.amount()).isEqualTo(BigMoney.parse("EUR 0.000000733944")); // 0.0000008 × 0.91743
        assertThat(converted.original()).isEqualTo(BigMoney.parse("USD 0.0000008"));
        assertThat(converted.rate()).isEqualTo(DOLLARS_TO_EUROS);
    }

    @Test
    void decimalPlacesAreThoseOfTheCurrencyThatResults() {
        ExchangeRate rate = new ExchangeRate(CurrencyUnit.EUR, JPY, new BigDecimal("169.55"), DAY, "ECB");
        assertThat(Rounding.posting(rate.convert(BigMoney.parse("EUR 9.99")).amount()))
                .isEqualTo(Money.parse("JPY 1694")); // 1693.8045
    }

    @Test
    void anAmountInAnotherCurrencyIsRefused() {
        assertThatThrownBy(() -> DOLLARS_TO_EUROS.convert(BigMoney.parse("EUR 1")))
                .isInstanceOf(CurrencyMismatchException.class);
    }

    @ParameterizedTest
    @CsvSource({"EUR,EUR,1,ECB", "USD,EUR,0,ECB", "USD,EUR,-1,ECB", "USD,EUR,1,' '"})
    void aRateThatCannotBeIsRefused(String from, String to, BigDecimal rate, String source) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExchangeRate(CurrencyUnit.of(from), CurrencyUnit.of(to), rate, DAY, source));
    }

    @Test
    void evidenceThatDoesNotFitTheAmountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Converted(BigMoney.parse("USD 1"), BigMoney.parse("EUR 1"), DOLLARS_TO_EUROS));
    }
}
