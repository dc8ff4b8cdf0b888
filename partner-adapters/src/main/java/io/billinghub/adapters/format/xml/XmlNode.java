package io.billinghub.adapters.format.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One element of a document that is read piece by piece: names without prefix, text without blanks around it. */
public final class XmlNode {

    private static final XmlNode NONE = new XmlNode("", Map.of());

    private final String namespace;
    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlNode> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    public XmlNode(String name, Map<String, String> attributes) {
        this("", name, attributes);
    }

    /** @param namespace its URI, empty where the element is in none */
    public XmlNode(String namespace, String name, Map<String, String> attributes) {
        this.namespace = namespace;
        this.name = name;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    /** An element that is not there. */
    public static XmlNode none() {
        return NONE;
    }

    public String name() {
        return name;
    }

    /** The URI of the element's namespace, empty where it is in none. */
    public String namespace() {
        return namespace;
    }

    public void add(XmlNode child) {
        children.add(child);
    }

    public void append(String characters) {
        text.append(characters);
    }

    /** The attribute, or null. */
    public String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The elements inside, in the document's order. */
    public Stream<XmlNode> children() {
        return children.stream();
    }

    /** The first element at the path; an empty one where there is none. */
    public XmlNode at(String... path) {
        XmlNode node = this;
        for (String step : path) {
            node = node.children.stream()
                    .filter(child -> child.name.equals(step))
                    .findFirst()
                    .orElse(NONE);
        }
        return node;
    }

    public List<XmlNode> all(String child) {
        return children.stream().filter(node -> node.name.equals(child)).toList();
    }

    /** The element's text, or null where there is none. */
    public String text() {
        String value = text.toString().strip();
        return value.isEmpty() ? null : value;
    }

    /** Whether the first element at the path says so, in either way that a boolean of XML Schema is written. */
    public boolean isTrue(String... path) {
        String text = text(path);
        return "true".equals(text) || "1".equals(text);
    }

    /** The text of the first element at the path, or null. */
    public String text(String... path) {
        return at(path).text();
    }
}
