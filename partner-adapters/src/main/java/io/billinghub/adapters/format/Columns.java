package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.Values;
import java.util.ArrayList;
import java.util.List;

/** Names of columns in mappings. */
final class Columns {
    private Columns() {}

    static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isTextual()) {
            names.add(node.asText());
        }
        node.forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }

    /** The grouping key: the columns' values with " / " between them; empty ones are left out. */
    static String joined(CsvRows.Row row, List<String> columns) {
        StringBuilder key = new StringBuilder();
        for (String column : columns) {
            String value = row.get(column);
            if (value != null) {
                key.append(key.length() == 0 ? "" : " / ").append(value);
            }
        }
        return Values.text(key.toString());
    }
}
