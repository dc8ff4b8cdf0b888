package io.billinghub.onboarding.masterdata.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VAT numbers and bank accounts of new partners have check digits that fit; each has one digit changed to show that it counts. */
class PaymentDetailsTest {

    @ParameterizedTest
    @CsvSource({
        "AT, ATU13585627, ATU13585626",
        "BE, BE0403019261, BE0403019262",
        "CH, CHE107787577, CHE107787578",
        "DE, DE136695976, DE136695978",
        "DK, DK13585628, DK13585627",
        "EE, EE100931558, EE100594103",
        "GR, EL094259216, EL094259217",
        "FI, FI20774740, FI20774741",
        "FR, FR40303265045, FR84323140391",
        "HR, HR33392005961, HR33392005962",
        "HU, HU12892312, HU12892313",
        "IT, IT00743110157, IT00743110158",
        "LU, LU15027442, LU15027443",
        "NL, NL004495445B01, NL123456789B90",
        "NO, NO910009990MVA, NO910009991MVA",
        "PL, PL8567346215, PL8567346216",
        "PT, PT501964843, PT501964842",
        "SE, SE123456789701, SE123456789101",
        "SI, SI50223054, SI50223055"
    })
    void checkDigitsOfVatNumbersFit(String country, String right, String wrong) {
        assertThat(PaymentDetails.ofVatNumber(country, right)).isEmpty();
        assertThat(PaymentDetails.ofVatNumber(country, wrong))
                .get()
                .satisfies(finding -> assertThat(finding.message()).contains("check digits"));
    }

    @ParameterizedTest
    @CsvSource({"FI, DE136695976", "DE, DE13669597", "NO, 910009990"})
    void aNumberOfAnotherShapeIsRefused(String country, String number) {
        assertThat(PaymentDetails.ofVatNumber(country, number))
                .get()
                .satisfies(finding -> assertThat(finding.message()).contains("shape"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO9386011117947",
                "DE89370400440532013000",
                "FI2112345600000785",
                "GB82WEST12345698765432",
                "FR1420041010050500013M02606",
                "NL91ABNA0417164300"
            })
    void ibansOfTheirCountrysLengthAreTaken(String iban) {
        assertThat(PaymentDetails.ofIban(iban)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO9386011117948", "DE8937040044053201300", "nothing"})
    void othersAreRefused(String iban) {
        assertThat(PaymentDetails.ofIban(iban)).isPresent();
    }
}
