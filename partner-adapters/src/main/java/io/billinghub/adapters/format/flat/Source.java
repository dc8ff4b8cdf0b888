package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.mapping.DateStyle;
import io.billinghub.adapters.mapping.Dates;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Tables;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a mapping says stands in a field: the name of a column, several names of which the first that is there holds, or an
 * expression (see the schema {@code format/flat-mapping}). It is bound to the columns of each document.
 */
interface Source {

    /**
     * @param missing is told the names of a column that the document must have and has not
     */
    Cell bind(Header header, Collection<List<String>> missing);

    /** Whether its values are written the hub's way (decimal point, ISO 8601), whatever the document's style is. */
    default boolean canonical() {
        return false;
    }

    /** No source: nothing in every row. */
    Source NONE = (header, missing) -> Cell.NONE;

    /**
     * The source of a mapping that the schema has accepted.
     *
     * @throws IllegalArgumentException if it names no table of the mapping, or an expression does not compile
     */
    static Source of(JsonNode node, Tables tables, DateStyle dates) {
        if (node.isMissingNode() || node.isNull()) {
            return NONE;
        }
        if (node.isTextual() || node.isArray()) {
            return column(Columns.names(node), false);
        }
        if (node.has("jsonata")) {
            return new Jsonata(JsonataMapping.compile(node.path("jsonata").asText()));
        }
        Source source;
        if (node.has("constant")) {
            String constant = node.path("constant").asText();
            source = (header, missing) -> row -> constant;
        } else if (node.has("concat")) {
            source = concat(
                    list(node.path("concat"), tables, dates),
                    node.path("separator").asText(""));
        } else if (node.has("first")) {
            source = first(list(node.path("first"), tables, dates));
        } else {
            source = column(
                    Columns.names(node.path("column")), node.path("optional").asBoolean());
        }
        return refined(source, node, tables, dates);
    }

    private static Source refined(Source source, JsonNode node, Tables tables, DateStyle dates) {
        Source result = source;
        if (node.has("dateAs")) {
            DateTimeFormatter pattern = Dates.strict(node.path("dateAs").asText());
            result = then(result, text -> dates.dateTime("dateAs", text).format(pattern));
        }
        if (node.has("from")) {
            int from = node.path("from").asInt() - 1;
            int to = node.has("length") ? from + node.path("length").asInt() : Integer.MAX_VALUE;
            result = then(
                    result, text -> text.length() <= from ? null : text.substring(from, Math.min(text.length(), to)));
        }
        if (node.has("lookup")) {
            String table = node.path("lookup").asText();
            if (!tables.has(table)) {
                throw new IllegalArgumentException("the mapping has no table " + table);
            }
            boolean tolerant = node.has("default");
            result = then(result, text -> looked(tables, table, text, tolerant));
        }
        if (node.has("default")) {
            String text = node.path("default").asText();
            String otherwise = text.isEmpty() ? null : text;
            Source before = result;
            result = (header, missing) -> {
                Cell cell = before.bind(header, missing);
                return row -> Values.orElse(cell.of(row), otherwise);
            };
        }
        return result;
    }

    private static String looked(Tables tables, String table, String key, boolean tolerant) {
        String value = tables.get(table, key);
        if (value == null && !tolerant) {
            throw new LineFlawException("the table " + table + " has nothing for \"" + Values.shortened(key) + "\"");
        }
        return value;
    }

    private static List<Source> list(JsonNode nodes, Tables tables, DateStyle dates) {
        List<Source> sources = new ArrayList<>();
        nodes.forEach(node -> sources.add(of(node, tables, dates)));
        return List.copyOf(sources);
    }

    private static Source column(List<String> aliases, boolean optional) {
        return (header, missing) -> {
            int position = header.first(aliases);
            if (position < 0 && !optional) {
                missing.add(aliases);
            }
            return position < 0 ? Cell.NONE : row -> row.at(position);
        };
    }

    private static Source then(Source source, java.util.function.UnaryOperator<String> change) {
        return (header, missing) -> {
            Cell cell = source.bind(header, missing);
            return row -> {
                String text = cell.of(row);
                return text == null ? null : change.apply(text);
            };
        };
    }

    private static Source first(List<Source> sources) {
        return (header, missing) -> {
            List<Cell> cells = bound(sources, header, missing);
            return row -> {
                for (Cell cell : cells) {
                    String value = cell.of(row);
                    if (value != null && !value.isBlank()) {
                        return value;
                    }
                }
                return null;
            };
        };
    }

    /** The values with the separator between them; empty ones are left out. */
    static Source concat(List<Source> sources, String separator) {
        return (header, missing) -> {
            List<Cell> cells = bound(sources, header, missing);
            return row -> {
                StringBuilder text = new StringBuilder();
                for (Cell cell : cells) {
                    String value = cell.of(row);
                    if (value != null) {
                        text.append(text.length() == 0 ? "" : separator).append(value);
                    }
                }
                return text.length() == 0 ? null : text.toString();
            };
        };
    }

    private static List<Cell> bound(List<Source> sources, Header header, Collection<List<String>> missing) {
        return sources.stream().map(source -> source.bind(header, missing)).toList();
    }

    /** A JSONata expression over the row as an object of texts: names as they stand, empty fields left out. */
    record Jsonata(JsonataMapping expression) implements Source {

        @Override
        public boolean canonical() {
            return true;
        }

        @Override
        public Cell bind(Header header, Collection<List<String>> missing) {
            return row -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                for (int i = 0; i < header.count(); i++) {
                    String value = row.at(i);
                    if (value != null) {
                        object.put(header.names().get(i).replace("\uFEFF", "").strip(), value);
                    }
                }
                try {
                    Object value = expression.evaluate(object, row.place());
                    return value instanceof Number && !(value instanceof BigDecimal)
                            ? expression.number("jsonata", value).toPlainString()
                            : JsonataMapping.text(value);
                } catch (RefusedException e) {
                    throw new LineFlawException(e.getMessage());
                }
            };
        }
    }
}
