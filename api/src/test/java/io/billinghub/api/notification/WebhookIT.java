package io.billinghub.api.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.core.notification.model.Signature;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions and webhooks from their registration to the event that arrives. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class WebhookIT {

    private static final String HUB = "/tmf-api/customerBillManagement/v4/hub";
    private static final String BILL = "/tmf-api/customerBillManagement/v4/customerBill/";
    private static final String WEBHOOKS = "/hub/v1/webhooks";
    private static final String OPERATOR = "billing-manager";
    private static final Duration SOON = Duration.ofSeconds(60);

    @BeforeEach
    void bills() {
        DemoData.load();
    }

    @AfterEach
    void forgetListeners() {
        HubFixture.execute("nordlys", "delete from event_listener");
    }

    @Test
    void aChangedBillIsToldToWhomItConcernsAndSigned() {
        try (EventSite hosts = new EventSite();
                EventSite customers = new EventSite();
                EventSite partners = new EventSite()) {
            String secret = subscribe("billing-manager", HUB, hosts.url(), "eventType=CustomerBillStateChangeEvent")
                    .statusCode(201)
                    .header("Hub-Secret", startsWith("whsec_"))
                    .header("Location", matchesPattern(HUB + "/[0-9a-f-]{36}"))
                    .body("callback", equalTo(hosts.url()))
                    .body("query", equalTo("eventType=CustomerBillStateChangeEvent"))
                    .extract()
                    .header("Hub-Secret");
            make("customer", customers.url()).statusCode(201);
            make("partner", partners.url()).statusCode(201);
            String number = HubFixture.value(
                    "nordlys", "select number from billing_account where number = '" + customersAccount() + "'");
            String own = bill("a.number = '" + number + "'");
            String others = bill("a.number <> '" + number + "'");

            for (String bill : new String[] {others, own}) {
                move(bill, "onHold");
                move(bill, "sent");
            }

            Patience.until(
                    "the customer is told of its bill",
                    SOON,
                    () -> customers.with(own, "\"sent\"").isPresent());
            Patience.until("the host is told of all", SOON, () -> hosts.events().size() >= 4);
            EventSite.Event event = hosts.with(others, "onHold").orElseThrow();
            assertThat(event.json().getString("eventType")).isEqualTo("CustomerBillStateChangeEvent");
            assertThat(event.json().getString("eventId")).isEqualTo(event.header("Hub-Event-Id"));
            assertThat(event.header("Hub-Signature"))
                    .isEqualTo(Signature.of(secret, Long.parseLong(event.header("Hub-Timestamp")), event.text()));
            assertThat(customers.with(others)).isEmpty();
            assertThat(customers.events())
                    .allSatisfy(told -> assertThat(told.json().getString("type"))
                            .isEqualTo("io.billinghub.customer-bill.state-changed.v1"));
            assertThat(partners.events()).isEmpty();
            assertThat(hosts.events().stream().map(told -> told.header("Hub-Event-Id")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theSecretIsToldOnceAndStandsNowhere() {
        String key = UUID.randomUUID().toString();
        String body = webhook("http://127.0.0.1:1025/once");
        JsonPath made = post(OPERATOR, WEBHOOKS, body, key)
                .statusCode(201)
                .header("Location", startsWith(WEBHOOKS + "/"))
                .extract()
                .jsonPath();
        String secret = made.getString("secret");
        String href = made.getString("href");
        assertThat(secret).matches("whsec_[A-Za-z0-9_-]{43}");
        post(OPERATOR, WEBHOOKS, body, key) // the same request: the same webhook
                .statusCode(201)
                .body("id", equalTo(made.getString("id")))
                .body("secret", equalTo(secret));
        post(OPERATOR, WEBHOOKS, body, null).statusCode(409).body("code", equalTo("LISTENER_EXISTS"));
        post(OPERATOR, WEBHOOKS, webhook("http://127.0.0.1:1025/other"), key).statusCode(422);

        as(OPERATOR).get(href).then().statusCode(200).body("$", not(hasKey("secret")));
        post(OPERATOR, href + "/rotate-secret", "", null)
                .statusCode(200)
                .body("secretVersion", equalTo(2))
                .body("secret", not(equalTo(secret)))
                .body("secret", startsWith("whsec_"));
        assertThat(HubFixture.value(
                        "nordlys",
                        "select (select count(*) from idempotency_key where body like '%whsec_%')"
                                + " + (select count(*) from audit_event e where e::text like '%whsec_%')"
                                + " + (select count(*) from event_listener l where l::text like '%whsec_%')"))
                .isEqualTo("0");
    }

    @Test
    void aChangeNeedsTheVersionThatWasRead() {
        String href = make(OPERATOR, "http://127.0.0.1:1025/a").extract().path("href");
        String tag = as(OPERATOR).get(href).then().extract().header("ETag");
        assertThat(tag).isEqualTo("\"1\"");
        patch(href, tag, "{\"state\":\"paused\",\"eventTypes\":[\"io.billinghub.billrun.closed.v1\"]}")
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("state", equalTo("paused"))
                .body("url", equalTo("http://127.0.0.1:1025/a"))
                .body("eventTypes", equalTo(List.of("io.billinghub.billrun.closed.v1")));
        patch(href, tag, "{\"state\":\"active\"}").statusCode(412).body("code", equalTo("LISTENER_CHANGED"));
        patch(href, "1", "{\"state\":\"active\"}").statusCode(400);
        patch(href, null, "{\"eventTypes\":null}").statusCode(200).body("eventTypes", hasSize(0));
        patch(href, null, "{\"state\":\"gone\"}").statusCode(400);
        patch(href, null, "{\"secret\":\"mine\"}").statusCode(400);
        patch(href, null, "{\"url\":\"https://10.0.0.1/\"}").statusCode(422).body("code", equalTo("TARGET_REFUSED"));

        as(OPERATOR).delete(href).then().statusCode(204);
        as(OPERATOR).get(href).then().statusCode(404);
        as(OPERATOR).delete(href).then().statusCode(404);
    }

    @Test
    void aPingTellsWhatTheTargetSaid() {
        try (EventSite site = new EventSite()) {
            String href = make(OPERATOR, site.url()).extract().path("href");
            post(OPERATOR, href + "/ping", "", null)
                    .statusCode(200)
                    .body("taken", equalTo(true))
                    .body("status", equalTo(200))
                    .body("answer", equalTo("thanks"))
                    .body("error", nullValue());
            assertThat(site.with("io.billinghub.webhook.ping.v1")).isPresent();
        }
        String gone = make(OPERATOR, "http://127.0.0.1:1025/").extract().path("href");
        post(OPERATOR, gone + "/ping", "", null)
                .statusCode(200)
                .body("taken", equalTo(false))
                .body("status", nullValue())
                .body("error", containsString("refused"));
    }

    @Test
    void theLogTellsEachAttemptAndAnEventCanBeSentAgain() {
        try (EventSite site = new EventSite()) {
            String href = make(OPERATOR, site.url()).extract().path("href");
            String bill = bill("true");
            move(bill, "onHold");
            move(bill, "sent");
            Patience.until(
                    "both are noted",
                    SOON,
                    () -> as(OPERATOR)
                                    .get(href + "/deliveries?state=delivered")
                                    .jsonPath()
                                    .getList("items")
                                    .size()
                            == 2);
            JsonPath page = as(OPERATOR)
                    .get(href + "/deliveries?limit=1")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1))
                    .body("items[0].state", equalTo("delivered"))
                    .body("items[0].attempts", hasSize(1))
                    .body("items[0].attempts[0].status", equalTo(200))
                    .body("items[0].attempts[0].answer", equalTo("thanks"))
                    .body("items[0].queuedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                    .extract()
                    .jsonPath();
            as(OPERATOR)
                    .get(href + "/deliveries?limit=1&cursor=" + page.getString("next"))
                    .then()
                    .body("items[0].eventId", not(equalTo(page.getString("items[0].eventId"))));
            String delivery = page.getString("items[0].id");
            post(OPERATOR, href + "/deliveries/" + delivery + "/redeliver", "", null)
                    .statusCode(202);
            Patience.until("it has come again", SOON, () -> site.events().size() == 3);
            assertThat(site.events().stream()
                            .filter(event -> event.header("Hub-Event-Id").equals(page.getString("items[0].eventId"))))
                    .hasSize(2);
            post(OPERATOR, href + "/deliveries/" + UUID.randomUUID() + "/redeliver", "", null)
                    .statusCode(404);
            as(OPERATOR).get(href + "/deliveries?state=lost").then().statusCode(400);
        }
    }

    @Test
    void aPartnerAndACustomerKnowOfTheirOwnAlone() {
        String hosts = make(OPERATOR, "http://127.0.0.1:1025/").extract().path("href");
        String partners = make("partner", "http://127.0.0.1:1025/").extract().path("href");
        String customers = make("customer", "http://127.0.0.1:1025/").extract().path("href");
        as("partner").get(WEBHOOKS).then().body("items.href", equalTo(List.of(partners)));
        as("customer").get(WEBHOOKS).then().body("items.href", equalTo(List.of(customers)));
        as(OPERATOR)
                .get(WEBHOOKS)
                .then()
                .body("items.href", hasItem(hosts))
                .body("items.state", everyItem(equalTo("active")));
        for (String foreign : new String[] {hosts, customers}) {
            as("partner").get(foreign).then().statusCode(404);
            as("partner").delete(foreign).then().statusCode(404);
            as("partner").get(foreign + "/deliveries").then().statusCode(404);
            post("partner", foreign + "/ping", "", null).statusCode(404);
            post("partner", foreign + "/rotate-secret", "", null).statusCode(404);
        }
        as("auditor").get(WEBHOOKS).then().statusCode(403);
        given().get(WEBHOOKS).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customerBillManagement",
                "party",
                "partyRoleManagement",
                "partnershipManagement",
                "agreementManagement",
                "accountManagement",
                "productCatalogManagement",
                "productInventory",
                "usageManagement"
            })
    void eachApiHasItsHub(String api) {
        String hub = "/tmf-api/" + api + "/v4/hub";
        String location = subscribe(OPERATOR, hub, "http://127.0.0.1:1025/", null)
                .statusCode(201)
                .body("$", not(hasKey("query")))
                .extract()
                .header("Location");
        assertThat(location).startsWith(hub + "/");
        subscribe(OPERATOR, hub, "http://127.0.0.1:1025/", null)
                .statusCode(409)
                .body("code", equalTo("LISTENER_EXISTS"))
                .body("reason", not(nullValue()));
        as(OPERATOR).get(location).then().statusCode(200).body("callback", equalTo("http://127.0.0.1:1025/"));
        as("auditor").get(location).then().statusCode(403);
        as(OPERATOR).delete(location).then().statusCode(204);
        as(OPERATOR).get(location).then().statusCode(404);
        subscribe(OPERATOR, "/tmf-api/noSuchApi/v4/hub", "http://127.0.0.1:1025/", null)
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1/, , 422, TARGET_REFUSED",
        "https://169.254.169.254/latest/meta-data/, , 422, TARGET_REFUSED",
        "'https://[fd00::1]/', , 422, TARGET_REFUSED",
        "http://93.184.216.34/, , 422, TARGET_REFUSED",
        "https://no-such-host.invalid/, , 422, TARGET_REFUSED",
        "https://a:b@hooks.example/, , 400, INVALID_REQUEST",
        "http://2130706433/, , 400, INVALID_REQUEST",
        "http://127.0.0.1:25/, , 400, INVALID_REQUEST",
        "http://127.0.0.1:1025/, eventType, 400, INVALID_BODY",
        "http://127.0.0.1:1025/, a b=c, 400, INVALID_BODY",
    })
    void whatCanNotBeCalledOrUnderstoodIsRefused(String callback, String query, int status, String code) {
        subscribe(OPERATOR, HUB, callback, query)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("reason", not(nullValue()));
    }

    @Test
    void aBodyThatIsNoSubscriptionIsRefused() {
        for (String body : new String[] {"", "[]", "{}", "{\"callback\":1}", "{\"callback\":\"x\",\"secret\":\"y\"}"}) {
            post(OPERATOR, HUB, body, null).statusCode(400);
        }
        post(OPERATOR, WEBHOOKS, "{\"url\":\"http://127.0.0.1:1025/\",\"eventTypes\":[\"x\"]}", null)
                .statusCode(400);
    }

    private static String customersAccount() {
        // the demo's customer login belongs to the account that its only visible bills are of
        String bill = HubFixture.get("customer", "/hub/v1/bills?limit=1")
                .at("/items/0/id")
                .asText();
        return HubFixture.value(
                "nordlys",
                "select a.number from customer_bill b join billing_account a on a.id = b.account_id where b.uuid = '"
                        + bill + "'");
    }

    private static String bill(String condition) {
        return HubFixture.value(
                "nordlys",
                "select b.uuid from customer_bill b join billing_account a on a.id = b.account_id where b.state = 'sent' and "
                        + condition + " order by a.number limit 1");
    }

    private static void move(String bill, String state) {
        as("billing-manager")
                .contentType("application/json")
                .body("{\"state\":\"" + state + "\"}")
                .patch(BILL + bill)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse subscribe(String user, String hub, String callback, String query) {
        String asked = query == null ? "" : ",\"query\":\"" + query + "\"";
        return post(user, hub, "{\"callback\":\"" + callback + "\"" + asked + "}", null);
    }

    private static ValidatableResponse make(String user, String url) {
        return post(user, WEBHOOKS, webhook(url), null);
    }

    private static String webhook(String url) {
        return "{\"url\":\"" + url + "\"}";
    }

    private static ValidatableResponse post(String user, String path, String body, String key) {
        RequestSpecification request = as(user).contentType("application/json").body(body);
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post(path)
                .then();
    }

    private static ValidatableResponse patch(String path, String ifMatch, String body) {
        RequestSpecification request =
                as(OPERATOR).contentType("application/merge-patch+json").body(body);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .patch(path)
                .then();
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(HubFixture.token(user));
    }
}
