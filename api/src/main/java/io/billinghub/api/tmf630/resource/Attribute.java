package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * One top-level attribute of a resource.
 *
 * @param name as in the specification
 * @param list whether it is an array of such values
 */
record Attribute(String name, AttributeType type, boolean list, Use use) {

    /** Who says an attribute, and when. */
    enum Use {
        /** The hub alone. */
        GIVEN,
        /** The client, at creation or later, or never. */
        OPTIONAL,
        /** The client, at creation; it can be changed but not taken away. */
        REQUIRED,
        /** The client, at creation, and never again. */
        FIXED,
        /** The client, with a change, about the change: it is not kept. */
        PASSING
    }

    /** What is wrong with a value that a client sends, as a JSON pointer and a sentence; empty if nothing is. */
    Optional<String> flaw(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (!list) {
            return type.flaw(value).map(flaw -> "/" + name + ": " + flaw);
        }
        if (!value.isArray()) {
            return Optional.of("/" + name + ": must be an array, each entry " + type.description());
        }
        for (int i = 0; i < value.size(); i++) {
            Optional<String> flaw = type.flaw(value.get(i));
            if (flaw.isPresent()) {
                return Optional.of("/" + name + "/" + i + ": " + flaw.get());
            }
        }
        return Optional.empty();
    }

    /** The value as it is kept and shown: a day that a client says for an instant is its midnight in UTC. */
    JsonNode written(JsonNode value) {
        if (type == AttributeType.DATE_TIME && !list) {
            return instant(value);
        }
        if (type == AttributeType.PERIOD && value instanceof ObjectNode period) {
            for (String end : List.of("startDateTime", "endDateTime")) {
                if (period.path(end).isTextual()) {
                    period.set(end, instant(period.path(end)));
                }
            }
        }
        return value;
    }

    private static JsonNode instant(JsonNode value) {
        return value.isTextual() && value.textValue().length() == 10
                ? TextNode.valueOf(value.textValue() + "T00:00:00Z")
                : value;
    }

    Schema schema() {
        Schema schema = list
                ? OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(type.schema())
                : type.schema();
        if (use == Use.PASSING) {
            return schema.writeOnly(true);
        }
        return use == Use.GIVEN ? schema.readOnly(true) : schema;
    }
}
