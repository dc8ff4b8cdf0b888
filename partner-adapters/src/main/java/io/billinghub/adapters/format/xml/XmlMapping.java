package io.billinghub.adapters.format.xml;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.FormatFlaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The paths of an XML mapping, by field. */
final class XmlMapping {

    private final List<BiPredicate<String, String>> lines;
    private final Map<String, List<XmlPath>> head;
    private final Map<String, List<XmlPath>> fields;

    XmlMapping(JsonNode mapping) {
        Map<String, String> namespaces = namespaces(mapping);
        this.lines = XmlPath.elements(mapping.path("lines").asText(), namespaces);
        this.head = paths(mapping.path("head"), namespaces);
        this.fields = paths(mapping.path("fields"), namespaces);
    }

    /** What does not compile. */
    static Stream<Optional<FormatFlaw>> flaws(JsonNode mapping) {
        Map<String, String> namespaces = namespaces(mapping);
        List<Optional<FormatFlaw>> flaws = new ArrayList<>();
        flaws.add(FormatFlaw.of(
                "/mapping/lines", () -> XmlPath.elements(mapping.path("lines").asText(), namespaces)));
        for (String part : List.of("head", "fields")) {
            mapping.path(part)
                    .properties()
                    .forEach(field -> texts(field.getValue())
                            .forEach(path -> flaws.add(FormatFlaw.of(
                                    "/mapping/" + part + "/" + field.getKey(),
                                    () -> XmlPath.compile(path, namespaces)))));
        }
        return flaws.stream();
    }

    private static Map<String, String> namespaces(JsonNode mapping) {
        Map<String, String> namespaces = new HashMap<>();
        mapping.path("namespaces")
                .properties()
                .forEach(
                        entry -> namespaces.put(entry.getKey(), entry.getValue().asText()));
        return namespaces;
    }

    private static Map<String, List<XmlPath>> paths(JsonNode fields, Map<String, String> namespaces) {
        Map<String, List<XmlPath>> paths = new HashMap<>();
        fields.properties()
                .forEach(field -> paths.put(
                        field.getKey(),
                        texts(field.getValue()).stream()
                                .map(text -> XmlPath.compile(text, namespaces))
                                .toList()));
        return paths;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    List<BiPredicate<String, String>> lines() {
        return lines;
    }

    /** The head's field, or null. */
    String head(XmlNode root, String field) {
        return head.getOrDefault(field, List.of()).stream()
                .map(path -> path.text(root, List.of(), root))
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
    }

    /** The head's field as it stands around a line, or null. */
    String nearest(List<XmlNode> around, String field) {
        return head.getOrDefault(field, List.of()).stream()
                .map(path -> path.nearest(around))
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
    }

    /** The line's field, or null; the parts of a grouping key have " / " between them, of others the first is taken. */
    String field(XmlNode root, List<XmlNode> around, XmlNode line, String field) {
        List<String> texts = fields.getOrDefault(field, List.of()).stream()
                .map(path -> path.text(root, around, line))
                .filter(text -> text != null)
                .toList();
        if (texts.isEmpty()) {
            return null;
        }
        return field.equals("group") ? String.join(" / ", texts) : texts.get(0);
    }
}
