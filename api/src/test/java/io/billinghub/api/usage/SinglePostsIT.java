package io.billinghub.api.usage;

import static io.billinghub.api.account.AccountSamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.account.AccountSamples;
import io.billinghub.api.account.Tmf;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests with one event each share transactions, and each is answered with the fate of its own. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SinglePostsIT {

    private static final String ADMIN = "marketplace-admin";
    private static final String SENSATE = "partner-sensate";
    private static final String EVENTS = "/hub/v1/partners/sensate/usage-events";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String customer = "single-" + UUID.randomUUID().toString().substring(0, 20);

    @Inject
    SinglePosts singles;

    @BeforeEach
    void account() {
        DemoData.load();
        String cycle = Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingCycleSpecification", json("""
                {"name": "Single events alone", "openFrom": "2026-09-01"}
                """));
        ObjectNode body = AccountSamples.bodies("nordlys").get("billingAccount").put("number", customer);
        body.withObjectProperty("billStructure").putObject("cycleSpecification").put("id", cycle);
        Tmf.create(ADMIN, Tmf.ACCOUNTS + "billingAccount", body);
        Tmf.post(ADMIN, "/hub/v1/imports", json("""
                {"accountLinks": [{"partner": "sensate", "partnerAccount": "%s", "account": "%s"}]}
                """.formatted(customer, customer)))
                .statusCode(200);
    }

    @Test
    void requestsThatComeWhileOneIsTakenInShareTheNextTransaction() throws Exception {
        post(event("warm", customer)).then().statusCode(200).body("accepted", equalTo(1));
        List<CompletableFuture<Response>> good = new ArrayList<>();
        CompletableFuture<Response> refused;
        CompletableFuture<Response> again;
        CompletableFuture<Response> unreadable;
        try (Books books = new Books(DemoData.database());
                Books.Hold keys = books.holdTable("usage_key")) {
            good.add(later(event("first", customer)));
            Patience.until("the first event is being taken in", LONGEST, () -> books.waitingFor(keys.table()) > 0);
            IntStream.range(0, 30).forEach(i -> good.add(later(event("e" + i, customer))));
            refused = later(event("r", "nobody"));
            again = later(event("warm", customer));
            unreadable = later("{\"id\": \"" + customer + "-u\"}");
            Patience.until("the others wait", LONGEST, () -> singles.waiting() == 34);
        }
        for (CompletableFuture<Response> answer : good) {
            answer.join().then().statusCode(200).body("received", equalTo(1)).body("accepted", equalTo(1));
        }
        refused.join()
                .then()
                .statusCode(200)
                .body("accepted", equalTo(0))
                .body("events[0].position", equalTo(1))
                .body("events[0].id", equalTo(customer + "-r"))
                .body("events[0].code", equalTo("UNKNOWN_ACCOUNT"));
        again.join()
                .then()
                .statusCode(200)
                .body("duplicates", equalTo(1))
                .body("events[0].id", equalTo(customer + "-warm"));
        unreadable.join().then().statusCode(200).body("events[0].detail", equalTo("at: is missing"));
        // warm, first, and all the others
        assertThat(HubFixture.value(
                        "nordlys",
                        "select count(*) || ' ' || count(distinct u.document_id) from usage_record u"
                                + " join billing_account a on a.id = u.account_id where a.number = '" + customer + "'"))
                .isEqualTo("32 3");
        assertThat(HubFixture.value(
                        "nordlys",
                        "select d.content_type || ' ' || d.accepted_lines || ' ' || d.quarantined_lines from received_document d where d.uuid = '"
                                + refused.join().path("document") + "'"))
                .isEqualTo("application/json-seq 30 2");
        assertThat(singles.waiting()).isZero();
    }

    @Test
    void manyClientsAtOnceLoseNothing() {
        List<CompletableFuture<Void>> clients = IntStream.range(0, 16)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 25)
                                .forEach(i -> post(event(client + "-" + i, customer))
                                        .then()
                                        .statusCode(200)
                                        .body("accepted", equalTo(1))),
                        command -> new Thread(command).start()))
                .toList();
        clients.forEach(CompletableFuture::join);
        assertThat(HubFixture.value(
                        "nordlys",
                        "select count(*) || ' ' || trim_scale(sum(u.quantity)) from usage_record u"
                                + " join billing_account a on a.id = u.account_id where a.number = '" + customer + "'"))
                .isEqualTo("400 400");
    }

    @Test
    void whoMayNotSendIsToldSo() {
        Tmf.as("partner-cirrus")
                .contentType("application/json")
                .body(event("1", customer))
                .post(EVENTS)
                .then()
                .statusCode(403);
        Tmf.as(ADMIN)
                .contentType("application/json")
                .body(event("1", customer))
                .post("/hub/v1/partners/no-such/usage-events")
                .then()
                .statusCode(404)
                .body("code", equalTo("UNKNOWN_PARTNER"));
    }

    private static CompletableFuture<Response> later(String event) {
        return CompletableFuture.supplyAsync(() -> post(event), command -> new Thread(command).start());
    }

    private static Response post(String event) {
        return Tmf.as(SENSATE)
                .contentType("application/json")
                .body(event.getBytes(StandardCharsets.UTF_8))
                .post(EVENTS);
    }

    private String event(String id, String account) {
        return "{\"id\": \"" + customer + "-" + id + "\", \"account\": \"" + account
                + "\", \"product\": \"SNS-MSG\", \"at\": \"2026-09-10T12:00:00Z\", \"quantity\": 1, \"unit\": \"message\"}";
    }
}
