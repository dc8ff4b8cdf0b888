package io.billinghub.adapters.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One file per kind of malformed document: each is refused with its code and place. */
class MalformedDocumentsTest {

    static final String CSV = """
            {"columns": {"number": "No", "account": "Kunde", "product": "Film", "net": "Netto", "taxRate": "Moms", "from": "Datum"},
             "constants": {"currency": "EUR"}}
            """;

    private static Parsing parsed(AdapterDescriptor descriptor, String file) {
        try (var in = MalformedDocumentsTest.class.getResourceAsStream("/malformed/" + file)) {
            return Parsing.of(descriptor, file, in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "focus,   latin1.csv,         NOT_UTF8",
        "focus,   unclosed-quote.csv, MALFORMED_DOCUMENT",
        "ubl,     truncated.xml,      MALFORMED_DOCUMENT",
        "ubl,     xxe.xml,            XML_DTD",
        "ubl,     billion-laughs.xml, XML_DTD",
        "ubl,     wrong-root.xml,     MALFORMED_DOCUMENT",
        "edifact, truncated.edi,      MALFORMED_DOCUMENT",
    })
    void itIsRefusedWithItsCode(String format, String file, RuleCode code) {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"" + format + "\"}", "");

        assertThatThrownBy(() -> parsed(descriptor, file)).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(code);
            assertThat(refusal.place()).isNotBlank();
        });
    }

    @Test
    void aTruncatedJsonDocumentIsRefusedWithLineAndColumn() {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"json\"}", "{\"jsonata\": \"$\"}");

        assertThatThrownBy(() -> parsed(descriptor, "truncated.json"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.place()).startsWith("line "));
    }

    @Test
    void aBillNumberThatIsNoTextIsRefusedAtItsPlace() {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"json\"}", "{\"jsonata\": \"$\"}");
        for (String character : new String[] {"\\u0000", "\\ud800"}) {
            byte[] bill = ("{\"number\": \"A" + character + "B\", \"currency\": \"EUR\", \"lines\": []}")
                    .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Parsing.of(descriptor, "bill.json", bill))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.rule()).isEqualTo(RuleCode.MALFORMED_DOCUMENT);
                        assertThat(refusal.place()).isEqualTo("/number");
                    });
        }
    }

    @Test
    void theByteThatIsNotUtf8IsNamedWithOffsetAndRow() {
        AdapterDescriptor descriptor = Parsing.descriptor("BILL", "{\"type\": \"focus\"}", "");

        assertThatThrownBy(() -> Parsing.of(descriptor, "x.csv", new byte[] {'a', '\n', 'b', (byte) 0xFC, 'c'}))
                .hasMessage("byte 0xFC at offset 3 (row 2) is not UTF-8");
    }

    @Test
    void amountsThatCantBeReadAreFlawedAndTheOthersAreKeptDigitByDigit() {
        AdapterDescriptor descriptor = Parsing.descriptor(
                "BILL", "{\"type\": \"csv\", \"separator\": \";\", \"decimal\": \",\", \"date\": \"dd.MM.yyyy\"}", CSV);
        Parsing amounts = parsed(descriptor, "amounts.csv");

        assertThat(amounts.flaws)
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.place()).isEqualTo("row 5"));
        assertThat(amounts.lines.get(0).net()).isEqualByComparingTo(new BigDecimal("123456789012345678901234567890"));
        assertThat(amounts.lines.get(1).net()).isEqualByComparingTo("-3.99");
        assertThat(amounts.lines.get(2).net()).isEqualByComparingTo("0.1234567890123");
    }
}
