package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of usage events: durable when answered, each event once, and each one's fate is told. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageEventsIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String SENSATE = "partner-sensate";
    private static final String EVENTS = "/hub/v1/partners/sensate/usage-events";
    private static final String NDJSON = "application/x-ndjson";

    /** A customer number of sensate whose account is in a cycle that no run of the tests bills. */
    private static String customer;

    /** Part of all event ids of a test. */
    private final String run = UUID.randomUUID().toString();

    @BeforeEach
    void account() {
        DemoData.load();
        if (customer != null) {
            return;
        }
        String number = "events-" + UUID.randomUUID().toString().substring(0, 20);
        String cycle = Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "Usage events alone", "openFrom": "2026-09-01"}
                """));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", number);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingAccount", body);
        link(number, number);
        customer = number;
    }

    @Test
    void eachEventsFateIsTold() {
        String batch = event("1", customer, "10.5") + event("2", customer, "1") + event("1", customer, "10.5")
                + event("3", "nobody", "1") + "{\"id\": \"4\"}\n";
        send(NDJSON, utf8(batch))
                .statusCode(200)
                .body("received", equalTo(5))
                .body("accepted", equalTo(2))
                .body("duplicates", equalTo(1))
                .body("refused", equalTo(2))
                .body("events.position", equalTo(List.of(3, 4, 5)))
                .body("events.fate", equalTo(List.of("duplicate", "refused", "refused")))
                .body("events.code", equalTo(List.of("DUPLICATE_USAGE", "UNKNOWN_ACCOUNT", "MALFORMED_LINE")))
                .body("events.id", equalTo(List.of(run + "-1", run + "-3", "4")))
                .body("events[1].detail", containsString("\"nobody\" is not linked to a billing account"))
                .body("events[2].detail", equalTo("at: is missing"))
                .body("events[1].whatToDo", containsString("Link the partner's customer number"));
        assertThat(stored()).isEqualTo("2 11.5");
    }

    @Test
    void theSameBytesAgainTakeInWhatTheyMissedAlone() {
        String late = "late-" + run.substring(0, 20);
        byte[] batch = utf8(event("1", customer, "1") + event("2", late, "2"));
        String document = send(NDJSON, batch)
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("refused", equalTo(1))
                .extract()
                .path("document");
        link(late, customer);
        send(NDJSON, batch)
                .statusCode(200)
                .body("document", equalTo(document))
                .body("accepted", equalTo(1))
                .body("duplicates", equalTo(1))
                .body("events[0].position", equalTo(1));
        send(NDJSON, batch).statusCode(200).body("accepted", equalTo(0)).body("duplicates", equalTo(2));
        assertThat(stored()).isEqualTo("2 3");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select status || ' ' || accepted_lines || ' ' || quarantined_lines from received_document where uuid = '"
                                + document + "'"))
                .isEqualTo("ACCEPTED 2 0");
        assertThat(Tmf.as(ADMIN)
                        .get("/hub/v1/documents/" + document + "/content")
                        .asByteArray())
                .isEqualTo(batch);
    }

    /** Eight clients send the same 600 events, each in another order and with other bytes: 600 events of quantity 1 are 600. */
    @Test
    void ofClientsThatSendTheSameAtOnceEachEventCountsOnce() {
        List<String> events = IntStream.range(0, 600)
                .mapToObj(i -> event("e" + i, customer, "1"))
                .toList();
        List<CompletableFuture<Response>> replies = IntStream.range(0, 8)
                .mapToObj(client -> {
                    List<String> shuffled = new ArrayList<>(events);
                    Collections.shuffle(shuffled, new Random(client));
                    byte[] body = utf8(String.join("", shuffled));
                    return CompletableFuture.supplyAsync(
                            () -> Tmf.as(SENSATE).contentType(NDJSON).body(body).post(EVENTS),
                            command -> new Thread(command).start());
                })
                .toList();
        int accepted = 0;
        int duplicates = 0;
        for (CompletableFuture<Response> reply : replies) {
            ValidatableResponse answer = reply.join().then().statusCode(200).body("refused", equalTo(0));
            accepted += answer.extract().<Integer>path("accepted");
            duplicates += answer.extract().<Integer>path("duplicates");
        }
        assertThat(accepted).isEqualTo(600);
        assertThat(duplicates).isEqualTo(7 * 600);
        assertThat(stored()).isEqualTo("600 600");
    }

    @Test
    void usageShowsItsSessionAndDimensions() {
        byte[] body = utf8("""
                [{"id": "%s", "source": "probe", "account": "%s", "product": "SNS-MSG", "at": "2026-09-10T12:00:00Z",
                  "until": "2026-09-10T12:30:00Z", "quantity": "7.25", "unit": "message", "dimensions": {"region": "north"}}]
                """.formatted(run, customer));
        String document = send("application/json", body)
                .statusCode(200)
                .body("accepted", equalTo(1))
                .extract()
                .path("document");
        String id = HubFixture.value(
                "nordlys", "select usage_uuid(d.id, 1) from received_document d where d.uuid = '" + document + "'");
        Tmf.get(SENSATE, "/tmf-api/usageManagement/v4/usage/" + id)
                .body("status", equalTo("guided"))
                .body("usageCharacteristic.find { it.name == 'quantity' }.value", equalTo(7.25f))
                .body("usageCharacteristic.find { it.name == 'until' }.value", equalTo("2026-09-10T12:30:00Z"))
                .body("usageCharacteristic.find { it.name == 'region' }.value", equalTo("north"));
    }

    @Test
    void aBatchMayBePacked() throws IOException {
        byte[] batch = utf8(event("1", customer, "3"));
        as(SENSATE, NDJSON)
                .header("Content-Encoding", "gzip")
                .body(zipped(batch))
                .post(EVENTS)
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
        as(SENSATE, NDJSON)
                .header("Content-Encoding", "gzip")
                .body(batch)
                .post(EVENTS)
                .then()
                .statusCode(400)
                .body("detail", containsString("no gzip"));
        as(SENSATE, NDJSON)
                .header("Content-Encoding", "br")
                .body(batch)
                .post(EVENTS)
                .then()
                .statusCode(415);
        byte[] bomb = zipped(new byte[(8 << 20) + 1]);
        as(SENSATE, NDJSON)
                .header("Content-Encoding", "gzip")
                .body(bomb)
                .post(EVENTS)
                .then()
                .statusCode(413);
        assertThat(stored()).isEqualTo("1 3");
    }

    @Test
    void whatCannotBeReadAsAWholeIsTakenInNotAtAll() {
        send("application/json", utf8("[" + event("1", customer, "1") + ", {]"))
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("detail", containsString("can't be read: it is no JSON"));
        send("text/plain", utf8("1")).statusCode(415);
        send(NDJSON, utf8(IntStream.range(0, 50_001).mapToObj(i -> "{}").collect(Collectors.joining("\n"))))
                .statusCode(413)
                .body("detail", containsString("50000 usage events at most"));
        assertThat(stored()).isEqualTo("0 0");
    }

    @Test
    void aPartnerSendsItsOwnUsageAlone() {
        byte[] batch = utf8(event("1", customer, "1"));
        as("partner-cirrus", NDJSON).body(batch).post(EVENTS).then().statusCode(403);
        as("customer", NDJSON).body(batch).post(EVENTS).then().statusCode(403);
        as(ADMIN, NDJSON)
                .body(batch)
                .post("/hub/v1/partners/no-such/usage-events")
                .then()
                .statusCode(404)
                .body("code", equalTo("UNKNOWN_PARTNER"));
        as("billing-operative", NDJSON)
                .body(batch)
                .post(EVENTS)
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
        assertThat(stored()).isEqualTo("1 1");
    }

    @Test
    void aKeyIsForOneBatch() {
        byte[] batch = utf8(event("1", customer, "1"));
        String first = as(SENSATE, NDJSON)
                .header("Idempotency-Key", run)
                .body(batch)
                .post(EVENTS)
                .asString();
        String again = as(SENSATE, NDJSON)
                .header("Idempotency-Key", run)
                .body(batch)
                .post(EVENTS)
                .asString();
        assertThat(again).isEqualTo(first).contains("\"accepted\":1");
        as(SENSATE, NDJSON)
                .header("Idempotency-Key", run)
                .body(utf8(event("2", customer, "1")))
                .post(EVENTS)
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        assertThat(stored()).isEqualTo("1 1");
    }

    @Test
    void anEndThatNobodyReachesRefusesItsEventAlone() {
        String endless = event("1", customer, "1").replace("}", ", \"until\": \"+1000000000-06-01T00:00:00Z\"}");
        send(NDJSON, utf8(endless + event("2", customer, "1")))
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("events[0].position", equalTo(1))
                .body("events[0].detail", containsString("which is not between 2000 and"));
    }

    @Test
    void theSameBytesForAnAdapterAreADocumentOfTheirOwn() {
        byte[] batch = utf8(event("1", customer, "1"));
        String document = send(NDJSON, batch).statusCode(200).extract().path("document");
        as(SENSATE, "application/octet-stream")
                .body(batch)
                .post("/hub/v1/partners/sensate/documents?adapter=sensate-usage")
                .then()
                .statusCode(201)
                .body("id", not(equalTo(document)))
                .body("duplicate", equalTo(false));
        send(NDJSON, batch).statusCode(200).body("document", equalTo(document)).body("duplicates", equalTo(1));
    }

    @Test
    void theBatchIsADocument() {
        String document =
                send(NDJSON, utf8(event("1", customer, "1"))).extract().path("document");
        Tmf.as(SENSATE).get("/hub/v1/documents").then().body("items.id", hasItem(document));
        Tmf.as(SENSATE)
                .get("/hub/v1/quarantine?document=" + document)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    private String event(String id, String account, String quantity) {
        return "{\"id\": \"" + run + "-" + id + "\", \"account\": \"" + account
                + "\", \"product\": \"SNS-MSG\", \"at\": \"2026-09-10T12:00:00Z\", \"quantity\": " + quantity
                + ", \"unit\": \"message\"}\n";
    }

    /** Number and sum of the usage whose events are of this test. */
    private String stored() {
        return HubFixture.value(
                "nordlys",
                "select count(*) || ' ' || coalesce(trim_scale(sum(u.quantity)), 0) from usage_record u join usage_key k"
                        + " on k.document_id = u.document_id and k.position = u.position where k.event_id like '" + run
                        + "%'");
    }

    private static ValidatableResponse send(String contentType, byte[] body) {
        return as(SENSATE, contentType).body(body).post(EVENTS).then();
    }

    private static RequestSpecification as(String user, String contentType) {
        return Tmf.as(user).contentType(contentType);
    }

    private static void link(String partnerAccount, String account) {
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(partnerAccount, account)))
                .statusCode(200);
    }

    private static byte[] zipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
