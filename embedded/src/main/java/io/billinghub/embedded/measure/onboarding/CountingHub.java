package io.billinghub.embedded.measure.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.demo.HubClient.Answer;
import io.billinghub.embedded.demo.HubClient.Part;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sends requests to a hub and counts them, and the values in them that somebody has typed: each value of a JSON body, each cell of a
 * list of links, and each value of a descriptor that is not as the hub has proposed it.
 */
final class CountingHub {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubClient hub;
    private int calls;
    private int typed;
    private JsonNode known = JSON.createObjectNode();
    private List<String> linksSent = List.of();

    CountingHub(HubClient hub) {
        this.hub = hub;
    }

    int calls() {
        return calls;
    }

    int typed() {
        return typed;
    }

    /** Sends JSON; an empty body has nothing typed in it. */
    Answer post(String user, String path, String body) throws InterruptedException {
        calls++;
        typed += body.isEmpty() ? 0 : values(tree(body), MissingNode.getInstance());
        return hub.post(user, path, body);
    }

    /** Sends a document of the partner's system: nothing of it is typed. */
    Answer send(String user, String path, String contentType, String document) throws InterruptedException {
        calls++;
        return hub.postBytes(user, path, contentType, document.getBytes(StandardCharsets.UTF_8));
    }

    /** Remembers what the hub has proposed, so that it is not typed. */
    void proposed(JsonNode descriptor) {
        known = descriptor;
    }

    /** Sends a form; parts called {@code descriptor} and {@code accountLinks} are looked at, others are the partner's documents. */
    Answer form(String user, String path, List<Part> parts) throws InterruptedException {
        calls++;
        for (Part part : parts) {
            if (part.name().equals("descriptor")) {
                JsonNode descriptor = tree(part.content());
                typed += values(descriptor, known);
                known = descriptor;
            } else if (part.name().equals("accountLinks")) {
                List<String> rows = part.content().lines().skip(1).toList();
                for (String row : rows) {
                    typed += linksSent.contains(row) ? 0 : row.split(",", -1).length;
                }
                linksSent = rows;
            }
        }
        return hub.postParts(user, path, parts);
    }

    private static int values(JsonNode node, JsonNode before) {
        if (node.isValueNode()) {
            return node.equals(before) ? 0 : 1;
        }
        int values = 0;
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                values += values(node.get(i), before.path(i));
            }
            return values;
        }
        for (var member : node.properties()) {
            values += values(member.getValue(), before.path(member.getKey()));
        }
        return values;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new EmbeddedServicesException("A request that is no JSON: " + e.getMessage(), e);
        }
    }
}
