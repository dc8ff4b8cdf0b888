package io.billinghub.api.tmf630;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How one attribute of a resource is filtered on: from an operator and values to a condition with bound values. */
@FunctionalInterface
public interface Filter {

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
            String joined = operator == Operator.NE ? " and " : " or ";
            return values.stream()
                    .map(text -> expression + " " + operator.sql() + " " + binds.bind(parse(attribute, type, text))
                            + "::" + type.sqlType())
                    .collect(Collectors.joining(joined, "(", ")"));
        };
    }

    /** As {@link #column}, and a value that is not one of those is refused with the list of them. */
    static Filter oneOf(String expression, Set<String> allowed) {
        Filter plain = column(expression, ValueType.TEXT);
        return (attribute, operator, values, binds) -> {
            for (String value : values) {
                if (!allowed.contains(value)) {
                    throw refuse(
                            attribute,
                            "is one of " + allowed.stream().sorted().collect(Collectors.joining(", ")) + ", not '"
                                    + value + "'");
                }
            }
            return plain.compile(attribute, operator, values, binds);
        };
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
