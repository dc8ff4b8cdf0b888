package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.Map;
import java.util.Optional;

/** The VAT number and the bank account of a partner that comes on board, checked more strictly than what other systems know already. */
public final class PaymentDetails {

    /** Length of IBANs (ISO 13616 registry), of the countries that partners mostly come from. */
    private static final Map<String, Integer> IBAN_LENGTHS = Map.ofEntries(
            Map.entry("AT", 20),
            Map.entry("BE", 16),
            Map.entry("BG", 22),
            Map.entry("CH", 21),
            Map.entry("CY", 28),
            Map.entry("CZ", 24),
            Map.entry("DE", 22),
            Map.entry("DK", 18),
            Map.entry("EE", 20),
            Map.entry("ES", 24),
            Map.entry("FI", 18),
            Map.entry("FR", 27),
            Map.entry("GB", 22),
            Map.entry("GR", 27),
            Map.entry("HR", 21),
            Map.entry("HU", 28),
            Map.entry("IE", 22),
            Map.entry("IS", 26),
            Map.entry("IT", 27),
            Map.entry("LI", 21),
            Map.entry("LT", 20),
            Map.entry("LU", 20),
            Map.entry("LV", 21),
            Map.entry("MT", 31),
            Map.entry("NL", 18),
            Map.entry("NO", 15),
            Map.entry("PL", 28),
            Map.entry("PT", 25),
            Map.entry("RO", 24),
            Map.entry("SE", 24),
            Map.entry("SI", 19),
            Map.entry("SK", 24));

    private static final int LONGEST_NUMBER = 40;

    private PaymentDetails() {}

    /** What is wrong with the VAT number of a party of the country; empty if nothing is. */
    public static Optional<Finding> ofVatNumber(String country, String number) {
        if (number.length() > LONGEST_NUMBER) {
            return Optional.of(new Finding(
                    "/vatId",
                    OnboardingError.INVALID_VAT_NUMBER,
                    "no VAT number has " + number.length() + " characters"));
        }
        if (!VatNumber.isValid(country, number)) {
            return Optional.of(new Finding(
                    "/vatId",
                    OnboardingError.INVALID_VAT_NUMBER,
                    "'" + number + "' does not have the shape of a VAT number of " + country));
        }
        return VatChecksum.fits(country, number)
                ? Optional.empty()
                : Optional.of(new Finding(
                        "/vatId",
                        OnboardingError.INVALID_VAT_NUMBER,
                        "the check digits of '" + number
                                + "' do not fit; a digit is wrong or two have changed places"));
    }

    /** What is wrong with the IBAN; empty if nothing is. */
    public static Optional<Finding> ofIban(String iban) {
        if (!BankAccountNumber.isIban(iban)) {
            return Optional.of(new Finding(
                    "/iban", OnboardingError.INVALID_IBAN, "the check digits of the IBAN do not fit, or it is none"));
        }
        Integer length = IBAN_LENGTHS.get(iban.substring(0, 2));
        return length == null || length == iban.length()
                ? Optional.empty()
                : Optional.of(new Finding(
                        "/iban",
                        OnboardingError.INVALID_IBAN,
                        "an IBAN of " + iban.substring(0, 2) + " has " + length + " characters, this one has "
                                + iban.length()));
    }
}
