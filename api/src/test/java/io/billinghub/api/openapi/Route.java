package io.billinghub.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method on a path of the API.
 *
 * @param template e.g. {@code /hub/v1/documents/{id}}
 * @param operation its description in OpenAPI; missing for what OpenAPI does not list
 */
public record Route(String method, String template, JsonNode operation) {

    private static final List<String> PREFERRED = List.of("application/json", "application/merge-patch+json");

    /** The documented media type and example of the body. */
    public record Body(String mediaType, Optional<String> example) {}

    public boolean hasVariable() {
        return template.contains("{");
    }

    public boolean reads() {
        return method.equals("GET");
    }

    /** The path with this in the place of each variable. */
    public String path(String value) {
        return template.replaceAll("\\{[^}]*}", value);
    }

    /** What stands before the first variable, without the slash: where the list of the objects lies, if there is one. */
    public String listPath() {
        return template.substring(0, template.indexOf("/{"));
    }

    /** The bodies that are documented, JSON first. */
    public List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> content :
                operation.at("/requestBody/content").properties()) {
            JsonNode example = content.getValue().path("example");
            if (example.isMissingNode()) {
                example = content.getValue().at("/examples").isEmpty()
                        ? example
                        : content.getValue().at("/examples").iterator().next().path("value");
            }
            bodies.add(new Body(content.getKey(), text(example)));
        }
        bodies.sort((a, b) -> Integer.compare(rank(a), rank(b)));
        return bodies;
    }

    private static Optional<String> text(JsonNode example) {
        if (example.isMissingNode() || example.isNull()) {
            return Optional.empty();
        }
        return Optional.of(example.isTextual() ? example.textValue() : example.toString());
    }

    private static int rank(Body body) {
        int index = PREFERRED.indexOf(body.mediaType());
        return index < 0 ? PREFERRED.size() : index;
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
