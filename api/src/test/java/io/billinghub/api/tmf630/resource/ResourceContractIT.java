package io.billinghub.api.tmf630.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.customerbill.CustomerBillResourceTypes;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Together;
import io.billinghub.api.tmf630.KeptJson;
import io.billinghub.api.tmf630.resource.ResourceCalls.Reply;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** What a specification has and the hub refuses: usage is a line of a received document, whose lines must add up; balances are Σ movements. */
    private static final Map<String, Set<Operation>> NOT_OFFERED = Map.of(
            "/tmf-api/usageManagement/v4/usage",
            Set.of(Operation.DELETE),
            "/tmf-api/prepayBalanceManagement/v4/topupBalance",
            Set.of(Operation.PATCH, Operation.DELETE),
            "/tmf-api/prepayBalanceManagement/v4/adjustBalance",
            Set.of(Operation.PATCH, Operation.DELETE));

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
        Reply created = calls(sample).post(sent).expected(201);
        ObjectNode shown = created.json();
        String id = shown.path("id").asText();
        assertThat(created.header("Location")).isEqualTo(shown.path("href").asText());
        assertThat(shown.path("href").asText()).endsWith(sample.path() + "/" + id);
        assertThat(shown.path("@type").asText())
                .isEqualTo(definition(sample).type().name());
        assertContains(shown, sent, "");
        assertThat(calls(sample).get(id).json()).isEqualTo(shown);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theLeastIsEnough(ResourceSample sample, TestInfo test) {
        calls(sample).post(sample.least(definition(sample))).expected(201);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachMandatoryAttributeIsAskedFor(ResourceSample sample, TestInfo test) {
        Together.each(required(sample), attribute -> {
            ObjectNode sent = sample.body(definition(sample));
            sent.remove(attribute);
            ObjectNode refused = calls(sample).post(sent).expected(400).json();
            assertThat(refused.path("reason").asText() + refused.path("message").asText())
                    .contains(attribute);
        });
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aValueOfAnotherTypeIsRefusedAtItsPlace(ResourceSample sample, TestInfo test) {
        List<Attribute> sent = definition(sample).attributes().all().stream()
                .filter(attribute -> attribute.use() != Attribute.Use.GIVEN)
                .toList();
        Together.each(sent, attribute -> {
            ObjectNode body = sample.body(definition(sample));
            putOfAnotherType(body, attribute);
            Reply refused = calls(sample).post(body).expected(400);
            assertThat(refused.text()).contains("/" + attribute.name());
        });
        held(sample, test);
    }

    private static void putOfAnotherType(ObjectNode body, Attribute attribute) {
        boolean text = attribute.type() == AttributeType.STRING || attribute.type() == AttributeType.URI;
        boolean number = attribute.type() == AttributeType.NUMBER || attribute.type() == AttributeType.INTEGER;
        if (text && !attribute.list()) {
            body.put(attribute.name(), 5);
        } else {
            body.put(attribute.name(), number ? "x y" : "");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachAttributeReallyFilters(ResourceSample sample, TestInfo test) {
        ObjectNode shown = create(sample);
        String alone = "&id=" + shown.path("id").asText();
        List<AttributeFilter> filters = AttributeFilter.of(shown);
        assertThat(filters).isNotEmpty();
        Together.each(filters, filter -> {
            assertThat(calls(sample).count(filter.equal() + alone))
                    .as(filter.equal())
                    .isEqualTo(1);
            assertThat(calls(sample).count(filter.notEqual() + alone))
                    .as(filter.notEqual())
                    .isZero();
            assertThat(calls(sample).count(filter.another() + alone))
                    .as(filter.another())
                    .isZero();
        });
        calls(sample).list("nonsense=1").expected(400);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aListIsPagedAndCounted(ResourceSample sample, TestInfo test) {
        create(sample);
        create(sample);
        Reply first = calls(sample).list("limit=1&fields=none&sort=-id").expected(206);
        assertThat(first.header("X-Result-Count")).isEqualTo("1");
        long total = Long.parseLong(first.header("X-Total-Count"));
        assertThat(total).isGreaterThanOrEqualTo(2);
        assertThat(first.header("Link")).contains("rel=\"next\"");
        JsonNode one = first.list().get(0);
        assertThat(one.properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("id", "href");
        Reply second = calls(sample).list("limit=1&offset=1&sort=-id");
        assertThat(second.list().get(0).path("id").asText())
                .isNotEqualTo(one.path("id").asText());
        Reply all = calls(sample).list("").expected(200);
        assertThat(all.header("X-Total-Count")).isEqualTo(Long.toString(total));
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPatchPatches(ResourceSample sample, TestInfo test) {
        if (!definition(sample).allows(Operation.PATCH)) {
            calls(sample)
                    .patch(UUID.randomUUID().toString(), ResourceCalls.MERGE_PATCH, "{}")
                    .expected(405);
            CONFORMANCE.held(sample.path(), "aPatchIsRefusedWhereThereIsNone");
            return;
        }
        ObjectNode before = create(sample);
        String id = before.path("id").asText();
        String changed = changeable(sample, before);
        Reply patched = merge(sample, id, "{\"" + changed + "\": \"Changed\"}").expected(200);
        assertThat(patched.json().path(changed).asText()).isEqualTo("Changed");
        String tag = patched.header("ETag");
        assertThat(calls(sample).get(id).header("ETag")).isEqualTo(tag);
        calls(sample)
                .patch(id, ResourceCalls.MERGE_PATCH, "{\"" + changed + "\": \"Late\"}", "\"of another time\"")
                .expected(412);
        Reply removed = calls(sample)
                .patch(id, "application/json", "{\"" + changed + "\": null}", tag)
                .expected(200);
        assertThat(removed.json().has(changed)).isFalse();
        ObjectNode expected = before.deepCopy();
        expected.remove(changed);
        ObjectNode now = calls(sample).get(id).json();
        assertContains(now, withoutTimes(expected), "");
        merge(sample, id, "{\"id\": \"" + UUID.randomUUID() + "\"}").expected(400);
        for (String attribute : required(sample)) {
            merge(sample, id, "{\"" + attribute + "\": null}").expected(400);
        }
        assertThat(calls(sample).get(id).json()).isEqualTo(now);
        held(sample, test);
    }

    /** A text that a client may give and that nothing hangs on. */
    private String changeable(ResourceSample sample, ObjectNode shown) {
        ObjectNode meant = KeptJson.read(sample.meant().get());
        return definition(sample).attributes().all().stream()
                .filter(attribute -> attribute.type() == AttributeType.STRING && !attribute.list())
                .filter(attribute -> attribute.use() == Attribute.Use.OPTIONAL)
                .map(Attribute::name)
                .filter(name -> !meant.has(name) && shown.path(name).asText().startsWith("Made-up"))
                .findFirst()
                .orElse("ownAttribute");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatNothingNeedsIsDeleted(ResourceSample sample, TestInfo test) {
        String id = create(sample).path("id").asText();
        if (!definition(sample).allows(Operation.DELETE)) {
            calls(sample).delete(id).expected(405);
            CONFORMANCE.held(sample.path(), "aDeleteIsRefusedWhereThereIsNone");
            return;
        }
        calls(sample).delete(id).expected(204);
        calls(sample).get(id).expected(404);
        calls(sample).delete(id).expected(404);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aKeyedRequestHasOneEffect(ResourceSample sample, TestInfo test) {
        String key = UUID.randomUUID().toString();
        ObjectNode body = sample.body(definition(sample));
        Reply first = calls(sample).keyed(key, body).expected(201);
        Reply again = calls(sample).keyed(key, body).expected(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        calls(sample)
                .keyed(key, sample.body(definition(sample)).put("other", 1))
                .expected(422);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsNoJsonObjectIsRefused(ResourceSample sample, TestInfo test) {
        List<String> bodies = List.of("", "[]", "{", "null", "\"text\"", "{\"name\": }", "{\"a\": \"\\u0000\"}");
        Together.each(bodies, body -> {
            Reply refused = calls(sample).post("application/json", body).expected(400);
            assertThat(refused.json().path("code").asText()).as(body).isNotBlank();
        });
        calls(sample).post("text/plain", "{}").expected(415);
        held(sample, test);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anotherTenantSeesNothingOfIt(ResourceSample sample, TestInfo test) {
        String id = create(sample).path("id").asText();
        ResourceCalls foreign = calls(sample).as("vestby-admin");
        assertThat(foreign.get(id).status()).isIn(403, 404);
        if (definition(sample).allows(Operation.DELETE)) {
            assertThat(foreign.delete(id).status()).isIn(403, 404);
        }
        calls(sample).get(id).expected(200);
        held(sample, test);
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
        assertThat(required(sample)).containsAll(specification.mandatory());
        Set<Operation> offered = new HashSet<>(specification.operations());
        offered.removeAll(NOT_OFFERED.getOrDefault(sample.path(), Set.of()));
        assertThat(definition.operations()).containsExactlyInAnyOrderElementsOf(offered);
        ObjectNode least = calls(sample).post(sample.least(definition)).json();
        assertThat(specification.flaws(least)).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theDocumentSaysWhatHolds() {
        String expected = CONFORMANCE.expected(resources.all(), CustomerBillResourceTypes.tested());
        assertThat(CONFORMANCE.actual(expected)).isEqualTo(expected);
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

    private List<String> required(ResourceSample sample) {
        return definition(sample).attributes().all().stream()
                .filter(attribute -> attribute.use() == Attribute.Use.REQUIRED)
                .map(Attribute::name)
                .toList();
    }

    private ObjectNode create(ResourceSample sample) {
        return calls(sample).create(sample.body(definition(sample)));
    }

    private static Reply merge(ResourceSample sample, String id, String patch) {
        return calls(sample).patch(id, ResourceCalls.MERGE_PATCH, patch);
    }

    private static ResourceCalls calls(ResourceSample sample) {
        return new ResourceCalls(sample.path(), "marketplace-admin");
    }

    private static void held(ResourceSample sample, TestInfo test) {
        CONFORMANCE.held(sample.path(), test.getTestMethod().orElseThrow().getName());
    }
}
