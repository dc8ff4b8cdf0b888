package io.billinghub.adapters.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The JSON Schema of descriptors and all that it refers to as one document: each part stands in {@code $defs} under its own
 * {@code $id}, so that references hold as they are (JSON Schema 2020-12, 9.3, bundling).
 */
public final class BundledSchema {

    private static final String BASE = "https://billinghub.io/schema/";
    private static final String ROOT = BASE + "adapter-descriptor.schema.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = bundled();

    private BundledSchema() {}

    /** The schema as JSON. */
    public static String text() {
        return TEXT;
    }

    private static String bundled() {
        ObjectNode root = (ObjectNode) part(ROOT);
        Set<String> seen = new LinkedHashSet<>(Set.of(ROOT));
        Deque<String> open = new ArrayDeque<>();
        references(root, ROOT, seen, open);
        ObjectNode parts = root.withObject("/$defs");
        while (!open.isEmpty()) {
            String address = open.remove();
            JsonNode part = part(address);
            references(part, address, seen, open);
            parts.set(address.substring(BASE.length()), part);
        }
        return root.toString();
    }

    private static void references(JsonNode node, String base, Set<String> seen, Deque<String> open) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> references(element, base, seen, open));
            return;
        }
        node.properties().forEach(member -> {
            if (member.getKey().equals("$ref") && member.getValue().isTextual()) {
                String address = URI.create(base)
                        .resolve(member.getValue().asText())
                        .toString()
                        .split("#", 2)[0];
                if (seen.add(address)) {
                    open.add(address);
                }
            } else {
                references(member.getValue(), base, seen, open);
            }
        });
    }

    private static JsonNode part(String address) {
        String resource = "/schema/" + address.substring(BASE.length());
        try (InputStream text = BundledSchema.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
