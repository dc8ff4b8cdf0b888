package io.billinghub.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, passwords, IBANs and e-mail addresses are taken out; what only looks like them stays. */
class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abcdef123456.xyz rest    | Authorization: Bearer [token] rest",
                "authorization: basic dXNlcjpwYXNzd29yZA==       | authorization: basic [token]",
                "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln | token [token]",
                "unsigned eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.!  | unsigned [token]!",
                "?access_token=abc.def&x=1                       | ?access_token=[secret]&x=1",
                "{\"client_secret\": \"s3cr3t\", \"a\": 1}       | {\"client_secret\": \"[secret]\", \"a\": 1}",
                "password=geheim; next                           | password=[secret]; next",
                "mail to anna.berg+x@mail.example.com now        | mail to [e-mail] now",
                "<a@b.no>                                        | <[e-mail]>",
                "to FI2112345600000785.                          | to [IBAN].",
                "to NL91 ABNA 0417 1643 00 today                 | to [IBAN] today",
                "gb82west12345698765432,DE89370400440532013000   | [IBAN],[IBAN]",
                "from NO93-8601-1117-947 and back                | from [IBAN] and back",
            })
    void isTakenOut(String text, String safe) {
        assertThat(Redaction.of(text)).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // one digit off, so the check digits do not fit
                "to FI2112345600000786.",
                // no country of the registry
                "ZZ21123456000007851234",
                // an IBAN inside of a longer word is none
                "xFI2112345600000785",
                "FI21123456000007851",
                // references of ISO 11649, UUIDs, figures, addresses of hosts
                "RF18539007547034",
                "01a201b8-fc4b-70b0-8e02-c597572a7840",
                "billed 12345678901234567890 EUR at https://hub.example.com/x?y=1",
                "user@localhost",
                "bearer of bad news",
                "",
            })
    void staysAsItIs(String text) {
        assertThat(Redaction.of(text)).isSameAs(text);
    }

    @Test
    void aLongTextOfNothingTakesNoTimeToSpeakOf() {
        String long1 = "a.".repeat(200_000) + "@";
        String long2 = "DE12 ".repeat(100_000);
        long begin = System.nanoTime();
        assertThat(Redaction.of(long1)).isSameAs(long1);
        assertThat(Redaction.of(long2)).isSameAs(long2);
        assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
    }
}
