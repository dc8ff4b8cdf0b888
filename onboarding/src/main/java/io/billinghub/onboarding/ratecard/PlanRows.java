package io.billinghub.onboarding.ratecard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PricePlanReading;
import io.billinghub.onboarding.priceplan.model.GivenPlan;
import io.billinghub.onboarding.priceplan.model.Place;
import io.billinghub.onboarding.ratecard.Column.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of one price plan as its document, with the field that each part of it came from. Not safe for concurrent use. */
final class PlanRows {
    private static final String MODEL = "/model";
    private static final String PER_UNIT = "perUnit";

    private final List<CardRow> rows;
    private final Flaws flaws;
    private final ObjectNode plan = JsonNodeFactory.instance.objectNode();
    /** By JSON pointer into the plan. */
    private final Map<String, Place> places = new HashMap<>();

    /** @param rows at least one */
    PlanRows(List<CardRow> rows, Flaws flaws) {
        this.rows = rows;
        this.flaws = flaws;
    }

    /** The plan, which is one unless something was wrong. */
    GivenPlan read() {
        int before = flaws.size();
        places.put("", Place.row(rows.get(0).number(), null));
        Column.of(Level.PLAN).stream()
                .filter(column -> column.pointer() != null)
                .forEach(column -> value(column, rows, plan, ""));
        completeMetric();
        String model = rows.get(0).get(Column.MODEL);
        if (model == null) {
            flaws.at(rows.get(0), Column.MODEL, "is missing; allowed are " + PriceRows.names());
        } else if (model.equals(PriceRows.MATRIX)) {
            matrix();
        } else {
            refuseCells(model);
            prices(model, Column.MODEL, rows, plan.withObject(MODEL), MODEL);
        }
        if (flaws.size() == before && PricePlanJson.read(plan.toString()) instanceof PricePlanReading.Refused refused) {
            flaws.add(place("/plan" + asPointer(refused.path())), refused.problem());
        }
        String product = same(Column.PRODUCT, rows);
        return new GivenPlan(product, plan);
    }

    /** @param pointer into {@code {"offering": …, "plan": …}} */
    Place place(String pointer) {
        if (pointer.startsWith("/offering")) {
            return Place.row(rows.get(0).number(), Column.PRODUCT.header());
        }
        String inside = pointer.startsWith("/plan") ? pointer.substring("/plan".length()) : "";
        while (!places.containsKey(inside)) {
            inside = inside.substring(0, inside.lastIndexOf('/'));
        }
        return places.get(inside);
    }

    /** {@code $.model.tiers[1].upTo} as {@code /model/tiers/1/upTo}. */
    private static String asPointer(String path) {
        return path.substring(1).replace('.', '/').replace('[', '/').replace("]", "");
    }

    /** A metric that says anything says how it aggregates. */
    private void completeMetric() {
        if (plan.has("metric") && !plan.path("metric").has("aggregation")) {
            plan.withObject("/metric").put("aggregation", "SUM");
        }
    }

    private void refuseCells(String model) {
        for (CardRow row : rows) {
            for (Column column : List.of(Column.CELL_MODEL, Column.OTHERWISE, Column.DIMENSIONS)) {
                if (row.get(column) != null) {
                    flaws.at(row, column, "belongs to a matrix, and the model is " + model);
                }
            }
            row.dimensions()
                    .keySet()
                    .forEach(name -> flaws.add(
                            Place.row(row.number(), Column.DIMENSION + name),
                            "belongs to a matrix, and the model is " + model));
        }
    }

    private void matrix() {
        ObjectNode model = plan.withObject(MODEL);
        if (!model.has("dimensions")) {
            Set<String> named = new LinkedHashSet<>();
            rows.forEach(row -> named.addAll(row.dimensions().keySet()));
            named.forEach(model.withArray("/dimensions")::add);
        }
        Map<Object, List<CardRow>> cells = new LinkedHashMap<>();
        for (CardRow row : rows) {
            String flag = row.get(Column.OTHERWISE);
            if (flag != null && !flag.equalsIgnoreCase("true") && !flag.equalsIgnoreCase("false")) {
                flaws.at(row, Column.OTHERWISE, "'" + flag + "' is neither true nor false");
            }
            if (row.isOtherwise() && !row.dimensions().isEmpty()) {
                flaws.at(row, Column.OTHERWISE, "is for what belongs to no cell, so it has no values of dimensions");
            }
            Object cell = row.isOtherwise() ? Column.OTHERWISE : row.dimensions();
            cells.computeIfAbsent(cell, key -> new ArrayList<>()).add(row);
        }
        ArrayNode list = model.withArray("/cells");
        cells.forEach((cell, its) -> {
            if (cell == Column.OTHERWISE) {
                cell(its, model.withObject("/otherwise"), MODEL + "/otherwise");
                return;
            }
            String pointer = MODEL + "/cells/" + list.size();
            ObjectNode node = list.addObject();
            places.put(pointer, Place.row(its.get(0).number(), null));
            its.get(0).dimensions().forEach(node.withObject("/when")::put);
            cell(its, node.withObject(MODEL), pointer + MODEL);
        });
    }

    private void cell(List<CardRow> its, ObjectNode node, String pointer) {
        String model = Optional.ofNullable(same(Column.CELL_MODEL, its)).orElse(PER_UNIT);
        places.put(pointer, Place.row(its.get(0).number(), null));
        places.put(pointer + "/type", Place.row(its.get(0).number(), Column.CELL_MODEL.header()));
        prices(model, Column.CELL_MODEL, its, node, pointer);
    }

    /** Fills a model from its rows. */
    private void prices(String model, Column named, List<CardRow> its, ObjectNode node, String pointer) {
        node.put("type", model);
        PriceRows shape = PriceRows.of(model).orElse(null);
        if (shape == null) {
            boolean exists = PricePlanJson.models().containsKey(model);
            flaws.at(
                    its.get(0),
                    named,
                    exists
                            ? "the model " + model + " does not fit into rows: send this plan as JSON"
                            : "'" + model + "' is no charge model of rate cards; allowed are " + PriceRows.names());
            return;
        }
        for (CardRow row : its) {
            row.values().keySet().stream()
                    .filter(column -> column.level() == Level.PRICE && !shape.allows(column))
                    .forEach(column -> flaws.at(
                            row, column, "is no column of the model " + model + ", which has " + shape.columns()));
        }
        shape.own().forEach(column -> value(column, its, node, pointer));
        if (shape.hasTiers()) {
            tiers(shape, its, node, pointer);
        } else if (its.size() > 1) {
            CardRow second = its.get(1);
            flaws.add(
                    Place.row(second.number(), null),
                    "is the second row for the same " + (named == Column.MODEL ? "plan" : "cell") + " as row "
                            + its.get(0).number() + ", but the model " + model + " has one price");
        }
    }

    private void tiers(PriceRows shape, List<CardRow> its, ObjectNode node, String pointer) {
        ArrayNode tiers = node.putArray("tiers");
        String begins = "0";
        for (CardRow row : its) {
            String at = pointer + "/tiers/" + tiers.size();
            places.put(at, Place.row(row.number(), null));
            ObjectNode tier = tiers.addObject();
            shape.tier().forEach(column -> value(column, List.of(row), tier, at));
            String from = row.get(Column.FROM);
            if (from != null && !FieldValue.sameNumber(from, begins)) {
                flaws.at(row, Column.FROM, "is " + from + ", but the tier before it ends at " + begins);
            }
            begins = row.get(Column.UP_TO) == null ? begins : row.get(Column.UP_TO);
        }
    }

    /** Puts the rows' value of a column where it belongs. */
    private void value(Column column, List<CardRow> its, ObjectNode node, String pointer) {
        places.put(pointer + column.pointer(), Place.row(its.get(0).number(), column.header()));
        String text = same(column, its);
        if (text == null) {
            return;
        }
        try {
            FieldValue.put(column, text, node);
        } catch (IllegalArgumentException wrong) {
            flaws.at(its.get(0), column, wrong.getMessage());
        }
    }

    /** What the first row says; the others say the same or nothing. */
    private String same(Column column, List<CardRow> its) {
        String first = its.get(0).get(column);
        for (CardRow row : its.subList(1, its.size())) {
            String other = row.get(column);
            if (other != null && !other.equals(first)) {
                flaws.at(
                        row,
                        column,
                        "differs from row " + its.get(0).number()
                                + "; it is said once for all of these rows, so it is the same or empty");
                break;
            }
        }
        return first;
    }
}
