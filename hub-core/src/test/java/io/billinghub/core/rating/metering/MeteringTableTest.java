package io.billinghub.core.rating.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.rating.infrastructure.PricePlanJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Usage is measured as {@code src/test/resources/rating/metering.txt} says.
 *
 * <pre>
 * metric JSON                           the metric of the rows that follow
 * period FROM..TO ZONE                  local dates; the end is not inside
 * [FROM[..TO]=]QUANTITY[{D=V,...}] ... -> [VALUE,...:]QUANTITY ...   events, and a measurement for each combination
 * ... -> refused TEXT                   the message holds the text
 * # comment                             also behind a row: the arithmetic
 * </pre>
 */
class MeteringTableTest {

    private record Row(Metric metric, MeteringPeriod period, String events, String expected, int line) {}

    @TestFactory
    Stream<DynamicTest> usageIsMeasuredAsTheTableSays() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        "metering.txt:" + row.line() + " " + row.events() + " -> " + row.expected(), () -> check(row)));
    }

    private static void check(Row row) {
        if (row.expected().startsWith("refused ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Metering.of(row.metric(), events(row.events()), row.period()))
                    .withMessageContaining(row.expected().substring("refused ".length()));
            return;
        }
        List<UsageEvent> events = events(row.events());
        assertThat(shown(Metering.of(row.metric(), events, row.period()))).isEqualTo(row.expected());
        List<UsageEvent> backwards = new ArrayList<>(events);
        Collections.reverse(backwards);
        assertThat(shown(Metering.of(row.metric(), backwards, row.period()))).isEqualTo(row.expected());
    }

    private static String shown(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> (each.dimensions().isEmpty()
                                ? ""
                                : String.join(",", each.dimensions().values()) + ":")
                        + plain(each.quantity()))
                .collect(Collectors.joining(" "));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<UsageEvent> events(String text) {
        List<UsageEvent> events = new ArrayList<>();
        if (text.equals("none")) {
            return events;
        }
        for (String token : text.split(" +", -1)) {
            Map<String, String> dimensions = new TreeMap<>();
            String rest = token;
            if (token.endsWith("}")) {
                rest = token.substring(0, token.indexOf('{'));
                for (String pair : token.substring(token.indexOf('{') + 1, token.length() - 1)
                        .split(",", -1)) {
                    dimensions.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
                }
            }
            Instant from = Instant.parse("2026-05-02T00:00:00Z").plusSeconds(60L * events.size());
            Instant to = from;
            if (rest.contains("=")) {
                String[] ends = rest.substring(0, rest.indexOf('=')).split("\\.\\.", 2);
                from = OffsetDateTime.parse(ends[0]).toInstant();
                to = ends.length == 1 ? from : OffsetDateTime.parse(ends[1]).toInstant();
                rest = rest.substring(rest.indexOf('=') + 1);
            }
            String id = "e" + (events.size() + 1);
            events.add(new UsageEvent(id, "table", from, to, new BigDecimal(rest), dimensions, null));
        }
        return events;
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Metric metric = null;
        MeteringPeriod period = null;
        int number = 0;
        for (String raw : lines()) {
            number++;
            String line = (raw.contains("#") ? raw.substring(0, raw.indexOf('#')) : raw).strip();
            if (line.startsWith("metric ")) {
                String plan =
                        "{\"key\":\"m\",\"version\":1,\"name\":\"M\",\"currency\":\"EUR\",\"unit\":\"u\",\"metric\":"
                                + line.substring("metric ".length())
                                + ",\"model\":{\"type\":\"perUnit\",\"unitPrice\":1}}";
                metric = PricePlanJson.read(plan).orElseThrow().metric();
            } else if (line.startsWith("period ")) {
                String[] words = line.split(" +", -1);
                String[] days = words[1].split("\\.\\.", 2);
                period = MeteringPeriod.of(LocalDate.parse(days[0]), LocalDate.parse(days[1]), ZoneId.of(words[2]));
            } else if (!line.isEmpty()) {
                int arrow = line.indexOf("->");
                rows.add(new Row(
                        metric,
                        period,
                        line.substring(0, arrow).strip(),
                        line.substring(arrow + 2).strip(),
                        number));
            }
        }
        return rows;
    }

    private static List<String> lines() throws IOException {
        try (var stream = MeteringTableTest.class.getResourceAsStream("/rating/metering.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
