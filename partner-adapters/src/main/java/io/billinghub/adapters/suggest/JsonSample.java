package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records of a JSON sample as a table, with dotted paths for columns.
 *
 * @param path where the array of records stands, empty for the document itself
 * @param records one row per record
 * @param head the values around them, as a table of one row
 */
record JsonSample(List<String> path, Table records, Table head) {

    private static final int DEEPEST = 6;
    private static final int MOST_COLUMNS = 200;
    private static final int MOST_DIGITS = 200;

    /** The array that holds the most objects; a document without one is a record itself. */
    static JsonSample of(JsonNode document) {
        List<String> path = longest(document, List.of(), 0).path();
        JsonNode array = at(document, path);
        List<JsonNode> records = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(records::add);
        } else {
            records.add(document);
        }
        Map<String, String> head = new LinkedHashMap<>();
        if (array.isArray() && document.isObject()) {
            flatten(document, "", path, head, 0);
        }
        return new JsonSample(path, table(flat(records)), table(List.of(head)));
    }

    /** One record per line. */
    static JsonSample ofRecords(List<JsonNode> records) {
        return new JsonSample(List.of(), table(flat(records)), new Table(List.of(), List.of()));
    }

    private record Found(List<String> path, int size) {}

    private static Found longest(JsonNode node, List<String> path, int depth) {
        if (node.isArray()) {
            int objects = 0;
            for (JsonNode element : node) {
                objects += element.isObject() ? 1 : 0;
            }
            return new Found(path, objects);
        }
        Found best = new Found(path, 0);
        if (node.isObject() && depth < DEEPEST) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                List<String> below = new ArrayList<>(path);
                below.add(field.getKey());
                Found found = longest(field.getValue(), below, depth + 1);
                best = found.size() > best.size() ? found : best;
            }
        }
        return best;
    }

    private static JsonNode at(JsonNode document, List<String> path) {
        JsonNode node = document;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    private static List<Map<String, String>> flat(List<JsonNode> records) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode one : records.subList(0, Math.min(records.size(), Table.MOST_ROWS))) {
            Map<String, String> row = new LinkedHashMap<>();
            flatten(one, "", List.of(), row, 0);
            rows.add(row);
        }
        return rows;
    }

    private static Table table(List<Map<String, String>> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<String> names = columns.stream().limit(MOST_COLUMNS).toList();
        List<List<String>> lines = new ArrayList<>();
        for (Map<String, String> row : rows) {
            List<String> line = new ArrayList<>();
            names.forEach(name -> line.add(row.get(name)));
            lines.add(line);
        }
        return new Table(names, lines);
    }

    /** Without an exponent, unless that would be more digits than anybody bills: 1e900000000 is a gigabyte of zeros. */
    private static String text(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_DIGITS ? number.toString() : number.toPlainString();
    }

    /** Scalars by their dotted paths; what is inside of arrays is left out, and names that hold a dot. */
    private static void flatten(
            JsonNode node, String prefix, List<String> without, Map<String, String> row, int depth) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            String name = prefix + field.getKey();
            if (field.getKey().indexOf('.') >= 0 || !without.isEmpty() && name.equals(String.join(".", without))) {
                continue;
            }
            if (value.isObject() && depth < DEEPEST) {
                flatten(value, name + ".", without, row, depth + 1);
            } else if (value.isValueNode() && !value.isNull()) {
                row.put(name, value.isNumber() ? text(value.decimalValue()) : value.asText());
            }
        }
    }
}
