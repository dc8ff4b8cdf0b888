package io.billinghub.adapters.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way to read an instant says what the JDK says. */
class InstantsTest {

    @Property
    void eachSecondFromTheYear0To9999IsTheSameAsTheJdkReads(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second) {
        String text = Instant.ofEpochSecond(second).toString();
        assertThat(Instants.isPlain(text)).isTrue();
        assertThat(Instants.plain(text)).isEqualTo(Instant.parse(text)).isEqualTo(Instant.ofEpochSecond(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-15T12:00:00.5Z",
                "2026-11-15T12:00:00+02:00",
                "2026-11-15T24:00:00Z", // the JDK reads it as the next day
                "2026-12-31T23:59:60Z",
                "2026-11-15T12:60:00Z",
                "2026-11-15t12:00:00Z",
                "2026-11-15 12:00:00Z",
                "+2026-1-15T12:00:00Z",
                "２026-11-15T12:00:00Z",
                "",
            })
    void anyOtherFormIsLeftToTheJdk(String text) {
        assertThat(Instants.isPlain(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-01-32T00:00:00Z"})
    void aDayThatIsNoneIsRefused(String text) {
        assertThat(Instants.isPlain(text)).isTrue();
        assertThatThrownBy(() -> Instants.plain(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
