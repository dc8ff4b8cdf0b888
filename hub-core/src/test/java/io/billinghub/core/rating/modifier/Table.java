package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text table under {@code src/test/resources/rating/modifier}: definitions ({@code word JSON}), rows
 * ({@code INPUT -> EXPECTED}) and comments.
 */
final class Table {
    private Table() {}

    /** A definition, or a row of what the definitions before it say. */
    record Entry(String place, String word, String json, String input, String expected) {
        boolean isRow() {
            return word == null;
        }

        @Override
        public String toString() {
            return place + " " + input + " -> " + expected;
        }
    }

    static List<Entry> read(String name, String... definitions) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String raw : lines(name)) {
            number++;
            String place = name + ":" + number;
            String first = raw.split(" ", 2)[0];
            if (Arrays.asList(definitions).contains(first)) {
                entries.add(
                        new Entry(place, first, raw.substring(first.length()).strip(), "", ""));
                continue;
            }
            String line = (raw.contains("#") ? raw.substring(0, raw.indexOf('#')) : raw).strip();
            if (!line.isEmpty()) {
                int arrow = line.indexOf("->");
                assertThat(arrow).as(place + " has an arrow").isPositive();
                entries.add(new Entry(
                        place,
                        null,
                        null,
                        line.substring(0, arrow).strip(),
                        line.substring(arrow + 2).strip()));
            }
        }
        assertThat(entries).as("rows of " + name).anyMatch(Entry::isRow);
        return entries;
    }

    /** The parts of a text, without blanks around them. */
    static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** {@code 2026-05-10..2026-06-01}, or {@code 2026-05} for the whole month. */
    static LocalPeriod period(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            YearMonth month = YearMonth.parse(text);
            return new LocalPeriod(month.atDay(1), month.plusMonths(1).atDay(1));
        }
        return new LocalPeriod(LocalDate.parse(text.substring(0, dots)), LocalDate.parse(text.substring(dots + 2)));
    }

    /** {@code 12.34} exactly, or {@code 12.34~} rounded to as many places. */
    static void assertNumber(BigDecimal actual, String expected, String what) {
        boolean rounded = expected.endsWith("~");
        BigDecimal number = new BigDecimal(rounded ? expected.substring(0, expected.length() - 1) : expected);
        assertThat(rounded ? actual.setScale(number.scale(), RoundingMode.HALF_UP) : actual)
                .as(what)
                .isEqualByComparingTo(number);
    }

    private static List<String> lines(String name) {
        try (var stream = Table.class.getResourceAsStream("/rating/modifier/" + name)) {
            assertThat(stream).as("the table " + name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
