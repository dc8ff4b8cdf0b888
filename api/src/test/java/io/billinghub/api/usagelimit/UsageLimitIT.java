package io.billinghub.api.usagelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.notification.EventSite;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.usagelimit.application.UsageLimitWatch;
import io.billinghub.core.usagelimit.infrastructure.UsageLimitSql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A threshold that usage reaches is told once, whoever takes in and whoever looks; September 2026, an account for each test. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class UsageLimitIT {

    private static final String LIMITS = "/hub/v1/usage-limits";
    private static final String EVENT = "io.billinghub.usage.threshold-reached.v1";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    UsageLimitWatch watch;

    @Inject
    UsageLimitSql sql;

    @Inject
    TenantTransaction transactions;

    private final String manager = TestTokens.of("billing-manager", "nordlys", null, null);
    private final String sensate = TestTokens.of("partner", "nordlys", "sensate", null);
    private final String number = "LIM-" + UUID.randomUUID().toString().substring(0, 8);
    private final String customer = TestTokens.of("customer", "nordlys", null, number);

    @BeforeEach
    void account() {
        DemoData.load();
        Wire.hub()
                .send(
                        "POST",
                        "/hub/v1/imports",
                        TestTokens.of("marketplace-admin", "nordlys", null, null),
                        """
                        {"cycles": [{"key": "limits", "name": "Limits", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                                     "paymentDays": 14, "openFrom": "2026-09-01"}],
                         "accounts": [
                           {"number": "%1$s", "name": "Limited", "party": "aino-lehtovaara", "cycle": "limits", "currency": "EUR"},
                           {"number": "%1$s-c", "name": "Limited child", "party": "aino-lehtovaara", "cycle": "limits", "currency": "EUR",
                            "parent": "%1$s", "consolidates": true}],
                         "accountLinks": [
                           {"partner": "sensate", "partnerAccount": "%1$s", "account": "%1$s"},
                           {"partner": "sensate", "partnerAccount": "%1$s-c", "account": "%1$s-c"}]}
                        """.formatted(number))
                .expect(200);
    }

    /** Eight batches of 50 records of 2 messages each are 800 messages: 80 and 100 percent of 800 are reached, 101 percent is not. */
    @Test
    void batchesAtOnceReachEachThresholdOnceAndWebhooksAreTold() {
        try (EventSite host = new EventSite();
                EventSite own = new EventSite();
                EventSite stranger = new EventSite()) {
            webhook(manager, host);
            webhook(customer, own);
            webhook(TestTokens.of("customer", "nordlys", null, "NL-1002"), stranger);
            String limit = make(
                            customer,
                            "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 800, "
                                    + "\"product\": \"sensate-message\", \"thresholds\": [101, 100, 80]")
                    .expect(201)
                    .path("id")
                    .asText();

            List<CompletableFuture<Void>> clients = IntStream.range(0, 8)
                    .mapToObj(client -> together(() -> use(client % 2 == 0 ? number : number + "-c", 50, "2")))
                    .toList();
            List<CompletableFuture<Void>> lookers = IntStream.range(0, 4)
                    .mapToObj(looker -> together(() -> IntStream.range(0, 20).forEach(look -> look())))
                    .toList();
            clients.forEach(CompletableFuture::join);
            lookers.forEach(CompletableFuture::join);

            Patience.until("both are reached", SOON, () -> reached(limit).equals("80 100"));
            Patience.until("the host is told of both", SOON, () -> told(host, limit) == 2);
            Patience.until("the customer is told of both", SOON, () -> told(own, limit) == 2);
            look();
            assertThat(reached(limit)).isEqualTo("80 100");
            assertThat(HubFixture.value(
                            "nordlys",
                            "select count(*) || ' ' || count(distinct event_id) from outbox where subject = 'usage-limit/"
                                    + limit + "'"))
                    .isEqualTo("2 2");
            assertThat(stranger.events()).isEmpty();
            JsonNode all =
                    Wire.hub().get(LIMITS + "/" + limit, customer).expect(200).path("reached");
            assertThat(all).hasSize(2);
            assertThat(all.path(0).path("periodFrom").asText()).isEqualTo("2026-09-01");
        }
    }

    @Test
    void aLookThatDiesHasDoneNothing() {
        String limit = make(manager, "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 10")
                .expect(201)
                .path("id")
                .asText();
        use(number, 1, "9");
        Patience.until("80 percent are reached", SOON, () -> reached(limit).equals("80"));
        assertThatThrownBy(() -> transactions
                        .run(
                                tenant(),
                                connection -> sql.take(connection, 500)
                                        .flatMap(
                                                taken -> Uni.createFrom().failure(new IllegalStateException("killed"))))
                        .await()
                        .atMost(SOON))
                .hasMessageContaining("killed");
        use(number, 1, "1");
        Patience.until("100 percent are reached", SOON, () -> reached(limit).equals("80 100"));
    }

    /** 10,000 messages cost 4.50 + 10,000 x 0.90 / 1000 = 13.50. */
    @Test
    void anAmountIsLimitedAndAnotherValueBeginsAnew() {
        String limit = make(customer, "\"measure\": \"AMOUNT\", \"currency\": \"EUR\", \"value\": 15")
                .expect(201)
                .path("id")
                .asText();
        use(number, 1, "10000"); // 90 percent of 15
        Patience.until("80 percent are reached", SOON, () -> reached(limit).equals("80"));

        assertThat(change(limit, null, "{\"value\": 13}").status()).isEqualTo(428);
        assertThat(change(limit, "\"7\"", "{\"value\": 13}").status()).isEqualTo(412);
        assertThat(change(limit, "\"1\"", "{\"unit\": \"x\"}").status()).isEqualTo(400);
        assertThat(change(limit, "\"1\"", "{\"value\": 13}")
                        .expect(200)
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        use(number, 1, "1"); // of September, which is looked at again
        Patience.until(
                "both are reached under the new value",
                SOON,
                () -> reached(limit).equals("80 80 100"));
        assertThat(HubFixture.values(
                        "nordlys",
                        "select action from audit_event where subject = 'usage-limit/" + limit + "' order by id"))
                .containsExactly("usage-limit.create", "usage-limit.change");
    }

    /** A worker looks all the time for what intake notes in its own transaction; that it takes no longer is for a quiet machine to show. */
    @Test
    void usageIsLookedAtSoonAfterItWasAcceptedWithoutBeingAskedFor() {
        String limit = make(customer, "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 100")
                .expect(201)
                .path("id")
                .asText();
        use(number, 1, "79");
        Patience.until("what was noted is taken", SOON, () -> notes().isEmpty());
        assertThat(reached(limit)).isEmpty();

        use(number, 1, "1");

        Patience.until(
                "80 percent are reached",
                Duration.ofSeconds(20),
                () -> reached(limit).equals("80"));
        assertThat(notes()).isEmpty();
    }

    @Test
    void limitsAreTheirAccountsOwn() {
        String limit = make(manager, "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 10")
                .expect(201)
                .path("id")
                .asText();
        String stranger = TestTokens.of("customer", "nordlys", null, "NL-1002");
        assertThat(make(stranger, "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 10")
                        .status())
                .isEqualTo(422);
        assertThat(make(sensate, "\"measure\": \"QUANTITY\", \"unit\": \"message\", \"value\": 10")
                        .status())
                .isEqualTo(403);
        assertThat(Wire.hub().get(LIMITS + "/" + limit, customer).status()).isEqualTo(200);
        assertThat(Wire.hub().get(LIMITS + "/" + limit, stranger).status()).isEqualTo(404);
        assertThat(Wire.hub()
                        .send("DELETE", LIMITS + "/" + limit, stranger, null)
                        .status())
                .isEqualTo(404);
        assertThat(Wire.hub()
                        .get(LIMITS + "?account=" + number, customer)
                        .expect(200)
                        .path("items"))
                .hasSize(1);
        assertThat(Wire.hub()
                        .get(LIMITS + "?account=" + number, stranger)
                        .expect(200)
                        .path("items"))
                .isEmpty();
        assertThat(Wire.hub()
                        .send("DELETE", LIMITS + "/" + limit, customer, null)
                        .status())
                .isEqualTo(204);
    }

    private static CompletableFuture<Void> together(Runnable work) {
        return CompletableFuture.runAsync(work, command -> new Thread(command).start());
    }

    private static TenantContext tenant() {
        return TenantContext.of(
                Integer.parseInt(HubFixture.value("nordlys", "select hub_tenant()")), "a looker of the test");
    }

    private void look() {
        watch.look(tenant()).await().atMost(SOON);
    }

    private Wire.Answer make(String token, String rest) {
        return Wire.hub().send("POST", LIMITS, token, "{\"account\": \"" + number + "\", " + rest + "}");
    }

    private Wire.Answer change(String limit, String ifMatch, String body) {
        Map<String, String> headers = ifMatch == null
                ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "If-Match", ifMatch);
        return Wire.hub().send("PATCH", LIMITS + "/" + limit, customer, headers, body);
    }

    private static void webhook(String token, EventSite site) {
        Wire.hub()
                .send(
                        "POST",
                        "/hub/v1/webhooks",
                        token,
                        "{\"url\": \"" + site.url() + "\", \"eventTypes\": [\"" + EVENT + "\"]}")
                .expect(201);
    }

    private static long told(EventSite site, String limit) {
        return site.events().stream()
                .filter(event -> event.text().contains(limit))
                .map(event -> event.json().getString("id"))
                .distinct()
                .count();
    }

    /** What was noted of the account to be looked at now. */
    private String notes() {
        return String.join(
                " ",
                HubFixture.values(
                        "nordlys",
                        "select n.bill_period from usage_note n join billing_account a on a.id = n.account_id where a.number = '"
                                + number + "' and n.noted_at <= now()"));
    }

    /** The thresholds that were reached, in the order of revisions. */
    private static String reached(String limit) {
        return HubFixture.values(
                        "nordlys",
                        "select trim_scale(t.threshold) from usage_threshold_reached t join usage_limit l on l.id = t.limit_id"
                                + " where l.uuid = '" + limit + "' order by t.revision, t.threshold")
                .stream()
                .collect(Collectors.joining(" "));
    }

    private void use(String account, int records, String quantity) {
        String events = IntStream.range(0, records)
                .mapToObj(record -> "{\"id\": \"" + UUID.randomUUID() + "\", \"account\": \"" + account
                        + "\", \"product\": \"SNS-MSG\", \"at\": \"2026-09-20T10:00:00Z\", \"quantity\": " + quantity
                        + ", \"unit\": \"message\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(Wire.hub()
                        .send("POST", "/hub/v1/partners/sensate/usage-events", sensate, events)
                        .expect(200)
                        .path("accepted")
                        .asInt())
                .isEqualTo(records);
    }
}
