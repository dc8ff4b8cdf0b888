package io.billinghub.adapters.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.UsageReversal;
import io.billinghub.core.error.HubException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Usage events are read alike in each form; what is wrong with one says so and holds up no other. */
class UsageFormatTest {

    private static final String PLAIN = """
            {"id": "e1", "account": "4711", "product": "VOICE", "at": "2026-10-25T00:30:00+02:00", "until": "2026-10-24T22:45:30Z", \
            "quantity": 930.50, "unit": "s", "group": "roaming", "amount": 12.340, "corrects": "e0", "dimensions": {"zone": "EU", "qos": 5}}""";

    private static final Map<UsageFormat, String> ONE = Map.of(
            UsageFormat.NDJSON,
            PLAIN,
            UsageFormat.JSON,
            "[" + PLAIN + "]",
            UsageFormat.CLOUD_EVENT,
            """
            {"specversion": "1.0", "id": "e1", "type": "com.example.call", "subject": "4711", "source": "", \
            "time": "2026-10-25T00:30:00+02:00", "traceparent": "00-1", "data": {"product": "VOICE", "until": "2026-10-24T22:45:30Z", \
            "quantity": "930.5", "unit": "s", "group": "roaming", "amount": "12.34", "corrects": "e0", "dimensions": {"zone": "EU", "qos": "5"}}}""",
            UsageFormat.CLOUD_EVENTS,
            """
            [{"data": {"account": "4711", "product": "VOICE", "until": "2026-10-24T22:45:30Z", "quantity": 930.5, "unit": "s", \
            "group": "roaming", "amount": "12.34", "corrects": "e0", "dimensions": {"zone": "EU", "qos": "5"}}, "time": "2026-10-24T22:30:00Z", "subject": "another", \
            "specversion": "1.0", "id": "e1", "source": "", "type": "call"}]""",
            UsageFormat.CSV,
            """
            id,account,product,at,until,quantity,unit,group,amount,corrects,reverses,dimensions.zone,dimensions.qos
            e1,4711,VOICE,2026-10-25T00:30:00+02:00,2026-10-24T22:45:30Z,"930.5",s,roaming,12.34,e0,,EU,5
            """);

    @ParameterizedTest
    @EnumSource(UsageFormat.class)
    void readsTheSameOfEachForm(UsageFormat format) {
        ReadEvent event = only(format, ONE.get(format));
        CanonicalUsage usage = (CanonicalUsage) event.line();
        assertThat(event.id()).isEqualTo("e1");
        assertThat(usage.eventId()).isEqualTo("e1");
        assertThat(usage.account()).isEqualTo("4711");
        assertThat(usage.product()).isEqualTo("VOICE");
        assertThat(usage.occurredAt()).isEqualTo(Instant.parse("2026-10-24T22:30:00Z"));
        assertThat(usage.endedAt()).isEqualTo(Instant.parse("2026-10-24T22:45:30Z"));
        assertThat(usage.quantity()).isEqualTo(new BigDecimal("930.5"));
        assertThat(usage.unit()).isEqualTo("s");
        assertThat(usage.groupingKey()).isEqualTo("roaming");
        assertThat(usage.dimensions()).isEqualTo(Map.of("zone", "EU", "qos", "5"));
        assertThat(usage.amount()).isEqualTo(new BigDecimal("12.34"));
        assertThat(usage.corrects()).isEqualTo("e0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NDJSON      | `{\"id\": \"r1\", \"source\": \"a\", \"reverses\": \"e1\"}`",
                "JSON        | `{\"reverses\": \"e1\", \"id\": \"r1\", \"source\": \"a\", \"account\": \"4711\"}`",
                "CLOUD_EVENT | `{\"specversion\": \"1.0\", \"id\": \"r1\", \"source\": \"a\", \"time\": \"2026-10-25T00:30:00Z\", \"data\": {\"reverses\": \"e1\"}}`",
                "CSV         | `id,source,quantity,corrects,reverses\nr1,a,,,e1`",
            })
    void readsAReversalOfEachForm(UsageFormat format, String event) {
        String original = withSource("a", "e1");
        ReadEvent read = only(format, event.replace("\\n", "\n"));
        UsageReversal reversal = (UsageReversal) read.line();
        assertThat(read.id()).isEqualTo("r1");
        assertThat(EventKey.id(reversal.eventId())).isEqualTo("r1");
        assertThat(reversal.reverses()).isEqualTo(eventId(original));
    }

    @Test
    void usageMayCarryNoAmountAndCorrectNothing() {
        String event = PLAIN.replace(", \"amount\": 12.340, \"corrects\": \"e0\"", "");
        CanonicalUsage usage = (CanonicalUsage) only(UsageFormat.NDJSON, event).line();
        assertThat(usage.amount()).isNull();
        assertThat(usage.corrects()).isNull();
    }

    @Test
    void theSameIdOfTwoSourcesIsTwoEvents() {
        String first = withSource("a", "b c");
        String second = withSource("a b", "c");
        assertThat(eventId(first)).isNotEqualTo(eventId(second));
        assertThat(only(UsageFormat.NDJSON, first).id()).isEqualTo("b c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"id\": \"e1\"`                   | ``                         | id: is missing",
                "`\"id\": \"e1\"`                   | `\"id\": null`             | id: must be a text or a number",
                "`\"id\": \"e1\"`                   | `\"id\": \"e\\u001f1\"`    | holds a control character",
                "`\"id\": \"e1\"`                   | `\"id\": \"e1\", \"id\": \"e2\"` | id: stands twice",
                "`\"quantity\": 930.50,`            | ``                         | quantity: is missing",
                "`930.50`                           | `\"1,5x\"`                 | quantity: \"1,5x\" is not a number",
                "`930.50`                           | `true`                     | quantity: \"true\" is not a number",
                "`930.50`                           | `[1]`                      | quantity: must be a text or a number",
                "`930.50`                           | `1e300`                    | quantity: \"1e300\" is not a number",
                "`2026-10-25T00:30:00+02:00`        | `2026-10-25`               | at: \"2026-10-25\" is no instant",
                "`2026-10-25T00:30:00+02:00`        | `2026-10-25T00:30:00`      | is no instant with its offset",
                "`\"2026-10-25T00:30:00+02:00\"`    | `1795000000`               | at: must be an instant such as",
                "`2026-10-24T22:45:30Z`             | `2026-10-24T22:29:59Z`     | is before at",
                "`\"unit\": \"s\"`                  | `\"unit\": \" \"`          | unit: is missing",
                "`\"unit\": \"s\"`                  | `\"unit\": \"s\", \"price\": 3` | \"price\" is no attribute of a usage event; there are [id,",
                "`12.340`                           | `\"1 EUR\"`              | amount: \"1 EUR\" is not a number",
                "`12.340`                           | `null`                     | amount: must be a text or a number",
                "`\"corrects\": \"e0\"`            | `\"corrects\": \"\"`     | corrects: is empty",
                "`\"corrects\": \"e0\"`            | `\"corrects\": \"e1\"`   | corrects: is the event's own id",
                "`\"corrects\": \"e0\"`            | `\"reverses\": \"e0\"`   | reverses: takes back the whole of the event \"e0\"; send no quantity",
                "`\"corrects\"`                     | `\"reverses\": \"e0\", \"corrects\"` | send no corrects with it",
                "`{\"zone\": \"EU\", \"qos\": 5}`   | `\"EU\"`                   | dimensions: must be an object of texts",
                "`{\"zone\": \"EU\", \"qos\": 5}`   | `{\"zone\": {}}`           | dimensions.zone: must be a text or a number",
                "`{\"zone\": \"EU\", \"qos\": 5}`   | `{\" \": \"EU\"}`          | a dimension has no name",
            })
    void saysWhatIsWrongWithAnEvent(String part, String instead, String problem) {
        String broken = PLAIN.replace(part, instead).replace("{, ", "{");
        String good = PLAIN.replace("e1", "good");
        List<ReadEvent> array = UsageFormat.JSON.events(utf8("[" + broken + "," + good + "]"), 9);
        List<ReadEvent> lines = UsageFormat.NDJSON.events(utf8(broken + "\n\n" + good + "\r\n"), 9);
        assertThat(((FlawedLine) array.get(0).line()).detail()).contains(problem);
        assertThat(((FlawedLine) lines.get(0).line()).detail()).contains(problem);
        assertThat(lines.get(0).line().place()).isEqualTo("row 1");
        assertThat(lines.get(1).line().place()).isEqualTo("row 3");
        assertThat(array.get(1).line()).isInstanceOf(CanonicalUsage.class);
        assertThat(lines.get(1).line()).isInstanceOf(CanonicalUsage.class);
        assertThat(lines.get(1).line().position()).isEqualTo(2);
    }

    @Test
    void aNumberIsTheTextThatItIsWrittenAs() {
        String event = PLAIN.replace("\"e1\"", "17.10").replace("\"4711\"", "100.10");
        CanonicalUsage usage = (CanonicalUsage) only(UsageFormat.NDJSON, event).line();
        assertThat(usage.eventId()).isEqualTo("17.10");
        assertThat(usage.account()).isEqualTo("100.10");
        assertThat(usage.quantity()).isEqualTo(new BigDecimal("930.5"));
    }

    @Test
    void aLineThatIsNoJsonIsAFlawOfItsOwn() {
        List<ReadEvent> events =
                UsageFormat.NDJSON.events(utf8("{\"id\": \"x\", \n[1]\n" + PLAIN + PLAIN + "\n" + PLAIN), 9);
        assertThat(events).hasSize(4);
        assertThat(detail(events.get(0))).contains("the row is no JSON");
        assertThat(events.get(0).id()).isEqualTo("x");
        assertThat(detail(events.get(1))).isEqualTo("the row is no JSON object");
        assertThat(detail(events.get(2))).isEqualTo("the row has more than one JSON object");
        assertThat(events.get(3).line()).isInstanceOf(CanonicalUsage.class);
    }

    @Test
    void aCloudEventNeedsItsVersionAndData() {
        String event = ONE.get(UsageFormat.CLOUD_EVENT);
        assertThat(detail(only(UsageFormat.CLOUD_EVENT, event.replace("\"1.0\"", "\"0.3\""))))
                .contains("no CloudEvent with the specversion");
        assertThat(detail(only(UsageFormat.CLOUD_EVENT, event.replace("\"data\"", "\"dataref\""))))
                .contains("an object as data");
    }

    @Test
    void aRowOfCsvThatIsTooShortIsAFlawOfItsOwn() {
        List<ReadEvent> events = UsageFormat.CSV.events(utf8("""
                id,account,product,at,quantity,unit
                1,a,P,2026-10-01T00:00:00Z,1,s
                2,a,P,2026-10-01T00:00:00Z,1

                3,a,P,2026-10-01T00:00:00Z,,s
                """), 9);
        assertThat(events).hasSize(3);
        assertThat(detail(events.get(1))).isEqualTo("the row has 5 fields where the headers have 6");
        assertThat(detail(events.get(2))).isEqualTo("quantity: is missing");
        assertThat(events.get(2).line().place()).isEqualTo("row 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NDJSON       | ``                    | has no usage event",
                "JSON         | `[]`                  | has no usage event",
                "JSON         | `[{\"id\": 1}`        | it is no JSON",
                "JSON         | `7`                   | neither a JSON array nor a JSON object",
                "JSON         | `[{\"id\": 1}] [`     | something follows",
                "CLOUD_EVENTS | `hello`               | it is no JSON",
                "CSV          | `id,price`            | the column \"price\" is none of",
                "CSV          | `id,id`               | the column \"id\" stands twice",
                "CSV          | `id,unit\n\"1,2`      | it is no CSV",
            })
    void refusesABatchThatCannotBeReadAtAll(UsageFormat format, String content, String problem) {
        assertThatThrownBy(() -> format.events(utf8(content == null ? "" : content), 9))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesBytesThatAreNotUtf8InCsvAndFlawsTheLineInJson() {
        byte[] latin1 = "id,unit\n1,\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> UsageFormat.CSV.events(latin1, 9)).hasMessageContaining("not in UTF-8");
        byte[] line = PLAIN.replace("EU", "\u00c9U").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(detail(UsageFormat.NDJSON.events(line, 9).get(0))).contains("the row is no JSON");
    }

    @Test
    void boundsTheNumberOfEvents() {
        byte[] three = utf8((PLAIN + "\n").repeat(3));
        assertThat(UsageFormat.NDJSON.events(three, 3)).hasSize(3);
        assertThatThrownBy(() -> UsageFormat.NDJSON.events(three, 2)).hasMessageContaining("2 usage events at most");
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-ndjson,                             NDJSON",
        "'APPLICATION/JSON; charset=utf-8',                JSON",
        "application/cloudevents-batch+json,               CLOUD_EVENTS",
        "application/cloudevents+json,                     CLOUD_EVENT",
        "text/csv;header=present,                          CSV",
    })
    void knowsItsMediaTypes(String contentType, UsageFormat format) {
        assertThat(UsageFormat.of(contentType)).contains(format);
        assertThat(UsageFormat.of("text/plain")).isEmpty();
        assertThat(UsageFormat.of(null)).isEmpty();
    }

    private static String withSource(String source, String id) {
        return PLAIN.replace("\"id\": \"e1\"", "\"source\": \"" + source + "\", \"id\": \"" + id + "\"");
    }

    private static String eventId(String line) {
        return ((CanonicalUsage) only(UsageFormat.NDJSON, line).line()).eventId();
    }

    private static String detail(ReadEvent event) {
        return ((FlawedLine) event.line()).detail();
    }

    private static ReadEvent only(UsageFormat format, String content) {
        List<ReadEvent> events = format.events(utf8(content), 9);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
