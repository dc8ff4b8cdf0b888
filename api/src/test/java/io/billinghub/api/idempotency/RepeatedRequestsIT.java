package io.billinghub.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.openapi.OpenApiDocument;
import io.billinghub.api.openapi.Route;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same request with the same key has its effect once and is answered alike, also when two come at once. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RepeatedRequestsIT {

    private static final int AT_ONCE = 6;
    private static final String IMPORTS = "/hub/v1/imports";
    /** Called by systems that set the headers of their own protocol and no other; the same bytes are taken in once. */
    private static final Set<String> OF_OTHER_PROTOCOLS = Set.of(
            "/hub/v1/signed-documents/{tenant}/{adapter}",
            "/hub/v1/as2/{tenant}/{adapter}",
            "/hub/v1/partners/{partner}/soap/{adapter}");

    private static final String ON_DEMAND = "/tmf-api/customerBillManagement/v4/customerBillOnDemand";

    @BeforeEach
    void month() {
        DemoData.load();
    }

    @Test
    void everyPostTakesAKey() {
        List<String> without = new ArrayList<>();
        for (Route route : OpenApiDocument.ofTheHub().routes()) {
            boolean takes = false;
            for (JsonNode parameter : route.operation().path("parameters")) {
                takes |= parameter.path("in").asText().equals("header")
                        && parameter.path("name").asText().equals(KeyedRequest.HEADER);
            }
            if (route.method().equals("POST") && !takes && !OF_OTHER_PROTOCOLS.contains(route.template())) {
                without.add(
                        route + " takes no Idempotency-Key: add @HeaderParam(KeyedRequest.HEADER) and run its effect"
                                + " inside of Idempotency.once");
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void anImportIsDoneOnceAndAnsweredAlikeHoweverManyComeAtOnce() {
        String key = UUID.randomUUID().toString();
        String document = party("once-" + key.substring(0, 8));
        long before = imports();
        List<Wire.Answer> answers = atOnce("hub-admin", IMPORTS, key, document);
        assertThat(answers).extracting(Wire.Answer::status).containsOnly(200);
        assertThat(answers)
                .extracting(Wire.Answer::text)
                .containsOnly(answers.get(0).text());
        assertThat(answers.get(0).json().path("unchanged").asBoolean()).isFalse();
        assertThat(imports() - before).isEqualTo(1);
    }

    @Test
    void anImportWithTheKeyOfAnotherIsRefusedAndStoresNothing() {
        String key = UUID.randomUUID().toString();
        String name = key.substring(0, 8);
        post("hub-admin", IMPORTS, key, party("first-" + name)).expect(200);
        Wire.Answer refused = post("hub-admin", IMPORTS, key, party("second-" + name));
        assertThat(refused.expect(422).path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(HubFixture.values("nordlys", "select key from party where key like '%-" + name + "'"))
                .containsExactly("first-" + name);
    }

    @Test
    void theKeyOfOneLoginIsNotTheKeyOfAnother() {
        String key = UUID.randomUUID().toString();
        post("hub-admin", IMPORTS, key, party("mine-" + key.substring(0, 8))).expect(200);
        Wire.Answer other = post("marketplace-admin", IMPORTS, key, party("yours-" + key.substring(0, 8)));
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void aRefusalIsAnsweredAlikeToo() {
        String key = UUID.randomUUID().toString();
        Wire.Answer first = post("hub-admin", IMPORTS, key, "{\"surprise\": 1}");
        Wire.Answer again = post("hub-admin", IMPORTS, key, "{\"surprise\": 1}");
        assertThat(first.status()).isEqualTo(422);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    }

    @Test
    void aPullWithAKeyIsAnsweredAlikeAndTakesEachDocumentOnce() {
        String adapter = HubFixture.value(
                "nordlys",
                "select a.key from adapter a join adapter_version v on v.adapter_id = a.id and v.version = a.version"
                        + " where v.descriptor->'transport'->>'type' = 'folder' order by 1");
        String pull = "/hub/v1/adapters/" + adapter + "/pull";
        String key = UUID.randomUUID().toString();
        List<Wire.Answer> answers = atOnce("it-operative", pull, key, "");
        assertThat(answers).extracting(Wire.Answer::status).containsOnly(200);
        assertThat(answers)
                .extracting(Wire.Answer::text)
                .containsOnly(answers.get(0).text());
        assertThat(post("it-operative", pull.replace(adapter, adapter + "-x"), key, "")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aRunThatIsStartedSixTimesAtOnceIsStartedOnce() {
        String key = UUID.randomUUID().toString();
        String order =
                "{\"cycle\": \"monthly\", \"period\": \"2026-10-01\", \"beforeEnd\": true}"; // has a run: refused, and
        // so alike
        List<Wire.Answer> answers = atOnce("billing-operative", "/hub/v1/bill-runs", key, order);
        assertThat(answers).extracting(Wire.Answer::status).containsOnly(409);
        String account = HubFixture.value("nordlys", "select uuid from billing_account where number = 'NL-1003'");
        String demand = "{\"billingAccount\": {\"id\": \"" + account + "\"}}";
        List<Wire.Answer> demands =
                atOnce("billing-operative", ON_DEMAND, UUID.randomUUID().toString(), demand);
        assertThat(demands).extracting(Wire.Answer::status).containsOnly(201);
        assertThat(demands)
                .extracting(Wire.Answer::text)
                .containsOnly(demands.get(0).text());
    }

    @Test
    void ofTwoEditorsWhoSawTheSameVersionOneIsToldOfTheOther() {
        String path = "/hub/v1/adapters/cirrus-focus";
        Wire.Answer seen = Wire.hub().get(path, HubFixture.token("marketplace-admin"));
        String tag = seen.header("ETag");
        String descriptor = seen.json().path("descriptor").toString();
        assertThat(tag).isEqualTo("\"" + seen.json().path("version").asInt() + "\"");
        List<CompletableFuture<Wire.Answer>> edits = IntStream.range(0, 2)
                .mapToObj(editor -> CompletableFuture.supplyAsync(() -> put(path, tag, descriptor)))
                .toList();
        assertThat(edits.stream().map(CompletableFuture::join).map(Wire.Answer::status))
                .containsExactlyInAnyOrder(200, 412);
        assertThat(put(path, tag, descriptor).expect(412).path("code").asText()).isEqualTo("PRECONDITION_FAILED");
        assertThat(put(path, null, descriptor).expect(428).path("code").asText())
                .isEqualTo("IF_MATCH_REQUIRED");
        assertThat(put(path, "*", descriptor).header("ETag"))
                .isEqualTo("\"" + (seen.json().path("version").asInt() + 2) + "\"");
    }

    @Test
    void everyListOfTheHubIsReadToItsEndPageByPage() {
        for (String list : List.of("documents", "quarantine", "bills", "bill-runs", "adapters", "audit-events")) {
            String user = list.equals("adapters") || list.equals("audit-events") ? "hub-admin" : "marketplace-admin";
            String login = list.equals("bill-runs") ? "auditor" : user;
            List<JsonNode> whole = entries(login, "/hub/v1/" + list + "?limit=500");
            assertThat(entries(login, "/hub/v1/" + list + "?limit=3")).as(list).isEqualTo(whole);
            assertThat(whole).as(list).isNotEmpty();
            assertThat(Wire.hub()
                            .get("/hub/v1/" + list + "?cursor=x", HubFixture.token(login))
                            .status())
                    .as(list)
                    .isEqualTo(400);
        }
    }

    private static List<JsonNode> entries(String user, String path) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    Wire.hub().get(path + cursor, HubFixture.token(user)).expect(200);
            page.path("items").forEach(entries::add);
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : null;
        } while (cursor != null);
        return entries;
    }

    private static List<Wire.Answer> atOnce(String user, String path, String key, String body) {
        HubFixture.token(user);
        List<CompletableFuture<Wire.Answer>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(request -> CompletableFuture.supplyAsync(() -> post(user, path, key, body)))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static Wire.Answer post(String user, String path, String key, String body) {
        Map<String, String> headers = Map.of("Content-Type", "application/json", KeyedRequest.HEADER, key);
        return Wire.hub().send("POST", path, HubFixture.token(user), headers, body);
    }

    private static Wire.Answer put(String path, String ifMatch, String body) {
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        if (ifMatch != null) {
            headers.put("If-Match", ifMatch);
        }
        return Wire.hub().send("PUT", path, HubFixture.token("marketplace-admin"), headers, body);
    }

    private static String party(String key) {
        return "{\"parties\": [{\"key\": \"" + key
                + "\", \"kind\": \"ORGANIZATION\", \"name\": \"Once Ltd\", \"country\": \"NO\"}]}";
    }

    private static long imports() {
        return Long.parseLong(
                HubFixture.value("nordlys", "select count(*) from audit_event where action = 'master-data.import'"));
    }
}
