package io.billinghub.adapters.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One element of a document that is read piece by piece: names without prefix, text without blanks around it. */
final class XmlNode {

    private static final XmlNode NONE = new XmlNode("", Map.of());

    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlNode> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlNode(String name, Map<String, String> attributes) {
        this.name = name;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    String name() {
        return name;
    }

    void add(XmlNode child) {
        children.add(child);
    }

    void append(String characters) {
        text.append(characters);
    }

    /** The attribute, or null. */
    String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The first element at the path; an empty one where there is none. */
    XmlNode at(String... path) {
        XmlNode node = this;
        for (String step : path) {
            node = node.children.stream()
                    .filter(child -> child.name.equals(step))
                    .findFirst()
                    .orElse(NONE);
        }
        return node;
    }

    List<XmlNode> all(String child) {
        return children.stream().filter(node -> node.name.equals(child)).toList();
    }

    /** The element's text, or null where there is none. */
    String text() {
        String value = text.toString().strip();
        return value.isEmpty() ? null : value;
    }

    /** The text of the first element at the path, or null. */
    String text(String... path) {
        return at(path).text();
    }
}
