package io.billinghub.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.Filter;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.Operator;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** References between resources: how they are shown over what a client said of them, verified and filtered by. */
final class References {

    private static final String UNKNOWN_CATEGORY = """
            select t.n::integer, t.id from unnest($1::text[]) with ordinality as t (id, n)
             where not exists (select from category c where c.uuid::text = t.id) order by t.n limit 1
            """;

    private References() {}

    /** The reference that is stored, with what else was said of it; taken away where there is none. */
    static void show(ObjectNode shown, String attribute, UUID id, String path, String name, String type) {
        if (id == null) {
            shown.remove(attribute);
            return;
        }
        ObjectNode reference = shown.path(attribute) instanceof ObjectNode object ? object : shown.putObject(attribute);
        fill(reference, id.toString(), path, name, type);
    }

    /** As {@link #show}, the first entry of an array. */
    static void showFirst(ObjectNode shown, String attribute, UUID id, String path, String name, String type) {
        if (id == null) {
            shown.remove(attribute);
            return;
        }
        ArrayNode references = shown.path(attribute) instanceof ArrayNode array ? array : shown.putArray(attribute);
        ObjectNode first = references.path(0) instanceof ObjectNode object ? object : references.insertObject(0);
        fill(first, id.toString(), path, name, type);
    }

    /**
     * The references that are stored, in their order, each with what else was said of it.
     *
     * @param stored JSON object with the member {@code all}, an array of references
     */
    static void showAll(ObjectNode shown, String attribute, String stored) {
        JsonNode said = shown.path(attribute);
        ArrayNode all = shown.arrayNode();
        for (JsonNode reference : KeptJson.read(stored).path("all")) {
            ObjectNode merged = shown.objectNode();
            for (JsonNode entry : said) {
                if (entry instanceof ObjectNode object && entry.path("id").equals(reference.path("id"))) {
                    merged = object;
                }
            }
            merged.setAll((ObjectNode) reference);
            all.add(merged);
        }
        if (all.isEmpty()) {
            shown.remove(attribute);
        } else {
            shown.set(attribute, all);
        }
    }

    private static void fill(ObjectNode reference, String id, String path, String name, String type) {
        reference.put("id", id).put("href", path + id).put("name", name);
        if (!reference.has("@referredType")) {
            reference.put("@referredType", type);
        }
    }

    /** The ids of the references, in their order. */
    static List<String> ids(JsonNode references) {
        List<String> ids = new ArrayList<>();
        references.forEach(reference -> ids.add(reference.path("id").asText()));
        return ids;
    }

    /** Fails with UNKNOWN_REFERENCE for the first category that the tenant lacks. */
    static Uni<Void> requireCategories(SqlConnection connection, ObjectNode body) {
        List<String> ids = ids(body.path("category"));
        if (ids.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(UNKNOWN_CATEGORY)
                .execute(Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)))
                .invoke(rows -> rows.forEach(row -> {
                    throw unknown("/category/" + (row.getInteger(0) - 1) + "/id", "Category", row.getString(1));
                }))
                .replaceWithVoid();
    }

    static HubException unknown(String pointer, String type, String id) {
        return new HubException(ApiError.UNKNOWN_REFERENCE, pointer + ": there is no " + type + " '" + id + "'.");
    }

    /**
     * True where one of the related rows compares so; {@code ne} where none is equal.
     *
     * @param rows {@code from … where …} with the relation to the row that is filtered
     * @param filter over a column of the related rows
     */
    static Filter related(String rows, Filter filter) {
        return (attribute, operator, values, binds) -> {
            boolean not = operator == Operator.NE;
            return (not ? "not " : "") + "exists (select 1 " + rows + " and "
                    + filter.compile(attribute, not ? Operator.EQ : operator, values, binds) + ")";
        };
    }
}
