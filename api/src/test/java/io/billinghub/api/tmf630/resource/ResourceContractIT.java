package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.customerbill.CustomerBillResourceTypes;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.tmf630.KeptJson;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What TMF630 says of resources holds for each of them. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResourceContractIT {

    private static final ConformanceDocument CONFORMANCE = new ConformanceDocument();

    /** What a specification has and the hub refuses: usage is a line of a received document, whose lines must add up. */
    private static final Map<String, Set<Operation>> NOT_OFFERED =
            Map.of("/tmf-api/usageManagement/v4/usage", Set.of(Operation.DELETE));

    private static final String WRITER = "marketplace-admin";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    @Inject
    TmfResources resources;

    @BeforeEach
    void masterData() {
        DemoData.load();
    }

    static List<ResourceSample> samples() {
        return ResourceSamples.all();
    }

    @Test
    void eachResourceThatCanBeCreatedHasASample() {
        Set<String> creatable = resources.all().stream()
                .map(TmfResource::definition)
                .filter(definition -> definition.allows(Operation.CREATE))
                .map(definition -> definition.type().path())
                .collect(Collectors.toSet());
        assertThat(samples().stream().map(ResourceSample::path)).containsExactlyInAnyOrderElementsOf(creatable);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsSentIsGivenBack(ResourceSample sample, TestInfo test) {
        ObjectNode sent = sample.body(definition(sample)).put("ownAttribute", "of the client");
        sent.put("@schemaLocation", "https://example.com/schema.json");
        Response created = post(sample, sent);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        ObjectNode shown = json(created);
        assertThat(created.header("Location")).isEqualTo(shown.path("href").asText());
        assertThat(shown.path("href").asText())
                .endsWith(sample.path() + "/" + shown.path("id").asText());
        assertThat(shown.path("@type").asText())
                .isEqualTo(definition(sample).type().name());
        assertContains(shown, sent, "");
        assertThat(json(get(sample, "/" + shown.path("id").asText()))).isEqualTo(shown);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theLeastIsEnough(ResourceSample sample, TestInfo test) {
        Response created = post(sample, sample.least(definition(sample)));
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachMandatoryAttributeIsAskedFor(ResourceSample sample, TestInfo test) {
        for (Attribute attribute : definition(sample).attributes().all()) {
            if (attribute.use() == Attribute.Use.REQUIRED) {
                ObjectNode sent = sample.body(definition(sample));
                sent.remove(attribute.name());
                Response refused = post(sample, sent);
                assertThat(refused.statusCode()).as(attribute.name()).isEqualTo(400);
                assertThat(refused.path("reason").toString() + refused.path("message"))
                        .contains(attribute.name());
            }
        }
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aValueOfAnotherTypeIsRefusedAtItsPlace(ResourceSample sample, TestInfo test) {
        for (Attribute attribute : definition(sample).attributes().all()) {
            if (attribute.use() != Attribute.Use.GIVEN) {
                ObjectNode sent = sample.body(definition(sample));
                sent.put(
                        attribute.name(),
                        attribute.type() == AttributeType.NUMBER || attribute.type() == AttributeType.INTEGER
                                ? "x y"
                                : "");
                if (attribute.type() == AttributeType.STRING && !attribute.list()
                        || attribute.type() == AttributeType.URI && !attribute.list()) {
                    sent.put(attribute.name(), 5);
                }
                Response refused = post(sample, sent);
                assertThat(refused.statusCode())
                        .as(attribute.name() + ": " + refused.asString())
                        .isEqualTo(400);
                assertThat(refused.asString()).contains("/" + attribute.name());
            }
        }
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachAttributeReallyFilters(ResourceSample sample, TestInfo test) {
        ObjectNode shown = create(sample);
        String id = shown.path("id").asText();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : shown.properties()) {
            Optional<Leaf> leaf = leaf(member.getKey(), member.getValue());
            if (leaf.isEmpty()
                    || member.getKey().startsWith("@")
                    || member.getKey().endsWith("href")
                    || member.getKey().equals("id")) {
                continue;
            }
            String filter = leaf.get().path() + "=" + encoded(leaf.get().value()) + "&id=" + id;
            String not = leaf.get().path() + ".ne=" + encoded(leaf.get().value()) + "&id=" + id;
            String other =
                    leaf.get().path() + "=" + encoded(otherThan(leaf.get().value())) + "&id=" + id;
            if (count(sample, filter) != 1 || count(sample, not) != 0 || count(sample, other) != 0) {
                wrong.add(filter + " -> " + count(sample, filter) + ", .ne " + count(sample, not) + ", other "
                        + count(sample, other));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(get(sample, "?nonsense=1").statusCode()).isEqualTo(400);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aListIsPagedAndCounted(ResourceSample sample, TestInfo test) {
        create(sample);
        create(sample);
        Response first = get(sample, "?limit=1&fields=none&sort=-id");
        assertThat(first.statusCode()).isEqualTo(206);
        assertThat(first.header("X-Result-Count")).isEqualTo("1");
        long total = Long.parseLong(first.header("X-Total-Count"));
        assertThat(total).isGreaterThanOrEqualTo(2);
        assertThat(first.header("Link")).contains("rel=\"next\"");
        JsonNode one = list(first).get(0);
        assertThat(one.properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("id", "href");
        Response second = get(sample, "?limit=1&offset=1&sort=-id");
        assertThat(list(second).get(0).path("id").asText())
                .isNotEqualTo(one.path("id").asText());
        Response all = get(sample, "");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.header("X-Total-Count")).isEqualTo(Long.toString(total));
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPatchPatches(ResourceSample sample, TestInfo test) {
        Definition definition = definition(sample);
        if (!definition.allows(Operation.PATCH)) {
            assertThat(patch(sample, UUID.randomUUID().toString(), "{}", MERGE_PATCH, null)
                            .statusCode())
                    .isEqualTo(405);
            CONFORMANCE.held(sample.path(), "aPatchIsRefusedWhereThereIsNone");
            return;
        }
        ObjectNode before = create(sample);
        String id = before.path("id").asText();
        ObjectNode meant = KeptJson.read(sample.meant().get());
        String changed = definition.attributes().all().stream()
                .filter(attribute -> attribute.type() == AttributeType.STRING && !attribute.list())
                .filter(attribute -> attribute.use() == Attribute.Use.OPTIONAL)
                .map(Attribute::name)
                .filter(name -> !meant.has(name) && before.path(name).asText().startsWith("Made-up"))
                .findFirst()
                .orElse("ownAttribute");
        Response patched = patch(sample, id, "{\"" + changed + "\": \"Changed\"}", MERGE_PATCH, null);
        assertThat(patched.statusCode()).as(patched.asString()).isEqualTo(200);
        assertThat(json(patched).path(changed).asText()).isEqualTo("Changed");
        String tag = patched.header("ETag");
        assertThat(get(sample, "/" + id).header("ETag")).isEqualTo(tag);
        assertThat(patch(sample, id, "{\"" + changed + "\": \"Late\"}", MERGE_PATCH, "\"of another time\"")
                        .statusCode())
                .isEqualTo(412);
        Response removed = patch(sample, id, "{\"" + changed + "\": null}", "application/json", tag);
        assertThat(removed.statusCode()).as(removed.asString()).isEqualTo(200);
        assertThat(json(removed).has(changed)).isFalse();
        ObjectNode expected = before.deepCopy();
        expected.remove(changed);
        ObjectNode now = json(get(sample, "/" + id));
        assertContains(now, withoutTimes(expected), "");
        assertThat(patch(sample, id, "{\"id\": \"" + UUID.randomUUID() + "\"}", MERGE_PATCH, null)
                        .statusCode())
                .isEqualTo(400);
        for (Attribute attribute : definition.attributes().all()) {
            if (attribute.use() == Attribute.Use.REQUIRED) {
                assertThat(patch(sample, id, "{\"" + attribute.name() + "\": null}", MERGE_PATCH, null)
                                .statusCode())
                        .as(attribute.name())
                        .isEqualTo(400);
            }
        }
        assertThat(json(get(sample, "/" + id))).isEqualTo(now);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatNothingNeedsIsDeleted(ResourceSample sample, TestInfo test) {
        String id = create(sample).path("id").asText();
        if (!definition(sample).allows(Operation.DELETE)) {
            assertThat(request(WRITER).delete(sample.path() + "/" + id).statusCode())
                    .isEqualTo(405);
            CONFORMANCE.held(sample.path(), "aDeleteIsRefusedWhereThereIsNone");
            return;
        }
        assertThat(request(WRITER).delete(sample.path() + "/" + id).statusCode())
                .isEqualTo(204);
        assertThat(get(sample, "/" + id).statusCode()).isEqualTo(404);
        assertThat(request(WRITER).delete(sample.path() + "/" + id).statusCode())
                .isEqualTo(404);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aKeyedRequestHasOneEffect(ResourceSample sample, TestInfo test) {
        String key = UUID.randomUUID().toString();
        String body = sample.body(definition(sample)).toString();
        Response first = keyed(sample, key, body);
        Response again = keyed(sample, key, body);
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(keyed(
                                sample,
                                key,
                                sample.body(definition(sample)).put("other", 1).toString())
                        .statusCode())
                .isEqualTo(422);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsNoJsonObjectIsRefused(ResourceSample sample, TestInfo test) {
        for (String body : List.of("", "[]", "{", "null", "\"text\"", "{\"name\": }", "{\"a\": \"\\u0000\"}")) {
            Response refused =
                    request(WRITER).contentType("application/json").body(body).post(sample.path());
            assertThat(refused.statusCode())
                    .as(body + ": " + refused.asString())
                    .isEqualTo(400);
            assertThat(refused.path("code").toString()).isNotBlank();
        }
        assertThat(request(WRITER)
                        .contentType("text/plain")
                        .body("{}")
                        .post(sample.path())
                        .statusCode())
                .isEqualTo(415);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anotherTenantSeesNothingOfIt(ResourceSample sample, TestInfo test) {
        String id = create(sample).path("id").asText();
        String foreign = sample.path() + "/" + id;
        assertThat(request("vestby-admin").get(foreign).statusCode()).isIn(403, 404);
        if (definition(sample).allows(Operation.DELETE)) {
            assertThat(request("vestby-admin").delete(foreign).statusCode()).isIn(403, 404);
        }
        assertThat(get(sample, "/" + id).statusCode()).isEqualTo(200);
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSpecificationHolds(ResourceSample sample) {
        assumeTrue(Specification.present(), "the specifications are not beside the project (../shared/tmf)");
        Definition definition = definition(sample);
        Specification specification = Specification.of(definition)
                .orElseThrow(() -> new AssertionError("no specification has " + sample.path()));
        Set<String> names =
                definition.attributes().all().stream().map(Attribute::name).collect(Collectors.toSet());
        assertThat(names).containsAll(specification.attributes());
        Set<String> mandatory = definition.attributes().all().stream()
                .filter(attribute -> attribute.use() == Attribute.Use.REQUIRED)
                .map(Attribute::name)
                .collect(Collectors.toSet());
        assertThat(mandatory).containsAll(specification.mandatory());
        Set<Operation> offered = new java.util.HashSet<>(specification.operations());
        offered.removeAll(NOT_OFFERED.getOrDefault(sample.path(), Set.of()));
        assertThat(definition.operations()).containsExactlyInAnyOrderElementsOf(offered);
        ObjectNode least = json(post(sample, sample.least(definition)));
        assertThat(specification.flaws(least)).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theDocumentSaysWhatHolds() {
        String expected = CONFORMANCE.expected(resources.all(), CustomerBillResourceTypes.tested());
        assertThat(CONFORMANCE.actual(expected)).isEqualTo(expected);
    }

    private record Leaf(String path, String value) {}

    /** The first single value at or below a node. */
    private static Optional<Leaf> leaf(String path, JsonNode node) {
        if (node.isValueNode()) {
            return node.isNull() || node.asText().indexOf(',') >= 0
                    ? Optional.empty()
                    : Optional.of(new Leaf(path, node.asText()));
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

    private long count(ResourceSample sample, String query) {
        Response response = get(sample, "?" + query);
        assertThat(response.statusCode()).as(query + ": " + response.asString()).isEqualTo(200);
        return list(response).size();
    }

    /** Whether all of the expected stands in the actual; objects may have more members, arrays more entries. */
    private static void assertContains(JsonNode actual, JsonNode expected, String place) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member -> assertContains(
                            actual.path(member.getKey()), member.getValue(), place + "/" + member.getKey()));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(place).isGreaterThanOrEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertContains(actual.get(i), expected.get(i), place + "/" + i);
            }
        } else if (expected.isNumber()) {
            assertThat(actual.decimalValue()).as(place).isEqualByComparingTo(expected.decimalValue());
        } else {
            assertThat(actual).as(place).isEqualTo(expected);
        }
    }

    /** Times of the last change move on. */
    private static ObjectNode withoutTimes(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        copy.remove(List.of("lastUpdate", "lastModified"));
        return copy;
    }

    private Definition definition(ResourceSample sample) {
        return resources.at(sample.path()).orElseThrow().definition();
    }

    private ObjectNode create(ResourceSample sample) {
        Response created = post(sample, sample.body(definition(sample)));
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return json(created);
    }

    private static Response post(ResourceSample sample, ObjectNode body) {
        return request(WRITER)
                .contentType("application/json")
                .body(body.toString())
                .post(sample.path());
    }

    private static Response keyed(ResourceSample sample, String key, String body) {
        return request(WRITER)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post(sample.path());
    }

    private static Response patch(ResourceSample sample, String id, String body, String type, String ifMatch) {
        RequestSpecification request = request(WRITER).contentType(type).body(body);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.patch(sample.path() + "/" + id);
    }

    private static Response get(ResourceSample sample, String rest) {
        return request(WRITER).get(sample.path() + rest);
    }

    private static RequestSpecification request(String user) {
        return RestAssured.given().urlEncodingEnabled(false).auth().oauth2(HubFixture.token(user));
    }

    private static ObjectNode json(Response response) {
        return KeptJson.read(response.asString());
    }

    private static ArrayNode list(Response response) {
        return (ArrayNode)
                KeptJson.read("{\"list\": " + response.asString() + "}").get("list");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
