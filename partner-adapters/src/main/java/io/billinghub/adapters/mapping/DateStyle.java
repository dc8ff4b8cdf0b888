package io.billinghub.adapters.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a partner writes dates: one pattern or several. A text that two patterns read as two different days is a flaw of its
 * line, never a guess. The pattern {@code iso} reads ISO 8601 dates and date-times in UTC. Remembers what it has read, as bills
 * have few dates and many lines. Not for use by several threads at once.
 */
public final class DateStyle {

    private static final int MOST_KEPT = 5000;

    private final List<String> names = new ArrayList<>();
    private final List<DateTimeFormatter> patterns = new ArrayList<>();
    private final Map<String, LocalDateTime> kept = new HashMap<>();

    private DateStyle() {}

    /**
     * The style that a descriptor names: a text or a list of texts.
     *
     * @throws IllegalArgumentException if one is no pattern of {@link DateTimeFormatter}
     */
    public static DateStyle of(JsonNode date, String otherwise) {
        DateStyle style = new DateStyle();
        if (date.isArray()) {
            date.forEach(pattern -> style.add(pattern.asText()));
        } else {
            style.add(date.asText(otherwise));
        }
        return style;
    }

    private void add(String pattern) {
        names.add(pattern);
        patterns.add(pattern.equals("iso") ? null : Dates.strict(pattern));
    }

    /**
     * The date and time; midnight where the text has no time.
     *
     * @throws LineFlawException if it is none
     */
    public LocalDateTime dateTime(String field, String text) {
        LocalDateTime known = kept.get(text);
        if (known == null) {
            known = read(field, text);
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(text, known);
        }
        return known;
    }

    /** The day. */
    public LocalDate date(String field, String text) {
        return dateTime(field, text).toLocalDate();
    }

    private LocalDateTime read(String field, String text) {
        LocalDateTime found = null;
        for (int i = 0; i < patterns.size(); i++) {
            LocalDateTime one = one(i, text.strip());
            if (found != null && one != null && !one.equals(found)) {
                throw new LineFlawException(field + ": \"" + Values.shortened(text) + "\" can be " + found.toLocalDate()
                        + " and " + one.toLocalDate() + " by the descriptor's patterns");
            }
            found = found == null ? one : found;
        }
        if (found == null) {
            throw new LineFlawException(field + ": \"" + Values.shortened(text)
                    + "\" is not a date as the descriptor says (" + String.join(" or ", names) + ")");
        }
        return found;
    }

    private LocalDateTime one(int i, String text) {
        try {
            if (patterns.get(i) == null) {
                return Values.utc("date", text);
            }
            TemporalAccessor parsed = patterns.get(i).parse(text);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            return LocalDate.from(parsed).atTime(time == null ? LocalTime.MIDNIGHT : time);
        } catch (DateTimeException | LineFlawException e) {
            return null;
        }
    }
}
