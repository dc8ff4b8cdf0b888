package io.billinghub.api.tmf630;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How one attribute of a resource is filtered on: from an operator and values to a condition with bound values. */
@FunctionalInterface
public interface Filter {

    /** A name that may stand in a path; nothing of a client's text reaches SQL but as a bound value. */
    Pattern STEP = Pattern.compile("@?[A-Za-z][A-Za-z0-9_]{0,63}");

    /** How a condition looks that matches a pattern. */
    String MATCHES = " ~ ";

    /** The longest pattern. */
    int MOST_OF_A_PATTERN = 200;

    Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,9})?");

    /**
     * The condition in SQL; values are OR-ed.
     *
     * @param attribute the name as the caller wrote it, for messages
     * @param values at least one
     * @throws HubException of {@link ApiError#INVALID_PARAMETER} where a value or the operator does not fit
     */
    String compile(String attribute, Operator operator, List<String> values, Binds binds);

    /** A column, or an expression over columns, that is compared as it stands. */
    static Filter column(String expression, ValueType type) {
        return (attribute, operator, values, binds) -> {
            if (operator.needsOrder() && !type.ordered()) {
                throw refuse(attribute, "has no order, so '" + operator.sql() + "' can't be asked of it");
            }
            if (operator == Operator.REGEX && type != ValueType.TEXT) {
                throw refuse(attribute, "is no text, so '.regex' can't be asked of it");
            }
            requireModest(attribute, operator, values);
            String joined = operator == Operator.NE ? " and " : " or ";
            if (type == ValueType.DAY) {
                return values.stream()
                        .map(text -> day(expression, operator, (LocalDateTime) parse(attribute, type, text), binds))
                        .collect(Collectors.joining(joined, "(", ")"));
            }
            return values.stream()
                    .map(text -> expression + " " + operator.sql() + " " + binds.bind(parse(attribute, type, text))
                            + "::" + type.sqlType())
                    .collect(Collectors.joining(joined, "(", ")"));
        };
    }

    /**
     * A day, shown as its midnight in UTC, against an instant. Compared as dates: PostgreSQL uses an index for that under row-level
     * security, which it does not for a date against a timestamp.
     */
    private static String day(String expression, Operator operator, LocalDateTime instant, Binds binds) {
        boolean midnight = instant.toLocalTime().equals(LocalTime.MIDNIGHT);
        String sign = switch (operator) {
            case GTE -> midnight ? ">=" : ">";
            case LT -> midnight ? "<" : "<=";
            case EQ -> midnight ? "=" : null;
            case NE -> midnight ? "<>" : "is not null";
            default -> operator.sql();
        };
        if (sign == null) {
            return "false";
        }
        return sign.equals("is not null")
                ? expression + " is not null"
                : expression + " " + sign + " " + binds.bind(instant.toLocalDate()) + "::date";
    }

    /** As {@link #column}, and a value that is not one of those is refused with the list of them. */
    static Filter oneOf(String expression, Set<String> allowed) {
        Filter plain = column(expression, ValueType.TEXT);
        return (attribute, operator, values, binds) -> {
            for (String value : values) {
                if (!allowed.contains(value)) {
                    throw refuse(
                            attribute,
                            "must be one of " + allowed.stream().sorted().collect(Collectors.joining(", ")) + ", not '"
                                    + value + "'");
                }
            }
            return plain.compile(attribute, operator, values, binds);
        };
    }

    /**
     * An attribute that is kept in a jsonb object: true where one of the values at the path, arrays being looked into, compares
     * so. Numbers are compared as numbers where the caller's text is one, all else as texts.
     *
     * @param kept SQL expression of the object
     */
    static Filter kept(String kept) {
        return (attribute, operator, values, binds) -> {
            requireModest(attribute, operator, values);
            StringBuilder path = new StringBuilder("$");
            for (String step : attribute.split("\\.", -1)) {
                if (!STEP.matcher(step).matches()) {
                    throw refuse(attribute, "is no path of attributes");
                }
                path.append(".\"").append(step).append('"');
            }
            String found = "from jsonb_path_query(" + kept + ", " + binds.bind(path.toString())
                    + "::text::jsonpath) as found where ";
            boolean not = operator == Operator.NE;
            String compared = values.stream()
                    .map(text -> compared(attribute, not ? Operator.EQ : operator, text, binds))
                    .collect(Collectors.joining(" or "));
            return (not ? "not " : "") + "exists (select " + found + "(" + compared + "))";
        };
    }

    /** An attribute of which a part has a column and the rest is kept: true where either compares so. */
    static Filter either(Filter one, Filter other) {
        return (attribute, operator, values, binds) ->
                "(" + one.compile(attribute, operator, values, binds) + (operator == Operator.NE ? " and " : " or ")
                        + other.compile(attribute, operator, values, binds) + ")";
    }

    private static void requireModest(String attribute, Operator operator, List<String> values) {
        if (operator == Operator.REGEX && values.stream().anyMatch(value -> value.length() > MOST_OF_A_PATTERN)) {
            throw refuse(attribute, "is matched with patterns of at most " + MOST_OF_A_PATTERN + " characters");
        }
    }

    private static String compared(String attribute, Operator operator, String text, Binds binds) {
        String asText = "found #>> '{}' " + operator.sql() + " " + binds.bind(parse(attribute, ValueType.TEXT, text))
                + "::text";
        if (operator == Operator.REGEX || !NUMBER.matcher(text).matches()) {
            return asText;
        }
        return "case jsonb_typeof(found) when 'number' then (found #>> '{}')::numeric " + operator.sql() + " "
                + binds.bind(parse(attribute, ValueType.NUMBER, text)) + "::numeric else " + asText + " end";
    }

    private static Object parse(String attribute, ValueType type, String text) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw refuse(attribute, "is " + type.description() + ", not '" + text + "'");
        }
    }

    private static HubException refuse(String attribute, String why) {
        return new HubException(ApiError.INVALID_PARAMETER, "The attribute '" + attribute + "' " + why + ".");
    }
}
