package io.billinghub.onboarding.masterdata;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small document of the tests, with one thing changed at a time, and the demo's. */
final class Documents {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Documents() {}

    static byte[] small() {
        try (InputStream document = Documents.class.getResourceAsStream("/master-data/small.json")) {
            return document.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static byte[] demo(String file) {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("hub.root"), "demo", file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode json(byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** The small document for a tenant of this key. */
    static byte[] smallOf(String tenant) {
        return with(small(), "/tenant/key", '"' + tenant + '"');
    }

    /** Version 2 of the small document's price plan {@code line}. */
    static String secondPlan(String validFrom) {
        return """
                {"key": "line", "version": 2, "name": "Line", "currency": "EUR", "unit": "connection", "validFrom": "%s",
                 "model": {"type": "flat", "timing": "IN_ARREARS", "fee": "22.00", "proration": "END_DAY_EXCLUDED"}}
                """.formatted(validFrom);
    }

    /**
     * The document with the value at the pointer replaced; an index one past the end adds to an array.
     *
     * @param json the new value, or null to take the place out
     */
    static byte[] with(byte[] document, String pointer, String json) {
        JsonNode tree = json(document);
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = tree.at(place.head());
        String last = place.last().getMatchingProperty();
        try {
            JsonNode value = json == null ? null : MAPPER.readTree(json);
            if (parent instanceof ArrayNode array) {
                int index = Integer.parseInt(last);
                if (index == array.size()) {
                    array.add(value);
                } else if (value == null) {
                    array.remove(index);
                } else {
                    array.set(index, value);
                }
            } else if (value == null) {
                ((ObjectNode) parent).remove(last);
            } else {
                ((ObjectNode) parent).set(last, value);
            }
        } catch (JsonProcessingException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }
}
