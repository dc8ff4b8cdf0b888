package io.billinghub.core.rating.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
        Rated rated = rate(row.plan(), row.input().split(" +"));
        BigDecimal amount = row.expected().endsWith(" rounded")
                ? Rounding.lineNet(rated.amount()).getAmount()
                : rated.amount().getAmount();
        assertThat(amount).isEqualByComparingTo(row.expected().replace(" rounded", ""));
        if (row.says() != null) {
            assertThat(rated.explanation()).isEqualTo(row.says());
        }
    }

    private static Rated rate(PricePlan plan, String[] words) {
        BigDecimal quantity = new BigDecimal(words[0]);
        if (words.length == 1) {
            return plan.rateUsage(quantity);
        }
        if (words[1].equals("partner")) {
            return plan.ratePreRated(quantity, BigMoney.of(plan.currency(), new BigDecimal(words[2])));
        }
        assertThat(words).hasSize(5).containsSubsequence("service", "billing");
        return plan.rate(RatingInput.recurring(
                plan.currency(), new Quantity(quantity, plan.unit()), period(words[2]), period(words[4])));
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
