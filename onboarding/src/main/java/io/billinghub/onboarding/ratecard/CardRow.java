package io.billinghub.onboarding.ratecard;

import java.util.Map;

/**
 * One row of a rate card.
 *
 * @param number line of the file on which it begins
 * @param values those of its fields that are not empty
 * @param dimensions those of its dimension columns that are not empty, in the order of the columns
 */
record CardRow(int number, Map<Column, String> values, Map<String, String> dimensions) {

    String get(Column column) {
        return values.get(column);
    }

    boolean isOtherwise() {
        return "true".equalsIgnoreCase(values.get(Column.OTHERWISE));
    }
}
