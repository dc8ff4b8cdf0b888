package io.billinghub.onboarding.ratecard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.priceplan.model.OfferedPlan;
import io.billinghub.onboarding.priceplan.model.PlanReading;
import io.billinghub.onboarding.ratecard.Column.Level;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Plans as rows. Not safe for concurrent use. */
final class CardWriter {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String MODEL = "/model";

    private final List<CardRow> rows = new ArrayList<>();

    String write(List<OfferedPlan> plans) {
        for (OfferedPlan offered : plans) {
            int first = rows.size();
            rows(offered);
            requireWhole(offered, rows.subList(first, rows.size()));
            if (rows.size() > CardRows.MOST_ROWS) {
                throw new HubException(
                        OnboardingError.NOT_FOR_RATE_CARDS,
                        "The price plans have more than " + CardRows.MOST_ROWS
                                + " rows; choose some by offering or key.");
            }
        }
        return csv(rows);
    }

    /** The rows are read again: a plan that they can't hold as a whole is not written. */
    private static void requireWhole(OfferedPlan offered, List<CardRow> its) {
        boolean whole = RateCard.read(csv(its).getBytes(StandardCharsets.UTF_8)) instanceof PlanReading.Accepted read
                && read.plans().size() == 1
                && offered.plan()
                        .equals(PricePlanJson.read(read.plans().get(0).plan().toString())
                                .orElseThrow());
        if (!whole) {
            throw refused(
                    offered.plan(), "holds something that fields of CSV can't, such as an empty value of a dimension");
        }
    }

    private void rows(OfferedPlan offered) {
        PricePlan plan = offered.plan();
        ObjectNode document = document(plan);
        Map<Column, String> values = new EnumMap<>(Column.class);
        if (offered.offering() != null) {
            values.put(Column.PRODUCT, offered.offering());
        }
        ObjectNode model = (ObjectNode) document.remove("model");
        String type = model.path("type").textValue();
        values.put(Column.MODEL, type);
        take(Column.of(Level.PLAN), document, values);
        requireEmpty(plan, document, "");
        if (type.equals(PriceRows.MATRIX)) {
            matrix(plan, model, values);
        } else {
            prices(plan, model, values, Map.of());
        }
    }

    private static ObjectNode document(PricePlan plan) {
        try {
            return (ObjectNode) MAPPER.readTree(PricePlanJson.write(plan));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a price plan is always JSON", bug);
        }
    }

    private void matrix(PricePlan plan, ObjectNode model, Map<Column, String> values) {
        List<String> own = new ArrayList<>();
        model.path("dimensions").forEach(name -> own.add(name.textValue()));
        Set<String> named = new LinkedHashSet<>();
        for (JsonNode cell : model.path("cells")) {
            cell.path("when").fieldNames().forEachRemaining(named::add);
        }
        if (own.size() > 1 || named.isEmpty()) {
            values.put(Column.DIMENSIONS, ListText.join(own, ';'));
        }
        Map<Column, String> first = new EnumMap<>(values);
        for (JsonNode cell : model.path("cells")) {
            Map<String, String> when = new LinkedHashMap<>();
            for (String name : own) {
                if (cell.path("when").has(name)) {
                    when.put(name, cell.path("when").path(name).textValue());
                }
            }
            cell(plan, (ObjectNode) cell.path("model"), first, when);
            first = following(values);
        }
        if (model.has("otherwise")) {
            Map<Column, String> last = new EnumMap<>(first);
            last.put(Column.OTHERWISE, "true");
            cell(plan, (ObjectNode) model.path("otherwise"), last, Map.of());
        }
    }

    private void cell(PricePlan plan, ObjectNode model, Map<Column, String> values, Map<String, String> when) {
        Map<Column, String> all = new EnumMap<>(values);
        all.put(Column.CELL_MODEL, model.path("type").textValue());
        prices(plan, model, all, when);
    }

    /** A row, or one for each tier. */
    private void prices(PricePlan plan, ObjectNode model, Map<Column, String> values, Map<String, String> when) {
        String type = model.path("type").textValue();
        PriceRows shape = PriceRows.of(type)
                .orElseThrow(() -> refused(plan, "has the model " + type + ", which does not fit into rows"));
        ObjectNode rest = model.deepCopy();
        rest.remove("type");
        JsonNode tiers = rest.remove("tiers");
        Map<Column, String> first = new EnumMap<>(values);
        take(shape.own(), rest, first);
        requireEmpty(plan, rest, MODEL);
        if (tiers == null) {
            rows.add(new CardRow(0, first, when));
            return;
        }
        String begins = "0";
        for (int i = 0; i < tiers.size(); i++) {
            JsonNode tier = tiers.get(i);
            Map<Column, String> row = i == 0 ? first : each(values);
            ObjectNode left = tier.deepCopy();
            take(shape.tier(), left, row);
            requireEmpty(plan, left, MODEL + "/tiers");
            if (shape.allows(Column.FROM)) {
                row.put(Column.FROM, begins);
            }
            begins = tier.path("upTo").asText(begins);
            rows.add(new CardRow(0, row, when));
        }
    }

    /** What is said on the first row of a plan only, is left out of the others. */
    private static Map<Column, String> following(Map<Column, String> values) {
        Map<Column, String> kept = new EnumMap<>(Column.class);
        for (Column column : EnumSet.of(Column.PLAN, Column.VERSION)) {
            kept.put(column, values.get(column));
        }
        return kept;
    }

    /** Of a further tier: the plan, and which cell it is of. */
    private static Map<Column, String> each(Map<Column, String> values) {
        Map<Column, String> kept = following(values);
        if (values.containsKey(Column.OTHERWISE)) {
            kept.put(Column.OTHERWISE, values.get(Column.OTHERWISE));
        }
        return kept;
    }

    /** Moves values from the node to the row; those that an empty field stands for are left out. */
    private static void take(List<Column> columns, ObjectNode node, Map<Column, String> row) {
        for (Column column : columns) {
            if (column.pointer() == null) {
                continue;
            }
            JsonNode value = node.at(column.pointer());
            String text = value.isMissingNode() ? null : FieldValue.text(column, value);
            if (text != null) {
                int last = column.pointer().lastIndexOf('/');
                ((ObjectNode) node.at(column.pointer().substring(0, last)))
                        .remove(column.pointer().substring(last + 1));
                if (!text.equals(column.otherwise())) {
                    row.put(column, text);
                }
            }
        }
    }

    private static void requireEmpty(PricePlan plan, JsonNode node, String pointer) {
        node.properties().forEach(left -> {
            if (left.getValue().isObject()) {
                requireEmpty(plan, left.getValue(), pointer + "/" + left.getKey());
            } else {
                throw refused(plan, "says " + pointer + "/" + left.getKey() + ", for which there is no column");
            }
        });
    }

    private static HubException refused(PricePlan plan, String why) {
        return new HubException(
                OnboardingError.NOT_FOR_RATE_CARDS,
                "The price plan " + plan.key() + ", version " + plan.version() + ", " + why + ".");
    }

    private static String csv(List<CardRow> rows) {
        Set<Column> columns = EnumSet.noneOf(Column.class);
        Set<String> dimensions = new LinkedHashSet<>();
        for (CardRow row : rows) {
            columns.addAll(row.values().keySet());
            dimensions.addAll(row.dimensions().keySet());
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(line(columns, dimensions, Column::header, name -> Column.DIMENSION + name));
            for (CardRow row : rows) {
                csv.writeRecord(line(columns, dimensions, row::get, row.dimensions()::get));
            }
        } catch (IOException bug) {
            throw new UncheckedIOException("a text can always be written", bug);
        }
        return text.toString();
    }

    /** What is said of the plan, then the values of dimensions, then the price. */
    private static List<String> line(
            Set<Column> columns,
            Set<String> dimensions,
            Function<Column, String> value,
            Function<String, String> dimension) {
        List<String> fields = new ArrayList<>();
        columns.stream()
                .filter(column -> column.level() == Level.PLAN)
                .forEach(column -> fields.add(field(column, value)));
        dimensions.forEach(name -> fields.add(SafeText.written(empty(dimension.apply(name)))));
        columns.stream()
                .filter(column -> column.level() != Level.PLAN)
                .forEach(column -> fields.add(field(column, value)));
        return fields;
    }

    private static String field(Column column, Function<Column, String> value) {
        String text = empty(value.apply(column));
        return column.kind() == Column.Kind.DECIMAL ? text : SafeText.written(text);
    }

    private static String empty(String text) {
        return text == null ? "" : text;
    }
}
