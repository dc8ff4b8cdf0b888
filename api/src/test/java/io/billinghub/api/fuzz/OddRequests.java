package io.billinghub.api.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.billinghub.api.openapi.Route;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** Makes requests out of the operations' schemas and examples, some of them valid, most of them wrong somewhere. */
final class OddRequests {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 5;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "null",
            "true",
            "NaN",
            "a\u0000b",
            "\ud800",
            "\u202e",
            "ÆØÅ määrä",
            "' or '1'='1",
            "\"; drop table party; --",
            "../../etc/passwd",
            "%00",
            "%",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "\r\nX-Injected: 1",
            "2026-13-45",
            "2026-10-01",
            "2026-10-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "-292275055-05-16",
            "+999999999-12-31T00:00:00Z",
            "PT1S",
            "EUR",
            "XXX",
            "00000000-0000-0000-0000-000000000000",
            "not-a-uuid",
            "*",
            ".*",
            "(a+)+$",
            "[",
            "\\",
            "a,b,,c",
            "sent",
            "active",
            "x".repeat(300),
            "é".repeat(5_000),
            "1e999999999",
            "99999999999999999999999999",
            "http://127.0.0.1:1/x",
            "file:///etc/passwd",
            "urn:x",
            "{}",
            "[]");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "0.1",
            "1e-400",
            "1e400",
            "1E+2147483647",
            "2147483647",
            "2147483648",
            "-9223372036854775809",
            "123456789012345678901234567890.123456789",
            "3.0000000000000000000000001");
    private static final List<String> QUERY = List.of(
            "fields",
            "offset",
            "limit",
            "sort",
            "cursor",
            "id",
            "id.gt",
            "state.ne",
            "name.regex",
            "state.foo",
            "a.b.c",
            "filter",
            "depth",
            "href",
            "lastUpdate.gte",
            "validFor.startDateTime.lt",
            "@type",
            "",
            "x[]",
            "amountDue.value.gt");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/merge-patch+json",
            "application/json;charset=utf-16",
            "text/plain",
            "application/xml",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "nonsense",
            "a/b;;=");

    private final Random random;
    private final JsonNode document;
    private final List<String> ids = new ArrayList<>();

    OddRequests(long seed, JsonNode document) {
        this.random = new Random(seed);
        this.document = document;
    }

    /** A request, ready to be sent. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        @Override
        public String toString() {
            return method + " " + path + " " + headers + " " + (body == null ? "" : body);
        }
    }

    /** Ids of things that are there; later requests are about them now and then. */
    void know(JsonNode answer) {
        if (answer != null && ids.size() < 3_000) {
            answer.findValuesAsText("id").stream().limit(20).forEach(ids::add);
        }
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    Request of(Route route) {
        Map<String, String> headers = new TreeMap<>();
        String path = path(route) + query(route);
        for (JsonNode parameter : route.operation().path("parameters")) {
            if (parameter.path("in").asText().equals("header") && chance(30)) {
                headers.put(parameter.path("name").asText(), chance(50) ? "\"1\"" : printable(oneOf(TEXTS)));
            }
        }
        if (chance(5)) {
            headers.put("Accept", oneOf(MEDIA_TYPES));
        }
        return new Request(route.method(), path, headers, body(route, headers));
    }

    private String path(Route route) {
        StringBuilder path = new StringBuilder();
        for (String part : route.template().substring(1).split("/", -1)) {
            path.append('/').append(part.startsWith("{") ? encoded(pathValue()) : part);
        }
        return path.toString();
    }

    private String pathValue() {
        if (!ids.isEmpty() && chance(60)) {
            return oneOf(ids);
        }
        String text = chance(30) ? UUID.randomUUID().toString() : oneOf(TEXTS);
        return text.isEmpty() ? "x" : text;
    }

    private String query(Route route) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : route.operation().path("parameters")) {
            if (parameter.path("in").asText().equals("query") && chance(25)) {
                String example = parameter.path("example").asText("");
                query.add(
                        encoded(parameter.path("name").asText()) + "=" + encoded(chance(40) ? example : queryValue()));
            }
        }
        while (chance(20)) {
            query.add(encoded(oneOf(QUERY)) + "=" + encoded(queryValue()));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private String queryValue() {
        String text = !ids.isEmpty() && chance(20) ? oneOf(ids) : chance(30) ? oneOf(NUMBERS) : oneOf(TEXTS);
        return text.length() > 1_000 ? text.substring(0, 1_000) : text;
    }

    private String body(Route route, Map<String, String> headers) {
        List<Route.Body> bodies = route.bodies();
        if (bodies.isEmpty()) {
            return chance(10) ? oneOf(TEXTS) : null;
        }
        Route.Body documented = oneOf(bodies);
        headers.put(
                "Content-Type",
                chance(5) || documented.mediaType().contains("*") ? oneOf(MEDIA_TYPES) : documented.mediaType());
        if (!documented.mediaType().contains("json")) {
            return oneOf(TEXTS);
        }
        String text = json(route, documented).toString();
        if (chance(4)) {
            return text.substring(0, random.nextInt(text.length() + 1));
        }
        return chance(2) ? "[".repeat(3_000) : text;
    }

    private JsonNode json(Route route, Route.Body documented) {
        if (documented.example().isPresent() && chance(50)) {
            try {
                return mutated(JSON.readTree(documented.example().get()), 0);
            } catch (IOException e) {
                throw new IllegalStateException("the example of " + route + " is no JSON", e);
            }
        }
        JsonNode schema = route.operation()
                .path("requestBody")
                .path("content")
                .path(documented.mediaType())
                .path("schema");
        return of(schema, 0);
    }

    private JsonNode mutated(JsonNode node, int depth) {
        if (chance(12)) {
            return odd(depth);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode changed = NODES.objectNode();
            object.properties().forEach(member -> {
                if (!chance(8)) {
                    changed.set(member.getKey(), mutated(member.getValue(), depth + 1));
                }
            });
            if (chance(10)) {
                changed.set(oneOf(TEXTS), odd(depth));
            }
            return changed;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode changed = NODES.arrayNode();
            array.forEach(item -> changed.add(mutated(item, depth + 1)));
            return changed;
        }
        return node;
    }

    private JsonNode of(JsonNode given, int depth) {
        JsonNode schema = given;
        if (schema.has("$ref")) {
            schema = document.at(schema.path("$ref").asText().substring(1));
        }
        if (chance(8)) {
            return odd(depth);
        }
        if (schema.has("enum") && chance(80)) {
            List<JsonNode> values = new ArrayList<>();
            schema.path("enum").forEach(values::add);
            return oneOf(values);
        }
        switch (schema.path("type").asText("object")) {
            case "string":
                return NODES.textNode(text(schema));
            case "integer", "number":
                return NODES.numberNode(
                        new BigDecimal(oneOf(List.of("0", "1", "-1", "7.5", "2147483648", "1e30", "1e-30"))));
            case "boolean":
                return NODES.booleanNode(chance(50));
            case "array":
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(3); depth < DEEPEST && i > 0; i--) {
                    array.add(of(schema.path("items"), depth + 1));
                }
                return array;
            default:
                ObjectNode object = NODES.objectNode();
                for (Map.Entry<String, JsonNode> member :
                        schema.path("properties").properties()) {
                    if (depth < DEEPEST && chance(60)) {
                        object.set(member.getKey(), of(member.getValue(), depth + 1));
                    }
                }
                return object;
        }
    }

    private String text(JsonNode schema) {
        if (chance(30)) {
            return oneOf(TEXTS);
        }
        if (!ids.isEmpty() && chance(40)) {
            return oneOf(ids);
        }
        return switch (schema.path("format").asText()) {
            case "date" -> "2026-10-01";
            case "date-time" -> "2026-10-01T00:00:00Z";
            case "uuid" -> UUID.randomUUID().toString();
            default -> schema.path("example").asText("text");
        };
    }

    private JsonNode odd(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 7 : 4)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.textNode(oneOf(TEXTS));
            case 2 -> NODES.booleanNode(chance(50));
            case 3 -> NODES.rawValueNode(new RawValue(oneOf(NUMBERS)));
            case 4 -> NODES.arrayNode().add(odd(depth + 1)).add(odd(depth + 1));
            case 5 -> NODES.objectNode();
            default -> NODES.objectNode().set(oneOf(TEXTS), odd(depth + 1));
        };
    }

    private static String printable(String text) {
        String safe = text.replaceAll("[^\\x21-\\x7e]", "");
        return safe.length() > 500 ? safe.substring(0, 500) : safe;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text.length() > 1_000 ? text.substring(0, 1_000) : text, StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
