package io.billinghub.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import java.util.List;

/** Holds JSON to the schemas of an OpenAPI 3.0 document. */
final class SchemaCheck {

    private final JsonNode document;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder -> builder.metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What does not fit, each with what it is about. */
    List<String> violations(String what, JsonNode schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        return factory.getSchema(root).validate(value).stream()
                .limit(5)
                .map(violation -> what + ": " + violation)
                .toList();
    }
}
