package io.billinghub.api.tmf630;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How the text of a filter becomes a bound value. Each type's {@code parse} throws IllegalArgumentException on bad text. */
public enum ValueType {
    UUID("uuid", false, "a UUID") {
        @Override
        Object parse(String text) {
            return java.util.UUID.fromString(text);
        }
    },
    TEXT("text", true, "a text") {
        @Override
        Object parse(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a text has no zero character");
            }
            return text;
        }
    },
    /** A column of days, each compared as the midnight (UTC) at which it is shown with a day or an instant. */
    DAY("date", true, "a date or date-time as of RFC 3339") {
        @Override
        Object parse(String text) {
            try {
                return text.length() <= 10
                        ? LocalDate.parse(text).atStartOfDay()
                        : OffsetDateTime.parse(text)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e);
            }
        }
    },
    /** An instant; a day stands for its midnight in UTC. */
    INSTANT("timestamptz", true, "a date or date-time as of RFC 3339") {
        @Override
        Object parse(String text) {
            return ((java.time.LocalDateTime) DAY.parse(text)).atOffset(ZoneOffset.UTC);
        }
    },
    NUMBER("numeric", true, "a number") {
        @Override
        Object parse(String text) {
            if (text.length() > 40) {
                throw new IllegalArgumentException("a number has at most 40 characters");
            }
            return new BigDecimal(text);
        }
    },
    BOOLEAN("boolean", false, "true or false") {
        @Override
        Object parse(String text) {
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
            throw new IllegalArgumentException("neither true nor false");
        }
    };

    private final String sqlType;
    private final boolean ordered;
    private final String description;

    ValueType(String sqlType, boolean ordered, String description) {
        this.sqlType = sqlType;
        this.ordered = ordered;
        this.description = description;
    }

    abstract Object parse(String text);

    String sqlType() {
        return sqlType;
    }

    boolean ordered() {
        return ordered;
    }

    /** For messages: "a date or …". */
    String description() {
        return description;
    }
}
