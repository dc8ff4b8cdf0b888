package io.billinghub.adapters.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The look-up tables of a mapping: its {@code tables}, an object of tables, each an object of texts. Keys are compared
 * without case and without blanks around them. Immutable.
 */
public final class Tables {

    private final Map<String, Map<String, String>> tables = new HashMap<>();

    private Tables() {}

    /**
     * The tables of a mapping that the schema has accepted; none where it has none.
     *
     * @throws IllegalArgumentException if two keys of one table differ in case or blanks alone
     */
    public static Tables of(JsonNode mapping) {
        Tables result = new Tables();
        mapping.path("tables").properties().forEach(table -> {
            Map<String, String> entries = new HashMap<>();
            table.getValue().properties().forEach(entry -> {
                if (entries.put(normal(entry.getKey()), entry.getValue().asText()) != null) {
                    throw new IllegalArgumentException(
                            "the table " + table.getKey() + " has the key \"" + entry.getKey() + "\" twice");
                }
            });
            result.tables.put(table.getKey(), Map.copyOf(entries));
        });
        return result;
    }

    /** Whether there is a table of that name. */
    public boolean has(String table) {
        return tables.containsKey(table);
    }

    /** The table's entry for the key; null where it has none. */
    public String get(String table, String key) {
        return tables.get(table).get(normal(key));
    }

    private static String normal(String key) {
        return key.strip().toLowerCase(java.util.Locale.ROOT);
    }
}
