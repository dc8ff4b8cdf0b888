package io.billinghub.api.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.resource.ReferenceId;
import io.billinghub.core.error.HubException;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * When an account is billed, in which format and by which media, each a reference. A format or medium that is written out instead, without an id, is
 * kept as it came.
 *
 * @param cycle null where none is named
 * @param format null where none is named
 */
record BillStructure(UUID cycle, UUID format, List<UUID> media) {

    static final String STRUCTURE = "billStructure";

    private static final String CYCLE = "cycleSpecification";
    private static final String FORMAT = "format";
    private static final String MEDIA = "presentationMedia";

    BillStructure {
        media = Collections.unmodifiableList(new ArrayList<>(media));
    }

    /** @throws HubException INVALID_BODY for a part of another shape, UNKNOWN_REFERENCE for an id that can't be one */
    static BillStructure of(ObjectNode body) {
        JsonNode structure = body.path(STRUCTURE);
        List<UUID> media = new ArrayList<>();
        JsonNode said = structure.path(MEDIA);
        if (!said.isArray() && !said.isMissingNode() && !said.isNull()) {
            throw new HubException(ApiError.INVALID_BODY, pointer(MEDIA) + ": must be an array.");
        }
        for (int i = 0; i < said.size(); i++) {
            UUID medium = id(said.get(i), pointer(MEDIA) + "/" + i);
            if (medium != null && !media.contains(medium)) {
                media.add(medium);
            }
        }
        return new BillStructure(
                id(structure.path(CYCLE), pointer(CYCLE)), id(structure.path(FORMAT), pointer(FORMAT)), media);
    }

    static String cyclePointer() {
        return pointer(CYCLE) + "/id";
    }

    static String formatPointer() {
        return pointer(FORMAT) + "/id";
    }

    static String mediaPointer() {
        return pointer(MEDIA);
    }

    /** Lays what is stored over what is kept; the row has cycle_uuid, format_uuid, their names, and the media as JSON. */
    static void show(Row row, ObjectNode shown) {
        ObjectNode structure = shown.path(STRUCTURE) instanceof ObjectNode object ? object : shown.putObject(STRUCTURE);
        refer(
                child(structure, CYCLE),
                "billingCycleSpecification",
                row.getUUID("cycle_uuid").toString(),
                row.getString("cycle_name"));
        if (row.getUUID("format_uuid") != null) {
            refer(
                    child(structure, FORMAT),
                    "billFormat",
                    row.getUUID("format_uuid").toString(),
                    row.getString("format_name"));
        }
        JsonNode stored = KeptJson.read(row.getString("media"));
        for (JsonNode medium : structure.path(MEDIA)) {
            JsonNode name = stored.path(medium.path("id").asText(""));
            if (name.isTextual()) {
                refer(
                        (ObjectNode) medium,
                        "billPresentationMedia",
                        medium.path("id").textValue(),
                        name.textValue());
            }
        }
    }

    private static ObjectNode child(ObjectNode structure, String name) {
        return structure.path(name) instanceof ObjectNode object ? object : structure.putObject(name);
    }

    private static void refer(ObjectNode reference, String segment, String id, String name) {
        reference
                .put("id", id)
                .put("href", "/tmf-api/" + AccountRights.API + "/v4/" + segment + "/" + id)
                .put("name", name)
                .put("isRef", true);
        if (!reference.has("@referredType")) {
            reference.put("@referredType", Character.toUpperCase(segment.charAt(0)) + segment.substring(1));
        }
    }

    private static UUID id(JsonNode reference, String pointer) {
        if (reference.isMissingNode() || reference.isNull()) {
            return null;
        }
        if (!reference.isObject()) {
            throw new HubException(ApiError.INVALID_BODY, pointer + ": must be an object.");
        }
        return ReferenceId.parse(reference.path("id").asText(null), pointer + "/id");
    }

    private static String pointer(String part) {
        return "/" + STRUCTURE + "/" + part;
    }
}
