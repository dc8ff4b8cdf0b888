package io.billinghub.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts and whole numbers of minor units stand for one another exactly. */
class MinorUnitsTest {

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "EUR 12.34, 1234",
        "EUR -0.01, -1",
        "JPY 5, 5",
        "KWD 1.234, 1234",
        "EUR 1.5000, 150",
        "EUR 999999999999999.99, 99999999999999999"
    })
    void thereAndBack(String amount, long minorUnits) {
        BigMoney money = BigMoney.parse(amount);
        assertThat(MinorUnits.of(money)).isEqualTo(minorUnits);
        assertThat(MinorUnits.toMoney(money.getCurrencyUnit(), minorUnits).toBigMoney())
                .matches(money::isEqual);
    }

    @Test
    void anAmountFinerThanTheMinorUnitIsRefused() {
        assertThatThrownBy(() -> MinorUnits.of(BigMoney.parse("EUR 0.005")))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("EUR 0.005 is not a whole 64-bit number of minor units: EUR has 2 decimal places;"
                        + " round it at a named place first");
    }

    @Test
    void anAmountThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> MinorUnits.of(BigMoney.parse("EUR 1000000000000000")))
                .isInstanceOf(AmountOutOfLimitException.class);
        assertThatThrownBy(() -> MinorUnits.of(BigMoney.parse("CLF 999999999999999"))) // 19 digits with four places
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"EUR,2", "JPY,0", "KWD,3", "CLF,4", "VED,2", "XCG,2", "UYW,4"})
    void currenciesOfIso4217AreFound(String code, int decimalPlaces) {
        assertThat(Currencies.find(code)).map(CurrencyUnit::getDecimalPlaces).contains(decimalPlaces);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "eur", "EURO", "ABC", "XXX", "XAU", "978", "É10"})
    void otherCodesAreNoCurrencies(String code) {
        assertThat(Currencies.find(code)).isEmpty();
    }
}
