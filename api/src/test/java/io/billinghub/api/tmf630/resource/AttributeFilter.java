package io.billinghub.api.tmf630.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A filter by an attribute that a resource has.
 *
 * @param attribute path of a single value, with dots
 * @param value of the resource that it was made from
 */
record AttributeFilter(String attribute, String value) {

    /** One for each attribute of a resource, by its first single value, but for those that name the resource itself. */
    static List<AttributeFilter> of(ObjectNode shown) {
        List<AttributeFilter> filters = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : shown.properties()) {
            String name = member.getKey();
            if (!name.startsWith("@") && !name.endsWith("href") && !name.equals("id")) {
                leaf(name, member.getValue()).ifPresent(filters::add);
            }
        }
        return filters;
    }

    String equal() {
        return attribute + "=" + encoded(value);
    }

    String notEqual() {
        return attribute + ".ne=" + encoded(value);
    }

    /** What the resource does not have. */
    String another() {
        return attribute + "=" + encoded(otherThan(value));
    }

    private static Optional<AttributeFilter> leaf(String path, JsonNode node) {
        if (node.isValueNode()) {
            return node.isNull() || node.asText().indexOf(',') >= 0
                    ? Optional.empty()
                    : Optional.of(new AttributeFilter(path, node.asText()));
        }
        if (node.isArray()) {
            return node.isEmpty() ? Optional.empty() : leaf(path, node.get(0));
        }
        return node.properties().stream()
                .filter(member ->
                        !member.getKey().equals("href") && !member.getKey().startsWith("@"))
                .map(member -> leaf(path + "." + member.getKey(), member.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String otherThan(String value) {
        if (value.equals("true")) {
            return "false";
        }
        if (value.equals("false")) {
            return "true";
        }
        if (value.matches("-?[0-9.]+")) {
            return "987654";
        }
        if (value.matches("\\d{4}-\\d{2}-\\d{2}T.*")) {
            return "1999-01-01T00:00:00Z";
        }
        if (value.matches("[0-9a-f]{8}-[0-9a-f-]{27}")) {
            return UUID.randomUUID().toString();
        }
        return "no such value";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
