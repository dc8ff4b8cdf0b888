package io.billinghub.api.tmf630;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON object that a client sends for a resource: read member by member, so that what is wrong is named, and what the hub
 * does not interpret can be kept.
 *
 * @param resource the type's name, for messages
 */
public record JsonBody(ObjectNode json, String resource) {

    /**
     * Reads the bytes.
     *
     * @throws HubException INVALID_BODY where they are JSON but no object; UncheckedIOException where they are no JSON
     */
    public static JsonBody read(ObjectMapper mapper, byte[] body, String resource) {
        try {
            JsonNode node = mapper.readTree(body);
            if (node instanceof ObjectNode object) {
                return new JsonBody(object, resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new HubException(ApiError.INVALID_BODY, "The body is a JSON object, the " + resource + ".");
    }

    /** Refuses members that the client may not say. */
    public void refuse(Set<String> members, String why) {
        for (String member : members) {
            if (json.has(member)) {
                throw new HubException(ApiError.INVALID_BODY, "/" + member + ": " + why);
            }
        }
    }

    /** Refuses every member but these. */
    public void allowOnly(Set<String> members, String why) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String member = names.next();
            if (!members.contains(member)) {
                throw new HubException(ApiError.INVALID_BODY, "/" + member + ": " + why);
            }
        }
    }

    /** A text member; empty where it is absent or null. */
    public Optional<String> text(String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + ": is a text");
        }
        return Optional.of(node.textValue());
    }

    /** The id of the reference that the member is; empty where it is absent or null. */
    public Optional<String> reference(String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.path("id").isTextual()) {
            throw new HubException(ApiError.INVALID_BODY, "/" + member + "/id: is missing, or no text");
        }
        return Optional.of(node.path("id").textValue());
    }

    /** The members but these: what is kept and given back as it came. */
    public ObjectNode without(Set<String> members) {
        ObjectNode rest = json.deepCopy();
        rest.remove(members);
        return rest;
    }
}
