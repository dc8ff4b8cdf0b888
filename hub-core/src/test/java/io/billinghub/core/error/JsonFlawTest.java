package io.billinghub.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a text that is no JSON is said without the parser's own names. */
class JsonFlawTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\": [1", "{\"x\": tru", "[deep]", "[long]", "\"open", "{,}", "{\"x\" 1}"})
    void noClassAndNoSettingOfTheParserIsNamed(String text) {
        String json = text.replace("[deep]", "[".repeat(2_000)).replace("[long]", "1".repeat(2_000));
        JsonProcessingException flaw =
                catchThrowableOfType(JsonProcessingException.class, () -> new ObjectMapper().readTree(json));

        assertThat(JsonFlaw.of(flaw)).isNotBlank().doesNotContain("StreamRead", "Source", "`", "Feature");
    }
}
