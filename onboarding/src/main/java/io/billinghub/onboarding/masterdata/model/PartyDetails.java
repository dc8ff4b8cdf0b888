package io.billinghub.onboarding.masterdata.model;

import io.billinghub.onboarding.error.OnboardingError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for those parts of a party that a person may edit; the same as those of an import. */
public final class PartyDetails {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    private PartyDetails() {}

    /**
     * What is wrong with the parts; pointers are those of an object with properties of these names.
     *
     * @param email null if there is none
     * @param bankIban null if there is none
     */
    public static List<Finding> check(String name, String country, String email, String bankIban) {
        Findings findings = new Findings();
        if (name == null || name.isBlank()) {
            findings.add("/name", OnboardingError.SCHEMA, "a party has a name");
        }
        if (country == null || !COUNTRIES.contains(country)) {
            findings.add("/country", OnboardingError.UNKNOWN_COUNTRY, "'" + country + "' is not a country");
        }
        if (email != null && !EMAIL.matcher(email).matches()) {
            findings.add("/email", OnboardingError.SCHEMA, "'" + email + "' is not an e-mail address");
        }
        if (bankIban != null && !BankAccountNumber.isIban(bankIban)) {
            findings.add("/bankIban", OnboardingError.INVALID_IBAN, "'" + bankIban + "' is not an IBAN");
        }
        return findings.list();
    }
}
