package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.tmf630.KeptJson;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How one resource is created in a test: every attribute of the specification is sent, those that mean something to the hub as
 * the sample says, all others with made-up values of their type.
 *
 * @param path of the resource
 * @param meant JSON text of the attributes that mean something, with references to rows that are there; an attribute that is null
 *     is not sent. Asked for once for each resource that is created, so that keys may differ
 */
public record ResourceSample(String path, Supplier<String> meant) {

    /** A body with all attributes. */
    ObjectNode body(Definition definition) {
        ObjectNode said = KeptJson.read(meant.get());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Attribute attribute : definition.attributes().all()) {
            boolean state = definition
                    .lifeCycle()
                    .filter(states -> states.attribute().equals(attribute.name()))
                    .isPresent();
            boolean elsewhere = attribute.use() == Attribute.Use.GIVEN || attribute.use() == Attribute.Use.PASSING;
            if (!elsewhere && !state) {
                body.set(attribute.name(), madeUp(attribute));
            }
        }
        for (Map.Entry<String, JsonNode> member : said.properties()) {
            if (member.getValue().isNull()) {
                body.remove(member.getKey());
            } else {
                body.set(member.getKey(), member.getValue());
            }
        }
        return body;
    }

    /** A body with what the specification or the hub demands, and no more. */
    ObjectNode least(Definition definition) {
        ObjectNode whole = body(definition);
        ObjectNode said = KeptJson.read(meant.get());
        ObjectNode least = JsonNodeFactory.instance.objectNode();
        for (Attribute attribute : definition.attributes().all()) {
            boolean demanded = attribute.use() == Attribute.Use.REQUIRED || said.hasNonNull(attribute.name());
            if (demanded && whole.has(attribute.name())) {
                least.set(attribute.name(), whole.get(attribute.name()));
            }
        }
        said.properties().stream()
                .filter(member -> !member.getValue().isNull() && !least.has(member.getKey()))
                .forEach(member -> least.set(member.getKey(), member.getValue()));
        return least;
    }

    private static JsonNode madeUp(Attribute attribute) {
        JsonNode value = madeUp(attribute.type(), attribute.name());
        return attribute.list() ? JsonNodeFactory.instance.arrayNode().add(value) : value;
    }

    private static JsonNode madeUp(AttributeType type, String name) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type) {
            case STRING -> json.textNode("Made-up " + name);
            case BOOLEAN -> json.booleanNode(true);
            case INTEGER -> json.numberNode(3);
            case NUMBER -> json.numberNode(new java.math.BigDecimal("1.5"));
            case DATE_TIME -> json.textNode("2026-10-01T00:00:00Z");
            case URI -> json.textNode("https://catalogue.example/" + name);
            case OBJECT -> json.objectNode().put("name", "Made-up " + name).put("number", 7);
            case REF -> json.objectNode().put("id", name + "-1").put("name", "Made-up " + name);
            case MONEY ->
                json.objectNode()
                        .put("value", new java.math.BigDecimal("10.25"))
                        .put("unit", "EUR");
            case QUANTITY -> json.objectNode().put("amount", 2).put("units", "GB");
            case PERIOD ->
                json.objectNode()
                        .put("startDateTime", "2026-01-01T00:00:00Z")
                        .put("endDateTime", "2027-01-01T00:00:00Z");
        };
    }
}
