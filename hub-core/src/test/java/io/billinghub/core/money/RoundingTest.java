package io.billinghub.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts are rounded at named places only, half up to the minor unit of the currency. */
class RoundingTest {

    @ParameterizedTest(name = "{0} is posted as {1}")
    @CsvSource({
        "EUR 0.005, EUR 0.01",
        "EUR 0.0049999999999, EUR 0.00",
        "EUR -0.005, EUR -0.01", // the mirror
        "EUR 2.675, EUR 2.68", // binary floating point would say 2.67
        "EUR 1, EUR 1.00",
        "JPY 549.5, JPY 550",
        "JPY -549.5, JPY -550",
        "KWD 0.5495, KWD 0.550",
        "CLF 0.00005, CLF 0.0001", // four decimal places
        "XCG 0.125, XCG 0.13", // Caribbean guilder, since 2025
    })
    void aLineIsRoundedHalfUp(String rated, String posted) {
        assertThat(Rounding.lineNet(BigMoney.parse(rated))).isEqualTo(Money.parse(posted));
        assertThat(Rounding.posting(BigMoney.parse(rated))).isEqualTo(Money.parse(posted));
    }

    @ParameterizedTest(name = "{1} % of {0} is {2}")
    @CsvSource({
        "EUR 100.00, 19, EUR 19.00",
        "EUR 0.50, 19, EUR 0.10", // 0.095
        "EUR 0.47, 19, EUR 0.09", // 0.0893
        "EUR -0.50, 19, EUR -0.10",
        "CHF 65.00, 7.7, CHF 5.01", // 5.005
        "EUR 12.34, 0, EUR 0.00",
        "JPY 105, 10, JPY 11", // 10.5
        "KWD 1.010, 5, KWD 0.051", // 0.0505
    })
    void taxIsRoundedOncePerGroup(String taxable, BigDecimal percent, String tax) {
        assertThat(Rounding.tax(Money.parse(taxable), percent)).isEqualTo(Money.parse(tax));
    }

    @Test
    void aNegativeTaxRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rounding.tax(Money.parse("EUR 1.00"), new BigDecimal("-1")));
    }

    @Test
    void anAmountOfMoreThanFifteenDigitsIsRefused() {
        assertThat(Rounding.lineNet(BigMoney.parse("EUR 999999999999999.99")))
                .isEqualTo(Money.parse("EUR 999999999999999.99"));
        assertThatThrownBy(() -> Rounding.lineNet(BigMoney.parse("EUR 1000000000000000")))
                .isInstanceOf(AmountOutOfLimitException.class)
                .hasMessageContaining("line net amount in EUR 1000000000000000 has too many digits");
    }

    @ParameterizedTest
    @CsvSource({"1E+999999999", "1E-999999999", "-1E+15", "0E+999999999", "1E-31"})
    void numbersThatAreShortToWriteAndEndlessToCalculateAreRefused(BigDecimal number) {
        assertThat(AmountLimit.accepts(number)).isFalse();
        assertThatThrownBy(() -> AmountLimit.requireAccepted(number, "unitPrice"))
                .isInstanceOf(AmountOutOfLimitException.class)
                .hasMessageStartingWith("unitPrice");
    }

    @Property
    void aReversalRoundsToTheMirror(@ForAll("amounts") BigDecimal amount) {
        BigMoney rated = BigMoney.of(CurrencyUnit.EUR, amount);
        assertThat(Rounding.lineNet(rated.negated()))
                .isEqualTo(Rounding.lineNet(rated).negated());
    }

    @Property
    void dividingAndThenRoundingIsRoundingTheExactFraction(
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long unscaled,
            @ForAll @IntRange(min = 0, max = 9) int scale,
            @ForAll @LongRange(min = 1, max = 100_000) long divisor) {
        BigDecimal dividend = BigDecimal.valueOf(unscaled, scale);
        BigDecimal quotient = Divisor.of(divisor).into(dividend);
        // half up of n ÷ d in cents with whole numbers: ⌊(2 × 100 × n + d) ÷ (2 × d)⌋
        BigInteger n = BigInteger.valueOf(unscaled);
        BigInteger d = BigInteger.TEN.pow(scale).multiply(BigInteger.valueOf(divisor));
        BigInteger cents = n.multiply(BigInteger.valueOf(200)).add(d).divide(d.shiftLeft(1));
        assertThat(quotient.setScale(2, RoundingMode.HALF_UP).unscaledValue()).isEqualTo(cents);
    }

    @ParameterizedTest(name = "{0} ÷ {1} is exactly {2}")
    @CsvSource({"0.4,1000,0.0004", "1,1024,0.0009765625", "3,0.25,12", "1,12.5,0.08", "0.9,60,0.015", "7,1,7"})
    void aDivisionThatEndsIsExact(BigDecimal dividend, BigDecimal divisor, BigDecimal quotient) {
        assertThat(Divisor.of(divisor).into(dividend)).isEqualByComparingTo(quotient);
    }

    @Test
    void aDivisorIsGreaterThanZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Divisor.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Divisor.of(-5));
    }

    @Provide
    Arbitrary<BigDecimal> amounts() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-10000"), new BigDecimal("10000"))
                .ofScale(4);
    }
}
