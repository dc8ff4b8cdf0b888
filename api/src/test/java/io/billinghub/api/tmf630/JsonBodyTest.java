package io.billinghub.api.tmf630;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.error.Failures;
import io.billinghub.core.error.HubException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body says each member once, and texts that can be kept; what is wrong is named. */
class JsonBodyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper().findAndRegisterModules();

    private static JsonBody read(String body) {
        return JsonBody.read(MAPPER, body.getBytes(StandardCharsets.UTF_8), "thing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 2}",
                "{\"x\": {\"a\": 1, \"a\": 2}}",
                "{\"a\": 1} {\"a\": 2}",
                "{\"a\": 1}]",
            })
    void whatSaysMoreThanOneThingIsRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .satisfies(failure -> assertThat(Failures.expected(failure))
                        .get()
                        .satisfies(refusal -> {
                            assertThat(refusal.code()).isEqualTo("INVALID_BODY");
                            assertThat(refusal.status()).isEqualTo(400);
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\": \"a\\u0000b\"}", "{\"text\": \"\\ud800\"}", "{\"text\": 5}"})
    void aTextHoldsCharactersOnly(String body) {
        JsonBody read = read(body);

        assertThatThrownBy(() -> read.text("text"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ApiError.INVALID_BODY));
        assertThat(read("{\"text\": \"\\ud83d\\ude00\"}").text("text")).contains("\ud83d\ude00");
    }

    record Wanted(LocalDate day, boolean trial) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"foo\": 1}           | it is not known here; there are day, trial.",
                "{\"day\": \"tomorrow\"} | it must be a day such as 2027-01-01.",
                "{\"trial\": \"x\"}      | it must be true or false.",
                "{\"trial\": tru         | Unrecognized token 'tru': was expecting",
            })
    void whatIsWrongWithARecordIsNamed(String body, String said) {
        assertThatThrownBy(() -> MAPPER.readValue(body, Wanted.class))
                .satisfies(failure -> assertThat(Failures.expected(failure))
                        .get()
                        .satisfies(refusal -> assertThat(refusal.detail()).contains(said)));
    }

    @Test
    void aTreeOfManyMegabytesIsNotMade() {
        assertThatThrownBy(() -> read("{\"text\": \"" + "x".repeat(9 << 20) + "\"}"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ApiError.BODY_TOO_LARGE));
    }

    @Test
    void oneObjectIsRead() {
        assertThat(read("{\"text\": \"\\u00e4\"} ").text("text")).contains("\u00e4");
    }
}
