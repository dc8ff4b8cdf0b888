package io.billinghub.api.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billinghub.core.error.HubException;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is there is changed by who has seen it as it is; what is not there needs no condition. */
class IfMatchTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '\'',
            value = {
                // If-Match,      version now, status
                "'\"3\"',          3,           -",
                "'\"2\", \"3\"',   3,           -",
                "*,                3,           -",
                "-,                -,           -",
                "'\"2\"',          3,           412",
                "'W/\"3\"',        3,           412", // a weak tag never matches (RFC 9110, 13.1.1)
                "3,                3,           412",
                "'',               3,           412",
                "'\"3\"',          -,           412",
                "*,                -,           412",
                "-,                3,           428",
            })
    void aChangeNeedsTheVersionThatIsThere(String header, Integer version, Integer status) {
        OptionalInt current = version == null ? OptionalInt.empty() : OptionalInt.of(version);
        HubException refused = catchThrowableOfType(
                HubException.class, () -> IfMatch.of(header).allow(current));
        assertThat(refused == null ? null : refused.code().kind().status()).isEqualTo(status);
    }
}
