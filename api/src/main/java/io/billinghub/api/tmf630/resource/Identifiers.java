package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Entries of an array that are told apart by a member which names their type. */
public final class Identifiers {

    private Identifiers() {}

    /** The text of the entry of the type; null where there is none. */
    public static String find(ObjectNode body, String array, String typeMember, String type, String valueMember) {
        for (JsonNode entry : body.path(array)) {
            if (entry.path(typeMember).asText().equals(type)
                    && entry.path(valueMember).isTextual()) {
                return entry.path(valueMember).textValue();
            }
        }
        return null;
    }

    /** Sets the text of the entry of the type, which is added where there is none; null takes it away. */
    public static void put(
            ObjectNode shown, String array, String typeMember, String type, String valueMember, String value) {
        ArrayNode entries = shown.path(array) instanceof ArrayNode found ? found : shown.putArray(array);
        ObjectNode entry = null;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).path(typeMember).asText().equals(type)) {
                if (value == null) {
                    entries.remove(i);
                    break;
                }
                entry = (ObjectNode) entries.get(i);
            }
        }
        if (value != null) {
            ObjectNode target = entry == null ? entries.addObject().put(typeMember, type) : entry;
            target.put(valueMember, value);
        }
        if (entries.isEmpty()) {
            shown.remove(array);
        }
    }

    /** Takes the text out of the entry of the type, which stays where it stood: what has a column is not kept besides. */
    public static void empty(ObjectNode kept, String array, String typeMember, String type, String valueMember) {
        for (JsonNode entry : kept.path(array)) {
            if (entry.path(typeMember).asText().equals(type)) {
                ((ObjectNode) entry).remove(valueMember);
            }
        }
    }
}
