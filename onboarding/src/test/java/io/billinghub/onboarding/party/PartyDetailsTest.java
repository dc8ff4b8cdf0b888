package io.billinghub.onboarding.party;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.onboarding.masterdata.model.Finding;
import io.billinghub.onboarding.masterdata.model.PartyDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An edit of a party keeps the rules that an import keeps. */
class PartyDetailsTest {

    @Test
    void rightDetailsPass() {
        assertThat(PartyDetails.check("Aino Lehtovaara", "FI", "aino@mail.example", "FI2112345600000785"))
                .isEmpty();
        assertThat(PartyDetails.check("Aino Lehtovaara", "FI", null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "' ',  FI, a@b.example, FI2112345600000785, /name,     SCHEMA",
        "Aino, QQ, a@b.example, FI2112345600000785, /country,  UNKNOWN_COUNTRY",
        "Aino, ,   a@b.example, FI2112345600000785, /country,  UNKNOWN_COUNTRY",
        "Aino, FI, a@b,         FI2112345600000785, /email,    SCHEMA",
        // two digits exchanged: the check digits find that
        "Aino, FI, a@b.example, FI2112345600000758, /bankIban, INVALID_IBAN",
        "Aino, FI, a@b.example, FI21 1234 5600 0007 85, /bankIban, INVALID_IBAN"
    })
    void aWrongDetailIsToldAtItsPlace(
            String name, String country, String email, String iban, String pointer, String code) {
        assertThat(PartyDetails.check(name, country, email, iban))
                .singleElement()
                .extracting(Finding::pointer, finding -> finding.code().name())
                .containsExactly(pointer, code);
    }
}
