package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.NumberStyle;
import io.billinghub.adapters.mapping.Tables;
import io.billinghub.adapters.mapping.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a mapping, bound to the columns of one document. Not for use by several threads at once. */
final class Fields {

    private static final String GROUP = "group";

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Field> fields = new HashMap<>();
    private final JsonNode constants;
    private final FlatStyle style;

    /** @throws IllegalArgumentException if an expression of the mapping can't be used */
    Fields(JsonNode mapping, FlatStyle style) {
        this.style = style;
        this.constants = mapping.path("constants");
        Tables tables = Tables.of(mapping);
        JsonNode columns = mapping.path("columns");
        columns.properties().forEach(column -> {
            if (!column.getKey().equals(GROUP)) {
                sources.put(column.getKey(), source(column.getKey(), column.getValue(), tables));
            }
        });
        if (columns.has(GROUP)) {
            List<Source> parts = new ArrayList<>();
            if (columns.path(GROUP).isArray()) {
                columns.path(GROUP).forEach(part -> parts.add(source(GROUP, part, tables)));
            } else {
                parts.add(source(GROUP, columns.path(GROUP), tables));
            }
            sources.put(GROUP, Source.concat(parts, " / "));
        }
    }

    /** Adds a source from elsewhere in the mapping. */
    void add(String name, JsonNode node, Tables tables) {
        sources.put(name, source(name, node, tables));
    }

    private Source source(String name, JsonNode node, Tables tables) {
        try {
            return Source.of(node, tables, style.dates());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Binds all fields.
     *
     * @throws io.billinghub.adapters.model.RefusedException if the document lacks columns
     */
    void bind(Header header) {
        Set<List<String>> missing = new LinkedHashSet<>();
        fields.clear();
        sources.forEach((name, source) ->
                fields.put(name, new Field(name, source.bind(header, missing), source.canonical(), constant(name))));
        if (!missing.isEmpty()) {
            throw header.missing(missing);
        }
    }

    /** The field; one that is the same constant, or nothing, in all rows where no column is mapped. */
    Field field(String name) {
        return fields.computeIfAbsent(name, n -> new Field(n, Cell.NONE, false, constant(n)));
    }

    private String constant(String name) {
        return constants.path(name).textValue();
    }

    /** One field, in the style in which its text is written. */
    final class Field {
        private final String name;
        private final Cell cell;
        private final boolean canonical;
        private final String constant;

        Field(String name, Cell cell, boolean canonical, String constant) {
            this.name = name;
            this.cell = cell;
            this.canonical = canonical;
            this.constant = constant;
        }

        /** The value; the mapping's constant, or null, where the row has none. */
        String of(FlatRow row) {
            String value = cell.of(row);
            return value == null ? constant : value;
        }

        /** The value as a text of the model; empty where there is none. */
        String text(FlatRow row) {
            return Values.text(of(row));
        }

        /** How its numbers are written. */
        NumberStyle numbers() {
            return canonical ? NumberStyle.POINT : style.numbers();
        }

        /** A day or a point in time, by the document's patterns. */
        java.time.LocalDateTime dateTime(String text) {
            return canonical ? Values.utc(name, text) : style.dates().dateTime(name, text);
        }
    }
}
