package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TM Forum's own description (Swagger 2.0) of one resource, where it lies beside the project. */
final class Specification {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER =
            Path.of(System.getProperty("hub.root", "..")).resolve("../shared/tmf");

    private final JsonNode swagger;
    private final String segment;

    private Specification(JsonNode swagger, String segment) {
        this.swagger = swagger;
        this.segment = segment;
    }

    /** Whether the specifications are there at all. */
    static boolean present() {
        return Files.isDirectory(FOLDER);
    }

    /** Empty where no specification of version 4 has the resource. */
    static Optional<Specification> of(Definition definition) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".swagger.json"))
                    .toList()) {
                JsonNode swagger = JSON.readTree(file.toFile());
                if (swagger.path("basePath")
                                .asText()
                                .replaceAll("/$", "")
                                .equals("/tmf-api/" + definition.api() + "/v4")
                        && swagger.path("paths").has("/" + definition.segment())) {
                    return Optional.of(new Specification(swagger, definition.segment()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The attributes of the resource, without those of every type. */
    Set<String> attributes() {
        Set<String> names = new TreeSet<>();
        model().path("properties").fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> name.startsWith("@") || name.equals("id") || name.equals("href"));
        return names;
    }

    /** What a client must say to create one. */
    Set<String> mandatory() {
        Set<String> names = new TreeSet<>();
        creation().ifPresent(model -> model.path("required").forEach(name -> names.add(name.asText())));
        return names;
    }

    /** The methods that the resource has, as {@code LIST}, {@code GET} … */
    Set<Operation> operations() {
        Set<Operation> operations = new TreeSet<>();
        JsonNode list = swagger.path("paths").path("/" + segment);
        JsonNode one = swagger.path("paths").path("/" + segment + "/{id}");
        for (Operation operation : Operation.values()) {
            boolean has =
                    (operation.ofOne() ? one : list).has(operation.method().toLowerCase(java.util.Locale.ROOT));
            if (has) {
                operations.add(operation);
            }
        }
        return operations;
    }

    /** In what the representation breaks the model. */
    List<String> flaws(ObjectNode representation) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-04/schema#");
        schema.put("$ref", "#/definitions/" + modelName());
        schema.set("definitions", swagger.path("definitions"));
        JsonSchema compiled = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(schema.toString(), InputFormat.JSON);
        List<String> flaws = new ArrayList<>();
        for (ValidationMessage message : compiled.validate(representation)) {
            // the specifications call the href of a reference a URI; TMF630 lets it be relative to the server
            if (!message.getMessage().contains("href: does not match the uri pattern")) {
                flaws.add(message.getMessage());
            }
        }
        return flaws;
    }

    private JsonNode model() {
        return swagger.path("definitions").path(modelName());
    }

    private String modelName() {
        String reference = swagger.path("paths")
                .path("/" + segment)
                .path("get")
                .path("responses")
                .path("200")
                .path("schema")
                .path("items")
                .path("$ref")
                .asText();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private Optional<JsonNode> creation() {
        for (JsonNode parameter :
                swagger.path("paths").path("/" + segment).path("post").path("parameters")) {
            if (parameter.path("in").asText().equals("body")) {
                String reference = parameter.path("schema").path("$ref").asText();
                return Optional.of(
                        swagger.path("definitions").path(reference.substring(reference.lastIndexOf('/') + 1)));
            }
        }
        return Optional.empty();
    }
}
