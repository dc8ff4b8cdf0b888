package io.billinghub.adapters.format.fixed;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.flat.Header;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the fields of the records stand.
 *
 * @param names of all records' columns, each once; the first is {@code record}, the kind of the record
 * @param selector where the kind stands; null where there is one kind alone, which is the empty text
 */
record Layout(
        Charset encoding,
        char decimal,
        int skipRows,
        boolean trimmed,
        List<String> names,
        Field selector,
        Map<String, RecordType> types) {

    static final String RECORD = "record";

    Layout {
        Objects.requireNonNull(encoding, "encoding");
        names = List.copyOf(names);
        types = Map.copyOf(types);
    }

    /**
     * One field.
     *
     * @param slot its place among the names
     * @param from first character, from 0
     * @param to behind its last character
     * @param decimals how many digits at its end are decimals
     */
    record Field(int slot, int from, int to, int decimals) {}

    /**
     * One kind of record.
     *
     * @param role row, header or ignore
     * @param length characters up to the end of its last field
     * @param ended of a header: slots of the headers below it, whose values end with it
     */
    record RecordType(String role, List<Field> fields, int length, List<Integer> ended) {
        RecordType {
            fields = List.copyOf(fields);
            ended = List.copyOf(ended);
        }

        boolean isHeader() {
            return role.equals("header");
        }
    }

    /**
     * The layout that a descriptor's {@code format} names.
     *
     * @throws IllegalArgumentException if a kind or, in one record, a column stands twice, or fields overlap
     */
    static Layout of(JsonNode options) {
        LinkedHashSet<String> names = new LinkedHashSet<>(List.of(RECORD));
        Map<String, RecordType> types = new LinkedHashMap<>();
        if (options.has("columns")) {
            types.put("", type("row", options.path("columns"), names));
        }
        options.path("records").forEach(one -> {
            String kind = one.path("type").asText();
            if (types.put(kind, type(one.path("role").asText("row"), one.path("columns"), names)) != null) {
                throw new IllegalArgumentException("the kind of record " + kind + " stands twice");
            }
        });
        return new Layout(
                Charset.forName(options.path("encoding").asText("utf-8")),
                options.path("decimal").asText(".").charAt(0),
                options.path("skipRows").asInt(0),
                options.path("trimmed").asBoolean(),
                List.copyOf(names),
                options.has("selector") ? field(0, options.path("selector")) : null,
                levels(types));
    }

    /** Headers stand in the order of their levels: those behind one are below it. */
    private static Map<String, RecordType> levels(Map<String, RecordType> types) {
        Map<String, RecordType> leveled = new LinkedHashMap<>();
        Set<Integer> above = new HashSet<>();
        types.forEach((kind, type) -> {
            if (type.isHeader()) {
                type.fields().forEach(field -> above.add(field.slot()));
            }
            List<Integer> ended = new ArrayList<>();
            boolean below = false;
            for (Map.Entry<String, RecordType> other : types.entrySet()) {
                if (below && type.isHeader() && other.getValue().isHeader()) {
                    other.getValue().fields().stream()
                            .map(Field::slot)
                            .filter(slot -> !above.contains(slot))
                            .forEach(ended::add);
                }
                below |= other.getKey().equals(kind);
            }
            leveled.put(kind, new RecordType(type.role(), type.fields(), type.length(), ended));
        });
        return leveled;
    }

    private static RecordType type(String role, JsonNode columns, LinkedHashSet<String> names) {
        List<Field> fields = new ArrayList<>();
        int length = 0;
        for (JsonNode column : columns) {
            String name = column.path("name").asText();
            names.add(name);
            Field field = field(List.copyOf(names).indexOf(name), column);
            for (Field other : fields) {
                if (other.slot() == field.slot() || other.from() < field.to() && field.from() < other.to()) {
                    throw new IllegalArgumentException("the column " + name + " stands twice, or overlaps another");
                }
            }
            fields.add(field);
            length = Math.max(length, field.to());
        }
        return new RecordType(role, fields, length, List.of());
    }

    private static Field field(int slot, JsonNode column) {
        int from = column.path("from").asInt() - 1;
        return new Field(
                slot,
                from,
                from + column.path("length").asInt(),
                column.path("decimals").asInt(0));
    }

    Header header() {
        return new Header(names, "format");
    }
}
