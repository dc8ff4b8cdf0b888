package io.billinghub.core.rating.metering;

import io.billinghub.core.rating.Parts;
import java.util.List;
import java.util.Map;

/**
 * A condition on the value of one dimension of an event. A dimension that the event does not have equals no value.
 *
 * @param dimension its name; not blank
 * @param operator how the value is compared
 * @param values one for {@code EQ} and {@code NE}, one or more for {@code IN} and {@code NOT_IN}, none for {@code EXISTS}
 */
public record Filter(String dimension, Operator operator, List<String> values) {

    /** How a value is compared. */
    public enum Operator {
        /** It is the value. */
        EQ,
        /** It is another value, or there is none. */
        NE,
        /** It is one of the values. */
        IN,
        /** It is none of the values. */
        NOT_IN,
        /** The event has the dimension, whatever its value. */
        EXISTS
    }

    private static final int MOST_VALUES = 1_000;

    /** Refuses more than 1000 values, or a number of values that does not fit the operator. */
    public Filter {
        Parts.notBlank(dimension, "dimension");
        Parts.present(operator, "operator");
        Parts.atMost(MOST_VALUES, values, "values");
        values = Parts.listOf(values, "values");
        Parts.distinct(values, "values");
        String allowed = switch (operator) {
            case EQ, NE -> values.size() == 1 ? null : "exactly one value";
            case IN, NOT_IN -> values.isEmpty() ? "at least one value" : null;
            case EXISTS -> values.isEmpty() ? null : "no values";
        };
        if (allowed != null) {
            throw new IllegalArgumentException(
                    "operator " + operator + " takes " + allowed + ", but values holds " + values.size());
        }
    }

    /** Whether an event with these dimension values is counted. */
    public boolean holds(Map<String, String> dimensions) {
        String value = dimensions.get(dimension);
        return switch (operator) {
            case EQ, IN -> value != null && values.contains(value);
            case NE, NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
        };
    }
}
