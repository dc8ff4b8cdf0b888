package io.billinghub.api.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * The place of an account in the hierarchy: a relationship {@code parent} names the account above it, {@code consolidatesInto} the account above
 * it whose bill holds its charges. Relationships of other types are kept as they came.
 *
 * @param parent id of the account above; null at the top
 * @param consolidates whether its charges stand on the bill of the parent
 */
record AccountHierarchy(String parent, boolean consolidates) {

    static final String RELATIONSHIPS = "accountRelationship";

    private static final String TYPE = "relationshipType";
    private static final String PARENT = "parent";
    private static final String CONSOLIDATES = "consolidatesInto";

    /** @throws HubException INVALID_BODY for two parents, and for a relationship without an account */
    static AccountHierarchy of(ObjectNode body) {
        String parent = null;
        boolean consolidates = false;
        JsonNode relationships = body.path(RELATIONSHIPS);
        for (int i = 0; i < relationships.size(); i++) {
            JsonNode relationship = relationships.get(i);
            if (!upwards(relationship)) {
                continue;
            }
            String pointer = "/" + RELATIONSHIPS + "/" + i + "/account/id";
            String id = relationship.path("account").path("id").asText(null);
            if (id == null) {
                throw new HubException(ApiError.INVALID_BODY, pointer + ": is missing.");
            }
            if (parent != null && !parent.equals(id)) {
                throw new HubException(ApiError.INVALID_BODY, pointer + ": an account has one parent.");
            }
            parent = id;
            consolidates |= is(relationship, CONSOLIDATES);
        }
        return new AccountHierarchy(parent, consolidates);
    }

    /** Lays what is stored over what is kept, with the row's parent_uuid, parent_name and consolidates. */
    static void show(Row row, ObjectNode shown) {
        UUID parent = row.getUUID("parent_uuid");
        boolean consolidates = row.getBoolean("consolidates");
        ArrayNode relationships = shown.path(RELATIONSHIPS) instanceof ArrayNode found ? found : shown.arrayNode();
        boolean said = false;
        for (int i = relationships.size() - 1; i >= 0; i--) {
            JsonNode relationship = relationships.get(i);
            if (upwards(relationship) && (parent == null || !consolidates && is(relationship, CONSOLIDATES))) {
                relationships.remove(i);
            }
        }
        for (JsonNode relationship : relationships) {
            if (upwards(relationship)) {
                name(row, (ObjectNode) relationship);
                said |= is(relationship, consolidates ? CONSOLIDATES : PARENT);
            }
        }
        if (parent != null && !said) {
            name(row, relationships.addObject().put(TYPE, consolidates ? CONSOLIDATES : PARENT));
        }
        if (relationships.isEmpty()) {
            shown.remove(RELATIONSHIPS);
        } else {
            shown.set(RELATIONSHIPS, relationships);
        }
    }

    private static void name(Row row, ObjectNode relationship) {
        UUID parent = row.getUUID("parent_uuid");
        ObjectNode account =
                relationship.path("account") instanceof ObjectNode object ? object : relationship.putObject("account");
        account.put("id", parent.toString())
                .put("href", BillingAccountResource.PATH + "/" + parent)
                .put("name", row.getString("parent_name"))
                .put("@referredType", "BillingAccount");
    }

    private static boolean upwards(JsonNode relationship) {
        return is(relationship, PARENT) || is(relationship, CONSOLIDATES);
    }

    private static boolean is(JsonNode relationship, String type) {
        return relationship.path(TYPE).asText().equalsIgnoreCase(type);
    }
}
