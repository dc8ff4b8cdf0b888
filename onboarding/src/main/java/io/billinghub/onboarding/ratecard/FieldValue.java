package io.billinghub.onboarding.ratecard;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One field of a rate card as the value of a price plan, and back. */
final class FieldValue {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?[0-9.,' \u00a0]*");
    private static final int LONGEST_ECHO = 40;

    private FieldValue() {}

    /**
     * Puts the value at the column's place in the node.
     *
     * @throws IllegalArgumentException if the text is none of the column's kind
     */
    static void put(Column column, String text, ObjectNode node) {
        JsonPointer place = JsonPointer.compile(column.pointer());
        JsonPointer head = place.head();
        ObjectNode parent = head.matches() ? node : node.withObject(head);
        String name = place.last().getMatchingProperty();
        switch (column.kind()) {
            case TEXT -> parent.put(name, text);
            case DECIMAL -> parent.put(name, decimal(text));
            case WHOLE -> parent.put(name, whole(text));
            case FLAG -> parent.put(name, flag(text));
            case LIST -> ListText.split(text, ';').forEach(parent.putArray(name)::add);
            default -> FilterText.read(text, parent.putArray(name));
        }
    }

    /** The text of a value; null for what a field can't hold. */
    static String text(Column column, JsonNode value) {
        return switch (column.kind()) {
            case TEXT, DECIMAL -> value.isTextual() ? value.textValue() : null;
            case WHOLE, FLAG -> value.asText();
            case LIST -> ListText.join(texts(value), ';');
            default -> FilterText.of(value);
        };
    }

    static boolean sameNumber(String one, String other) {
        return DECIMAL.matcher(one).matches()
                && DECIMAL.matcher(other).matches()
                && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static String decimal(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return text;
        }
        if (text.indexOf(',') >= 0 && DECIMAL_COMMA.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + echo(text)
                    + "' has a comma, which may be a decimal sign or not; write a point before the decimals and nothing"
                    + " between thousands, such as 1234.56");
        }
        throw new IllegalArgumentException("'" + echo(text)
                + "' is not a number; allowed are digits, and a point before the decimals, such as 0.0025, without"
                + " currency, blanks and exponents");
    }

    private static int whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + echo(text) + "' is not a whole number");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("'" + echo(text) + "' is neither true nor false");
    }

    private static String echo(String text) {
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "...";
    }
}
