package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.ValueType;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the attributes of a resource lie in a table of its own. The table has {@code tenant_id}, {@code id}, {@code uuid}, {@code extension}
 * and {@code changed_at} beside the columns named here; what has no column is kept in {@code extension}. Its alias in statements is {@code e}.
 */
public final class EntityTable {

    /** What a column holds. */
    enum Kind {
        TEXT(ValueType.TEXT) {
            @Override
            Object bind(JsonNode value) {
                return value.isTextual() ? value.textValue() : null;
            }
        },
        BOOLEAN(ValueType.BOOLEAN) {
            @Override
            Object bind(JsonNode value) {
                return value.isBoolean() ? value.booleanValue() : null;
            }
        },
        INTEGER(ValueType.NUMBER) {
            @Override
            Object bind(JsonNode value) {
                return value.isInt() ? value.intValue() : null;
            }
        },
        INSTANT(ValueType.INSTANT) {
            @Override
            Object bind(JsonNode value) {
                return value.isTextual() ? time(value.textValue()) : null;
            }
        },
        REFERENCE(ValueType.UUID) {
            @Override
            Object bind(JsonNode value) {
                return value.isTextual() ? value.textValue() : null;
            }
        };

        private final ValueType valueType;

        Kind(ValueType valueType) {
            this.valueType = valueType;
        }

        ValueType valueType() {
            return valueType;
        }

        /** The value for the column; null where the attribute is absent. */
        abstract Object bind(JsonNode value);

        private static OffsetDateTime time(String text) {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        }
    }

    /**
     * One column.
     *
     * @param path dotted path of the attribute; of a reference without {@code .id}
     * @param target of a reference: the table that it leads to; otherwise null
     * @param targetType of a reference: what it leads to, for {@code @referredType}
     * @param targetPath of a reference: path of the resource, or null where the hub does not serve it
     */
    record Column(String path, String name, Kind kind, String target, String targetType, String targetPath) {

        String filterPath() {
            return kind == Kind.REFERENCE ? path + ".id" : path;
        }

        /** What is compared and ordered by. */
        String expression() {
            return kind == Kind.REFERENCE
                    ? "(select r.uuid from " + target + " r where r.id = e." + name + ")"
                    : "e." + name;
        }

        String selected() {
            return kind == Kind.REFERENCE
                    ? expression() + " as " + name + "_uuid, (select r.name from " + target + " r where r.id = e."
                            + name + ") as " + name + "_name"
                    : "e." + name;
        }

        String stored(String placeholder) {
            return switch (kind) {
                case REFERENCE -> "(select id from " + target + " where uuid = " + placeholder + "::text::uuid)";
                case INSTANT -> placeholder + "::timestamptz";
                case INTEGER -> placeholder + "::integer";
                case BOOLEAN -> placeholder + "::boolean";
                case TEXT -> placeholder + "::text";
            };
        }

        /** Whether the whole attribute is in the column, so that nothing of it is kept besides. */
        boolean whole() {
            return kind != Kind.REFERENCE && path.indexOf('.') < 0;
        }

        JsonNode in(ObjectNode body) {
            JsonNode node = body;
            for (String step : filterPath().split("\\.", -1)) {
                node = node.path(step);
            }
            return node;
        }
    }

    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, String> computed = new LinkedHashMap<>();
    private String changedAt;
    private String restriction = "true";

    private EntityTable(String name) {
        this.name = name;
    }

    public static EntityTable named(String name) {
        return new EntityTable(name);
    }

    public EntityTable text(String path, String column) {
        return with(path, column, Kind.TEXT);
    }

    public EntityTable bool(String path, String column) {
        return with(path, column, Kind.BOOLEAN);
    }

    public EntityTable integer(String path, String column) {
        return with(path, column, Kind.INTEGER);
    }

    public EntityTable instant(String path, String column) {
        return with(path, column, Kind.INSTANT);
    }

    /** A reference that must lead to a row of the tenant. */
    public EntityTable reference(String path, String column, String table, String type, String resourcePath) {
        columns.add(new Column(path, column, Kind.REFERENCE, table, type, resourcePath));
        return this;
    }

    /**
     * A value that the statement selects besides, for the {@code show} of a subclass; it is not stored.
     *
     * @param column its name in the row
     * @param expression SQL over {@code e}
     */
    public EntityTable computed(String column, String expression) {
        computed.put(column, expression);
        return this;
    }

    /** The attribute that shows when the row was changed last. */
    public EntityTable changedAt(String attribute) {
        this.changedAt = attribute;
        return this;
    }

    /** A condition over {@code e}, for tables that several resources share and for what a narrowed login may see. */
    public EntityTable where(String condition) {
        this.restriction = condition;
        return this;
    }

    private EntityTable with(String path, String column, Kind kind) {
        columns.add(new Column(path, column, kind, null, null, null));
        return this;
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    /** What is selected beyond what every table has, each with a comma before it. */
    String selected() {
        StringBuilder selected = new StringBuilder();
        columns.forEach(column -> selected.append(", ").append(column.selected()));
        computed.forEach((column, expression) ->
                selected.append(", ").append(expression).append(" as ").append(column));
        return selected.toString();
    }

    String restriction() {
        return restriction;
    }

    /** Adds filters and orders for the columns. */
    public Definition.Builder describe(Definition.Builder definition) {
        definition.column("id", "e.uuid", ValueType.UUID).tieBreaker("e.id").kept("e.extension");
        columns.forEach(column -> definition.column(
                column.filterPath(), column.expression(), column.kind().valueType()));
        if (changedAt != null) {
            definition.column(changedAt, "e.changed_at", ValueType.INSTANT);
        }
        return definition;
    }

    /** Lays what the columns hold over what was kept. */
    void overlay(Row row, ObjectNode shown) {
        for (Column column : columns) {
            if (column.kind() == Kind.REFERENCE) {
                reference(row, column, shown);
            } else {
                value(row, column, shown);
            }
        }
        if (changedAt != null) {
            shown.put(changedAt, instant(row.getOffsetDateTime("changed_at")));
        }
    }

    private static void value(Row row, Column column, ObjectNode shown) {
        Object value = row.getValue(column.name());
        String[] steps = column.path().split("\\.", -1);
        ObjectNode parent = shown;
        for (int i = 0; i < steps.length - 1; i++) {
            if (value == null && !parent.path(steps[i]).isObject()) {
                return;
            }
            parent = parent.path(steps[i]) instanceof ObjectNode object ? object : parent.putObject(steps[i]);
        }
        String last = steps[steps.length - 1];
        if (value == null) {
            parent.remove(last);
        } else if (value instanceof OffsetDateTime time) {
            parent.put(last, instant(time));
        } else if (value instanceof Boolean flag) {
            parent.put(last, flag);
        } else if (value instanceof Number number) {
            parent.put(last, number.intValue());
        } else {
            parent.put(last, value.toString());
        }
    }

    private static void reference(Row row, Column column, ObjectNode shown) {
        java.util.UUID id = row.getUUID(column.name() + "_uuid");
        if (id == null) {
            shown.remove(column.path());
            return;
        }
        ObjectNode reference =
                shown.path(column.path()) instanceof ObjectNode object ? object : shown.putObject(column.path());
        reference.put("id", id.toString());
        if (column.targetPath() != null) {
            reference.put("href", column.targetPath() + "/" + id);
        }
        String name = row.getString(column.name() + "_name");
        if (name != null) {
            reference.put("name", name);
        }
        if (!reference.has("@referredType")) {
            reference.put("@referredType", column.targetType());
        }
    }

    static String instant(OffsetDateTime time) {
        Instant instant = time.toInstant();
        return instant.toString();
    }
}
