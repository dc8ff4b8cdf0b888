package io.billinghub.core.prepaid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepaidAmountTest {

    @ParameterizedTest
    @CsvSource({
        // sent | kept
        "20.00, 20",
        "0.01, 0.01",
        "-3.50, -3.5",
        "1E+3, 1000",
        "999999999999999999, 999999999999999999"
    })
    void anAmountIsKeptExactly(String sent, String kept) {
        assertThat(new PrepaidAmount(new BigDecimal(sent), "EUR").value().toPlainString())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        // amount | units | what is wrong
        "0, EUR, amount: must not be zero",
        "0.00, SMS, amount: must not be zero",
        "1000000000000000000, SMS, amount: must have at most 18 digits before and 12 behind the point",
        "0.0000000000001, SMS, amount: must have at most 18 digits before and 12 behind the point",
        "1E2147483647, SMS, amount: must have at most 18 digits before and 12 behind the point",
        "100E2147483647, SMS, amount: must have at most 18 digits before and 12 behind the point",
        "1E-2147483647, SMS, amount: must have at most 18 digits before and 12 behind the point",
        "1, ' ', units: must have 1 to 40 characters"
    })
    void anAmountThatIsNoneIsRefused(String amount, String units, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrepaidAmount(new BigDecimal(amount), units))
                .withMessage(wrong);
    }

    @ParameterizedTest
    @CsvSource({
        // amount | units | what is wrong
        "0.001, EUR, amount: of EUR must have at most 2 digits behind the point",
        "0.5, JPY, amount: of JPY must have at most 0 digits behind the point",
        "1, SMS, units: of usageType monetary must be an ISO 4217 code"
    })
    void moneyIsOfACurrencyAndItsCoins(String amount, String units, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrepaidAmount(new BigDecimal(amount), units).requireMoney())
                .withMessage(wrong);
    }

    @Test
    void threeDecimalsAreMoneyWhereTheCurrencyHasThem() {
        PrepaidAmount amount = new PrepaidAmount(new BigDecimal("0.125"), "KWD");
        assertThat(amount.requireMoney()).isEqualTo(amount);
    }
}
