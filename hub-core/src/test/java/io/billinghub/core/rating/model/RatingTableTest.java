package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every charge model rates as its table under {@code src/test/resources/rating} says.
 *
 * <pre>
 * plan JSON                                   the plan of the rows that follow
 * QUANTITY -> AMOUNT                          exact; with "rounded" behind it: after line rounding
 * QUANTITY service A..B billing C..D -> ...   a recurring fee
 * QUANTITY partner AMOUNT -> ...              a pre-rated line
 * events [FROM[..TO]=]QUANTITY[@CARRIED] ...  single events; without a time one each minute, in this order
 * sums DIMENSION=VALUE,...:QUANTITY ...       sums by combination of dimension values
 * metrics NAME=QUANTITY ...                   named metrics
 * ... -> refused TEXT                         in place of an amount: the message holds the text
 *   says TEXT                                 the explanation of the row above
 * # comment                                   also behind a row: the arithmetic
 * </pre>
 */
class RatingTableTest {

    private record Row(PricePlan plan, String input, String expected, String says, String place) {}

    @TestFactory
    Stream<DynamicTest> everyModelRatesAsItsTableSays() {
        return PricePlanJson.models().keySet().stream()
                .flatMap(model -> rows(model).stream()
                        .map(row -> DynamicTest.dynamicTest(
                                row.place() + " " + row.input() + " -> " + row.expected(), () -> check(model, row))));
    }

    private static void check(String model, Row row) {
        assertThat(PricePlanJson.models().get(model))
                .isEqualTo(row.plan().model().getClass());
        if (row.expected().startsWith("refused ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rate(row.plan(), row.input().split(" +")))
                    .withMessageContaining(row.expected().substring("refused ".length()));
            return;
        }
        Rated rated = rate(row.plan(), row.input().split(" +"));
        assertThat(row.plan()
                        .model()
                        .amount(input(row.plan(), row.input().split(" +")))
                        .getAmount())
                .isEqualByComparingTo(rated.amount().getAmount());
        BigDecimal amount = row.expected().endsWith(" rounded")
                ? Rounding.lineNet(rated.amount()).getAmount()
                : rated.amount().getAmount();
        assertThat(amount).isEqualByComparingTo(row.expected().replace(" rounded", ""));
        if (row.says() != null) {
            assertThat(rated.explanation()).isEqualTo(row.says());
        }
    }

    private static Rated rate(PricePlan plan, String[] words) {
        return plan.rate(input(plan, words));
    }

    private static RatingInput input(PricePlan plan, String[] words) {
        List<String> parts = List.of(words).subList(1, words.length);
        switch (words[0]) {
            case "events" -> {
                return RatingInput.measured(plan.currency(), plan.unit(), new Measured.Events(events(parts)));
            }
            case "sums" -> {
                List<Measurement> sums =
                        parts.stream().map(RatingTableTest::sum).toList();
                return RatingInput.measured(plan.currency(), plan.unit(), new Measured.Combinations(sums));
            }
            case "metrics" -> {
                SortedMap<String, BigDecimal> values = new TreeMap<>();
                pairs(parts).forEach((name, value) -> values.put(name, new BigDecimal(value)));
                return RatingInput.measured(plan.currency(), plan.unit(), new Measured.Metrics(values));
            }
            default -> {
                Quantity quantity = new Quantity(new BigDecimal(words[0]), plan.unit());
                if (parts.isEmpty()) {
                    return RatingInput.usage(plan.currency(), quantity);
                }
                if (words[1].equals("partner")) {
                    return RatingInput.preRated(quantity, BigMoney.of(plan.currency(), new BigDecimal(words[2])));
                }
                assertThat(words).hasSize(5).containsSubsequence("service", "billing");
                return RatingInput.recurring(plan.currency(), quantity, period(words[2]), period(words[4]));
            }
        }
    }

    private static List<UsageEvent> events(List<String> tokens) {
        List<UsageEvent> events = new ArrayList<>();
        for (String token : tokens) {
            Instant from = Instant.parse("2026-05-01T00:00:00Z").plusSeconds(60L * events.size());
            Instant to = from;
            String rest = token;
            if (token.contains("=")) {
                String[] timed = token.split("=", 2);
                String[] ends = timed[0].split("\\.\\.", 2);
                from = OffsetDateTime.parse(ends[0]).toInstant();
                to = ends.length == 1 ? from : OffsetDateTime.parse(ends[1]).toInstant();
                rest = timed[1];
            }
            String[] carried = rest.split("@", 2);
            BigDecimal amount = carried.length == 1 ? null : new BigDecimal(carried[1]);
            BigDecimal quantity = new BigDecimal(carried[0]);
            events.add(new UsageEvent("e" + (events.size() + 1), "table", from, to, quantity, null, amount));
        }
        return events;
    }

    private static Measurement sum(String token) {
        int colon = token.lastIndexOf(':');
        List<String> values =
                colon == 0 ? List.of() : List.of(token.substring(0, colon).split(",", -1));
        return Measurement.of(pairs(values), new BigDecimal(token.substring(colon + 1)), 1);
    }

    private static Map<String, String> pairs(List<String> tokens) {
        Map<String, String> pairs = new TreeMap<>();
        for (String token : tokens) {
            String[] pair = token.split("=", 2);
            pairs.put(pair[0], pair[1]);
        }
        return pairs;
    }

    private static LocalPeriod period(String text) {
        int dots = text.indexOf("..");
        return new LocalPeriod(LocalDate.parse(text.substring(0, dots)), LocalDate.parse(text.substring(dots + 2)));
    }

    private static List<Row> rows(String model) {
        List<Row> rows = new ArrayList<>();
        PricePlan plan = null;
        int number = 0;
        for (String raw : lines("/rating/" + model + ".txt")) {
            number++;
            if (raw.startsWith("plan ")) {
                plan = PricePlanJson.read(raw.substring(5)).orElseThrow();
                continue;
            }
            String line = (raw.contains("#") ? raw.substring(0, raw.indexOf('#')) : raw).strip();
            if (line.startsWith("says ")) {
                Row row = rows.remove(rows.size() - 1);
                rows.add(new Row(row.plan(), row.input(), row.expected(), line.substring(5), row.place()));
            } else if (!line.isEmpty()) {
                int arrow = line.indexOf("->");
                String input = line.substring(0, arrow).strip();
                String expected = line.substring(arrow + 2).strip();
                rows.add(new Row(plan, input, expected, null, model + ".txt:" + number));
            }
        }
        assertThat(rows).as("rows of " + model).isNotEmpty();
        return rows;
    }

    private static List<String> lines(String resource) {
        try (var stream = RatingTableTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as("each model has its table: " + resource).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
