package io.billinghub.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.security.AccessRule;
import io.billinghub.api.security.AccessRules;
import io.billinghub.api.security.Login;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.SecurityObjects;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The description of the API is complete and true: each operation says what it is, its examples run, and what the hub answers fits
 * the schema that is documented for it. {@code -Dgolden.update} takes new answers down as examples.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OpenApiIT {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("hub.root"), "api/src/main/resources/openapi/examples.json");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final int LONGEST = 2;

    private final AccessRules rules = AccessRules.load();
    private final List<String> wrong = new ArrayList<>();
    private OpenApiDocument api;
    private SchemaCheck schemas;

    @BeforeEach
    void month() {
        DemoData.load();
        api = OpenApiDocument.ofTheHub();
        schemas = new SchemaCheck(api.json());
    }

    /** Clients are generated from the file that this leaves in the folder of the build. */
    @Test
    void itIsWrittenForThoseWhoGenerateAClient() throws IOException {
        Path file = Path.of(System.getProperty("hub.root"), "api/target/openapi.json");
        Files.writeString(file, JSON.writeValueAsString(api.json()));
        assertThat(JSON.readTree(file.toFile()).path("openapi").asText()).isEqualTo("3.0.3");
    }

    @Test
    void eachOperationSaysWhatItIs() {
        for (Route route : api.routes()) {
            JsonNode operation = route.operation();
            require(!operation.path("summary").asText().isBlank(), route, "has no summary");
            require(operation.path("tags").size() == 1, route, "has not exactly one tag");
            for (JsonNode parameter : operation.path("parameters")) {
                String name = parameter.path("name").asText();
                boolean named = parameter.path("in").asText().equals("path");
                require(named || parameter.has("description"), route, "does not describe the parameter " + name);
            }
            for (Route.Body body : route.bodies()) {
                boolean example =
                        !body.mediaType().contains("json") || body.example().isPresent();
                require(example, route, "has no example of its " + body.mediaType());
            }
            operation.path("responses").properties().forEach(answer -> {
                boolean documented = !answer.getKey().startsWith("2")
                        || answer.getKey().equals("204")
                        || answer.getKey().equals("206")
                        || !answer.getValue().path("content").isEmpty();
                require(documented, route, "does not say what the body of its " + answer.getKey() + " is");
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachExampleFitsItsSchema() {
        for (Route route : api.routes()) {
            route.operation().at("/requestBody/content").properties().forEach(body -> {
                JsonNode example = body.getValue().path("example");
                if (body.getKey().contains("json") && !example.isMissingNode()) {
                    wrong.addAll(schemas.violations(
                            route + " request", body.getValue().path("schema"), parsed(example)));
                }
            });
            route.operation()
                    .path("responses")
                    .properties()
                    .forEach(answer -> answer.getValue()
                            .path("content")
                            .properties()
                            .forEach(body -> {
                                JsonNode example = body.getValue().path("example");
                                if (!example.isMissingNode()) {
                                    wrong.addAll(schemas.violations(
                                            route + " " + answer.getKey(),
                                            body.getValue().path("schema"),
                                            example));
                                }
                            }));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatTheHubAnswersIsWhatIsDocumented() throws IOException {
        SecurityObjects objects = new SecurityObjects(api.routes());
        ObjectNode recorded = recorded();
        for (Route route : api.routes()) {
            AccessRule rule = rules.of(route);
            String role =
                    rule.roles().stream().filter(OpenApiIT::unbound).findFirst().orElse(RealmRoles.PARTNER);
            Login login = Login.own(role);
            Wire.Answer answer = ask(route, rule, login, objects);
            JsonNode documented = route.operation().at("/responses/" + answer.status());
            require(
                    !documented.isMissingNode(),
                    route,
                    "answers an undocumented " + answer.status() + " " + answer.text());
            JsonNode body = answer.json();
            JsonNode schema = content(documented, answer.header("Content-Type")).path("schema");
            if (body != null && !schema.isMissingNode()) {
                wrong.addAll(schemas.violations(route + " " + answer.status(), schema, body));
            }
            if (body != null && (answer.status() == 200 || answer.status() == 201)) {
                recorded.set(route.toString(), shortened(body));
            }
        }
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(EXAMPLES.getParent());
            Files.writeString(EXAMPLES, JSON.writeValueAsString(JSON.convertValue(recorded, TreeMap.class)) + "\n");
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachAnswerInJsonHasAnExample() {
        for (Route route : api.routes()) {
            route.operation().path("responses").properties().forEach(answer -> {
                JsonNode json = answer.getValue().path("content").path("application/json");
                boolean shown =
                        !answer.getKey().equals("200") && !answer.getKey().equals("201")
                                || json.isMissingNode()
                                || json.has("example");
                require(
                        shown,
                        route,
                        "shows no example of its " + answer.getKey()
                                + ": run OpenApiIT with -Dgolden.update, or write one into " + EXAMPLES.getFileName());
            });
        }
        assertThat(wrong).isEmpty();
    }

    /** Reads real objects; what changes something is sent its example, for an object that is not there where it needs one. */
    private static Wire.Answer ask(Route route, AccessRule rule, Login login, SecurityObjects objects) {
        String id = "00000000-0000-4000-8000-000000000000";
        if (route.hasVariable() && route.reads() && !rule.hasNoObject()) {
            id = objects.seenBy(login, route)
                    .flatMap(ids -> ids.stream().findFirst())
                    .orElse(id);
        }
        Map<String, String> headers = new TreeMap<>();
        Route.Body body = route.bodies().stream().findFirst().orElse(null);
        String content = null;
        if (body != null) {
            headers.put("Content-Type", body.mediaType().contains("*") ? "text/plain" : body.mediaType());
            content = body.example().orElse("");
        }
        return Wire.hub().send(route.method(), route.path(id), login.token(), headers, content);
    }

    private static boolean unbound(String role) {
        return !role.equals(RealmRoles.PARTNER) && !role.equals(RealmRoles.CUSTOMER);
    }

    private static JsonNode content(JsonNode documented, String mediaType) {
        String plain = mediaType.replaceAll(";.*", "").strip();
        return documented.path("content").path(plain);
    }

    private static JsonNode parsed(JsonNode example) {
        try {
            return example.isTextual() ? JSON.readTree(example.textValue()) : example;
        } catch (IOException e) {
            throw new AssertionError("the example is no JSON: " + example, e);
        }
    }

    /** The first entries of each list. */
    private static JsonNode shortened(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode first = JSON.createArrayNode();
            for (int i = 0; i < Math.min(LONGEST, array.size()); i++) {
                first.add(shortened(array.get(i)));
            }
            return first;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode all = JSON.createObjectNode();
            object.properties().forEach(member -> all.set(member.getKey(), shortened(member.getValue())));
            return all;
        }
        return node;
    }

    /** What stands there, of routes that are still there. */
    private ObjectNode recorded() throws IOException {
        ObjectNode kept = JSON.createObjectNode();
        Set<String> routes = api.routes().stream().map(Route::toString).collect(Collectors.toSet());
        if (Files.exists(EXAMPLES)) {
            JSON.readTree(EXAMPLES.toFile()).properties().forEach(example -> {
                if (routes.contains(example.getKey())) {
                    kept.set(example.getKey(), example.getValue());
                }
            });
        }
        return kept;
    }

    private void require(boolean holds, Route route, String otherwise) {
        if (!holds) {
            wrong.add(route + " " + otherwise);
        }
    }
}
