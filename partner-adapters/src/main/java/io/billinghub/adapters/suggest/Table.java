package io.billinghub.adapters.suggest;

import java.util.List;

/**
 * The first lines of a sample as a table.
 *
 * @param columns names, or paths into records
 * @param rows values as text; null where there is none; each row has as many as there are columns
 */
record Table(List<String> columns, List<List<String>> rows) {

    /** So many rows tell what there is to tell. */
    static final int MOST_ROWS = 500;

    /** The values of a column that are there. */
    List<String> values(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .toList();
    }
}
