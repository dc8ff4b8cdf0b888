package io.billinghub.adapters.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch's bytes are read again with each event where it stood. */
class EventSequenceTest {

    private static final String PLAIN =
            "{\"id\": \"%s\", \"account\": \"a\", \"product\": \"p\", \"quantity\": 1, \"time\": \"2026-10-05T10:00:00Z\"}";

    private static byte[] sequence(String... contents) {
        EventSequence sequence = new EventSequence();
        for (String content : contents) {
            sequence.add(content.getBytes(UTF_8), "record", UsageFormat.JSON.events(PLAIN.getBytes(UTF_8), 1));
        }
        return sequence.content();
    }

    @Test
    void eventsStandWhereTheyStoodWhateverIsWrongWithSomeOfThem() {
        byte[] bytes = sequence(
                PLAIN.formatted("1"),
                "{\"nothing\": \"of this\"}",
                "{\"specversion\": \"1.0\", \"id\": \"3\", \"source\": \"s\", \"type\": \"t\", \"time\": \"2026-10-05T10:00:00Z\", \"subject\": \"a\","
                        + " \"data\": {\"product\": \"p\", \"quantity\": 1}}",
                PLAIN.formatted("4").replace(", ", ",\n "));

        assertThat(EventSequence.read(bytes))
                .extracting(event -> event.line().position() + " " + event.id())
                .containsExactly("1 1", "2 ", "3 3", "4 4");
        assertThat(EventSequence.read(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "[{}, {}]", "{} {}", "1", "{\"id\": \"\u001e\"}", "id,account\n1,a", "{\"id\": 1"})
    void whatIsNotOneJsonObjectKeepsTheBatchFromBeingReadAgain(String content) {
        assertThatThrownBy(() -> EventSequence.read(sequence(PLAIN.formatted("1"), content)))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.code()).isEqualTo(AdapterError.READ_DIFFERENTLY));
    }
}
