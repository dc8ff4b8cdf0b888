package io.billinghub.adapters.usage;

import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.UsageReversal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The attributes of one event while they are read, one after the other. */
final class UsageEvent {

    /** Attributes, by the names that they have in all formats. */
    enum Attribute {
        ID("id"),
        SOURCE("source"),
        ACCOUNT("account"),
        PRODUCT("product"),
        AT("at"),
        UNTIL("until"),
        QUANTITY("quantity"),
        UNIT("unit"),
        GROUP("group"),
        AMOUNT("amount"),
        CORRECTS("corrects"),
        REVERSES("reverses");

        private static final Map<String, Attribute> BY_NAME = byName();

        private final String text;

        Attribute(String text) {
            this.text = text;
        }

        /** Null if there is none of that name. */
        static Attribute of(String name) {
            return BY_NAME.get(name);
        }

        private static Map<String, Attribute> byName() {
            Map<String, Attribute> byName = new HashMap<>();
            for (Attribute attribute : values()) {
                byName.put(attribute.text, attribute);
            }
            return byName;
        }
    }

    static final String DIMENSIONS = "dimensions";

    private static final List<String> ALLOWED = allowed();
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_DIMENSIONS = 32;

    private final String[] texts = new String[Attribute.values().length];
    private Map<String, String> dimensions = Map.of();

    /** All names, for people. */
    static List<String> allowedNames() {
        return ALLOWED;
    }

    /** @throws LineFlawException if there is no such attribute, it stands twice, or its text can't be kept */
    void text(String name, String text) {
        text(known(name), text);
    }

    void text(Attribute attribute, String text) {
        if (texts[attribute.ordinal()] != null) {
            throw new LineFlawException(attribute.text + ": stands twice");
        }
        texts[attribute.ordinal()] = checked(attribute.text, text);
    }

    /** The text only where the attribute has none yet. */
    void otherwise(Attribute attribute, String text) {
        if (texts[attribute.ordinal()] == null) {
            text(attribute, text);
        }
    }

    /** A number as it stands in the text: an id or account 17.10 is not 17.1. */
    void number(String name, String digits) {
        Attribute attribute = known(name);
        if (attribute == Attribute.AT || attribute == Attribute.UNTIL) {
            throw new LineFlawException(name + ": must be an instant such as \"2026-11-15T12:00:00Z\", no number");
        }
        text(attribute, digits);
    }

    void dimension(String name, String text) {
        if (dimensions.isEmpty()) {
            dimensions = new HashMap<>();
        }
        String known = checked("the name of a dimension", name);
        if (known.isEmpty()) {
            throw new LineFlawException(DIMENSIONS + ": a dimension has no name");
        }
        if (dimensions.put(known, checked(DIMENSIONS + "." + name, text)) != null) {
            throw new LineFlawException(DIMENSIONS + "." + name + ": stands twice");
        }
        if (dimensions.size() > MOST_DIMENSIONS) {
            throw new LineFlawException(DIMENSIONS + ": are more than " + MOST_DIMENSIONS);
        }
    }

    /** @throws LineFlawException if a needed attribute is missing or can't be read */
    ParsedLine line(int position, String place) {
        for (Attribute reference : List.of(Attribute.REVERSES, Attribute.CORRECTS)) {
            if (texts[reference.ordinal()] != null && orEmpty(reference).isEmpty()) {
                throw new LineFlawException(reference.text + ": is empty; leave it out, or say which event is meant");
            }
        }
        return orEmpty(Attribute.REVERSES).isEmpty() ? usage(position, place) : reversal(position, place);
    }

    private UsageReversal reversal(int position, String place) {
        String key = key(required(Attribute.ID));
        for (Attribute other : List.of(Attribute.CORRECTS, Attribute.QUANTITY, Attribute.AMOUNT)) {
            if (!orEmpty(other).isEmpty()) {
                throw new LineFlawException(
                        "reverses: takes back the whole of the event \"" + orEmpty(Attribute.REVERSES) + "\"; send no "
                                + other.text + " with it, or say corrects to have this event count instead");
            }
        }
        return new UsageReversal(position, place, key, other(Attribute.REVERSES, key));
    }

    private CanonicalUsage usage(int position, String place) {
        String key = key(required(Attribute.ID));
        Instant at = instant(Attribute.AT, required(Attribute.AT));
        String until = orEmpty(Attribute.UNTIL);
        Instant end = until.isEmpty() ? null : instant(Attribute.UNTIL, until);
        if (end != null && end.isBefore(at)) {
            throw new LineFlawException("until: " + until + " is before at, which is " + orEmpty(Attribute.AT));
        }
        return new CanonicalUsage(
                position,
                place,
                key,
                orEmpty(Attribute.ACCOUNT),
                orEmpty(Attribute.PRODUCT),
                orEmpty(Attribute.GROUP),
                Values.number(Attribute.QUANTITY.text, required(Attribute.QUANTITY), '.'),
                required(Attribute.UNIT),
                at,
                end,
                dimensions,
                orEmpty(Attribute.AMOUNT).isEmpty()
                        ? null
                        : Values.number(Attribute.AMOUNT.text, orEmpty(Attribute.AMOUNT), '.'),
                orEmpty(Attribute.CORRECTS).isEmpty() ? null : other(Attribute.CORRECTS, key));
    }

    private String key(String id) {
        return EventKey.of(orEmpty(Attribute.SOURCE), id);
    }

    /** The key of another event of the same source. */
    private String other(Attribute attribute, String own) {
        String key = key(orEmpty(attribute));
        if (key.equals(own)) {
            throw new LineFlawException(attribute.text + ": is the event's own id; it is that of an event before");
        }
        return key;
    }

    /** The id as far as it was read; empty if it was not. */
    String id() {
        return orEmpty(Attribute.ID);
    }

    private String required(Attribute attribute) {
        String text = texts[attribute.ordinal()];
        if (text == null || text.isEmpty()) {
            throw new LineFlawException(attribute.text + ": is missing");
        }
        return text;
    }

    private String orEmpty(Attribute attribute) {
        String text = texts[attribute.ordinal()];
        return text == null ? "" : text;
    }

    private static Attribute known(String name) {
        Attribute attribute = Attribute.of(name);
        if (attribute == null) {
            throw new LineFlawException(
                    "\"" + Values.shortened(name) + "\" is no attribute of a usage event; there are " + ALLOWED);
        }
        return attribute;
    }

    private static Instant instant(Attribute attribute, String text) {
        try {
            if (Instants.isPlain(text)) {
                return Instants.plain(text);
            }
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new LineFlawException(attribute.text + ": \"" + Values.shortened(text)
                    + "\" is no instant with its offset such as \"2026-11-15T12:00:00Z\"");
        }
    }

    private static String checked(String name, String text) {
        String clean = Values.text(text);
        if (clean.length() > LONGEST_TEXT) {
            throw new LineFlawException(name + ": has more than " + LONGEST_TEXT + " characters");
        }
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                throw new LineFlawException(name + ": \"" + Values.shortened(clean) + "\" holds a control character");
            }
        }
        return clean;
    }

    private static List<String> allowed() {
        return Stream.concat(Arrays.stream(Attribute.values()).map(attribute -> attribute.text), Stream.of(DIMENSIONS))
                .toList();
    }
}
