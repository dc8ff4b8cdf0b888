package io.billinghub.api.prepaid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.notification.EventSite;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql;
import io.billinghub.core.prepaid.infrastructure.PrepaidSql.Draw;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TMF654: balances over HTTP, exact whoever moves them; an account for each test. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PrepayBalanceIT {

    private static final String API = "/tmf-api/prepayBalanceManagement/v4/";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    PrepaidSql runs;

    @Inject
    TenantTransaction transactions;

    private final String manager = TestTokens.of("billing-manager", "nordlys", null, null);
    private final String sensate = TestTokens.of("partner", "nordlys", "sensate", null);
    private final String number = "PRE-" + UUID.randomUUID().toString().substring(0, 8);
    private final String customer = TestTokens.of("customer", "nordlys", null, number);
    private final String stranger = TestTokens.of("customer", "nordlys", null, "NL-1002");
    private String account;

    @BeforeEach
    void account() {
        DemoData.load();
        Wire.hub()
                .send(
                        "POST",
                        "/hub/v1/imports",
                        TestTokens.of("marketplace-admin", "nordlys", null, null),
                        """
                        {"cycles": [{"key": "%1$s", "name": "Prepaid", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                                     "paymentDays": 14, "openFrom": "2026-09-01"}],
                         "accounts": [
                           {"number": "%2$s", "name": "Prepaid", "party": "aino-lehtovaara", "cycle": "%1$s", "currency": "EUR"}],
                         "accountLinks": [{"partner": "sensate", "partnerAccount": "%2$s", "account": "%2$s"}]}
                        """.formatted(cycle(), number))
                .expect(200);
        account = HubFixture.value("nordlys", "select uuid from billing_account where number = '" + number + "'");
    }

    private String cycle() {
        return number.toLowerCase(java.util.Locale.ROOT);
    }

    /** 20.00 + 5.50 − 3.25 = 22.25, and 7.00 of another bucket: 29.25. */
    @Test
    void aBucketIsOpenedToppedUpAndDeductedFrom() {
        String bucket = opened("20.00", "EUR", "monetary", "\"priority\": 10, \"lowAt\": 4");
        opened("7", "EUR", "monetary", "\"priority\": 5");
        opened("100", "SMS", "sms", "\"priority\": 5");
        topUp(manager, bucket, "5.5").expect(201);
        JsonNode deducted = adjust(bucket, "-3.25").expect(201);
        assertThat(deducted.path("status").asText()).isEqualTo("completed");
        assertThat(deducted.path("amount").path("amount").decimalValue()).isEqualByComparingTo("-3.25");

        JsonNode shown = get("bucket/" + bucket, customer).expect(200);
        assertThat(shown.path("remainingValue").toString()).isEqualTo("{\"amount\":22.25,\"units\":\"EUR\"}");
        assertThat(shown.path("usableValue").path("amount").decimalValue()).isEqualByComparingTo("22.25");
        assertThat(shown.path("lowValue").path("amount").decimalValue()).isEqualByComparingTo("4");
        assertThat(shown.path("remainingValueName").asText()).isEqualTo("22.25 EUR");
        assertThat(shown.path("status").asText()).isEqualTo("active");
        assertThat(shown.path("partyAccount").path("name").asText()).isEqualTo(number);

        JsonNode sums = get("accumulatedBalance?partyAccount.id=" + account + "&sort=totalBalance.amount", customer)
                .expect(200);
        assertThat(sums).hasSize(2);
        assertThat(sums.path(0).path("totalBalance").path("amount").decimalValue())
                .isEqualByComparingTo("29.25");
        assertThat(sums.path(0).path("bucket")).hasSize(2);
        assertThat(sums.path(1).path("totalBalance").toString()).isEqualTo("{\"amount\":100,\"units\":\"SMS\"}");
        assertThat(get("accumulatedBalance/" + sums.path(0).path("id").asText(), customer)
                        .expect(200)
                        .path("totalBalance"))
                .isEqualTo(sums.path(0).path("totalBalance"));

        JsonNode history = get("balanceActionHistory?bucket.id=" + bucket + "&sort=confirmationDate", customer)
                .expect(200);
        assertThat(history.findValuesAsText("movement")).containsExactly("TOP_UP", "TOP_UP", "DEDUCT");
        assertThat(history.path(2).path("balanceAfter").path("amount").decimalValue())
                .isEqualByComparingTo("22.25");
    }

    @Test
    void whatDoesNotSufficeOrFitIsRefusedAndSaysWhy() {
        String bucket = opened("10", "EUR", "monetary", "\"priority\": 1");
        Wire.Answer tooMuch = adjust(bucket, "-10.01");
        assertThat(tooMuch.expect(409).path("code").asText()).isEqualTo("BALANCE_TOO_LOW");
        assertThat(tooMuch.text()).contains("10 EUR that can still be used");
        assertThat(move("adjustBalance", manager, bucket, "-1", "USD", "monetary")
                        .expect(422)
                        .path("code")
                        .asText())
                .isEqualTo("BUCKET_DIFFERS");
        assertThat(move("adjustBalance", manager, bucket, "-0.001", "EUR", "monetary")
                        .status())
                .isEqualTo(400);
        assertThat(move("adjustBalance", manager, bucket, "0", "EUR", "monetary")
                        .status())
                .isEqualTo(400);
        assertThat(move("adjustBalance", manager, bucket, "-1", "EUR", "gold").status())
                .isEqualTo(422);
        assertThat(topUp(manager, UUID.randomUUID().toString(), "1")
                        .expect(422)
                        .path("code")
                        .asText())
                .isEqualTo("UNKNOWN_BUCKET");
        assertThat(topUp(manager, bucket, "-1").status()).isEqualTo(400);
        assertThat(body(bucket, "1", "EUR", "monetary")
                        .replace("\"id\": \"" + bucket, "\"lowAt\": 3, \"id\": \"" + bucket))
                .satisfies(body -> assertRefused(body, "/bucket/lowAt: is said when a bucket is opened"));
        assertThat(body(bucket, "1", "EUR", "monetary")
                        .replaceFirst("\\}\\s*$", ", \"validFor\": {\"startDateTime\": \"2026-09-01T00:00:00Z\"}}"))
                .satisfies(body -> assertRefused(body, "/validFor/startDateTime: is said when a bucket is opened"));
        assertThat(open("1", "EUR", "monetary", "\"colour\": \"blue\"").text()).contains("/bucket/colour");
        assertThat(open("1", "EUR", "monetary", "\"scope\": {\"productOffering\": [\"nothing\"]}")
                        .expect(422)
                        .path("code")
                        .asText())
                .isEqualTo("UNKNOWN_PRODUCT");
        assertThat(get("bucket/" + bucket, manager)
                        .expect(200)
                        .path("remainingValue")
                        .path("amount")
                        .decimalValue())
                .isEqualByComparingTo("10");
    }

    @Test
    void balancesAreTheirAccountsOwnAndStaffMovesThem() {
        String bucket = opened("10", "EUR", "monetary", "\"priority\": 1");

        assertThat(get("bucket/" + bucket, customer).status()).isEqualTo(200);
        assertThat(get("bucket/" + bucket, stranger).status()).isEqualTo(404);
        assertThat(get("balanceActionHistory?bucket.id=" + bucket, stranger).expect(200))
                .isEmpty();
        assertThat(get("bucket/" + bucket, sensate).status()).isEqualTo(403);
        assertThat(topUp(customer, bucket, "1").status()).isEqualTo(403);
        assertThat(topUp(sensate, bucket, "1").status()).isEqualTo(403);
        assertThat(topUp(TestTokens.of("auditor", "nordlys", null, null), bucket, "1")
                        .status())
                .isEqualTo(403);
    }

    /**
     * 50.00 at first. 8 clients, each 5 rounds of +1.10 and −6.00, each request sent twice with its key, against a run that draws up to
     * 2.00 in each of 5 periods: 50.00 + 8 × 5 × 1.10 = 94.00, less 6.00 × deductions that sufficed, less what was drawn.
     */
    @Test
    void manyAtOnceMoveItExactly() {
        String bucket = opened("50", "EUR", "monetary", "\"priority\": 1");
        AtomicInteger taken = new AtomicInteger();
        List<CompletableFuture<BigDecimal>> work = Stream.concat(
                        IntStream.range(0, 8)
                                .mapToObj(client -> together(() -> {
                                    for (int round = 0; round < 5; round++) {
                                        twice("topupBalance", bucket, "1.10", List.of(201));
                                        if (twice("adjustBalance", bucket, "-6.00", List.of(201, 409)) == 201) {
                                            taken.incrementAndGet();
                                        }
                                    }
                                    return BigDecimal.ZERO;
                                })),
                        Stream.of(together(() -> IntStream.range(0, 5)
                                .mapToObj(period ->
                                        drawn(bucket, LocalDate.of(2026, 9, 1).plusMonths(period)))
                                .reduce(BigDecimal.ZERO, BigDecimal::add))))
                .toList();
        BigDecimal drawn = work.stream().map(CompletableFuture::join).reduce(BigDecimal.ZERO, BigDecimal::add);

        BigDecimal left = get("bucket/" + bucket, manager)
                .expect(200)
                .path("remainingValue")
                .path("amount")
                .decimalValue();
        assertThat(taken.get()).as("there was not enough for all 40").isBetween(1, 15);
        assertThat(left)
                .isEqualByComparingTo(new BigDecimal("94.00")
                        .subtract(new BigDecimal("6.00").multiply(BigDecimal.valueOf(taken.get())))
                        .subtract(drawn));
        assertThat(left.signum()).isNotNegative();
        assertThat(HubFixture.value(
                        "nordlys",
                        "select count(*) from prepaid_movement m join prepaid_bucket b on b.id = m.bucket_id where b.uuid = '"
                                + bucket + "' and m.kind <> 'DRAW'"))
                .isEqualTo(Integer.toString(1 + 40 + taken.get()));
    }

    /** 10,000 messages cost 4.50 + 10,000 × 0.90 / 1000 = 13.50: 6.50 of 20.00 can still be used, no more than 7.00. */
    @Test
    void usageIsReservedSoonAndWebhooksAreToldThatLittleIsLeft() {
        try (EventSite host = new EventSite();
                EventSite own = new EventSite();
                EventSite other = new EventSite()) {
            webhook(manager, host);
            webhook(customer, own);
            webhook(stranger, other);
            String bucket = opened("20", "EUR", "monetary", "\"lowAt\": 7");
            use("10000");
            Patience.until("13.50 are reserved", SOON, () -> reserved(bucket).compareTo(new BigDecimal("13.50")) == 0);

            assertThat(adjust(bucket, "-6.51").status()).isEqualTo(409);
            Patience.until("the host is told", SOON, () -> told(host, bucket, "balance-low") == 1);
            Patience.until("the customer is told", SOON, () -> told(own, bucket, "balance-low") == 1);
            adjust(bucket, "-6.50").expect(201);
            Patience.until("the customer is told", SOON, () -> told(own, bucket, "balance-exhausted") == 1);
            assertThat(told(own, bucket, "balance-low")).isEqualTo(1);
            assertThat(other.events()).noneMatch(event -> event.text().contains(bucket));
        }
    }

    private static CompletableFuture<BigDecimal> together(java.util.function.Supplier<BigDecimal> work) {
        return CompletableFuture.supplyAsync(work, command -> new Thread(command).start());
    }

    /** Sends the request twice at once with one key; both are answered alike. */
    private int twice(String resource, String bucket, String amount, List<Integer> statuses) {
        String body = body(bucket, amount, "EUR", "monetary");
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        CompletableFuture<Wire.Answer> second = CompletableFuture.supplyAsync(
                () -> Wire.hub().send("POST", API + resource, manager, headers, body),
                command -> new Thread(command).start());
        Wire.Answer first = Wire.hub().send("POST", API + resource, manager, headers, body);
        assertThat(statuses).contains(first.status());
        if (first.status() == 201 && second.join().status() == 201) {
            assertThat(second.join().text()).isEqualTo(first.text());
        }
        return first.status() == 201 || second.join().status() == 201 ? 201 : first.status();
    }

    /** Draws at most 2.00 in a run of the period, which is closed and has no bills. */
    private BigDecimal drawn(String bucket, LocalDate from) {
        HubFixture.execute("nordlys", """
                insert into bill_run (tenant_id, uuid, cycle_id, bill_period, period_to, issue_date, due_date, state, started_by, created_at)
                select hub_tenant(), gen_random_uuid(), id, '%2$s', '%3$s', '%3$s', '%3$s', 'CLOSED', 'test', now()
                  from bill_cycle where key = '%1$s'
                """.formatted(cycle(), from, from.plusMonths(1)));
        long run = number("select r.id from bill_run r join bill_cycle c on c.id = r.cycle_id where c.key = '" + cycle()
                + "' and r.bill_period = '" + from + "'");
        long id = number("select id from billing_account where number = '" + number + "'");
        Long[] accounts = {id};
        return transactions
                .run(
                        TenantContext.of((int) number("select hub_tenant()"), "a run of the test"),
                        connection -> runs.credits(connection, run, accounts).flatMap(left -> {
                            BigDecimal amount = left.getOrDefault(id, List.of()).stream()
                                    .map(Credit::left)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                                    .min(new BigDecimal("2.00"));
                            return runs.draw(connection, run, accounts, List.of(new Draw(id, bucket, amount)))
                                    .replaceWith(amount);
                        }))
                .await()
                .atMost(SOON);
    }

    private static long number(String sql) {
        return Long.parseLong(HubFixture.value("nordlys", sql));
    }

    private static Wire.Answer get(String path, String token) {
        return Wire.hub().get(API + path, token);
    }

    private void assertRefused(String body, String why) {
        Wire.Answer refused = Wire.hub().send("POST", API + "topupBalance", manager, body);
        assertThat(refused.status()).isBetween(400, 422);
        assertThat(refused.text()).contains(why);
    }

    private String opened(String amount, String units, String type, String more) {
        return open(amount, units, type, more)
                .expect(201)
                .path("bucket")
                .path("id")
                .asText();
    }

    private Wire.Answer open(String amount, String units, String type, String more) {
        return Wire.hub()
                .send("POST", API + "topupBalance", manager, """
                {"amount": {"amount": %s, "units": "%s"}, "usageType": "%s", "partyAccount": {"id": "%s"},
                 "bucket": {"name": "Credit", %s}, "validFor": {"startDateTime": "2026-09-01T00:00:00Z"}}
                """.formatted(amount, units, type, account, more));
    }

    private Wire.Answer topUp(String token, String bucket, String amount) {
        return move("topupBalance", token, bucket, amount, "EUR", "monetary");
    }

    private Wire.Answer adjust(String bucket, String amount) {
        return move("adjustBalance", manager, bucket, amount, "EUR", "monetary");
    }

    private Wire.Answer move(String resource, String token, String bucket, String amount, String units, String type) {
        return Wire.hub().send("POST", API + resource, token, body(bucket, amount, units, type));
    }

    private String body(String bucket, String amount, String units, String type) {
        return """
                {"amount": {"amount": %s, "units": "%s"}, "usageType": "%s", "partyAccount": {"id": "%s"}, "bucket": {"id": "%s"}}
                """.formatted(amount, units, type, account, bucket);
    }

    private BigDecimal reserved(String bucket) {
        return get("bucket/" + bucket, customer)
                .expect(200)
                .path("reservedValue")
                .path("amount")
                .decimalValue();
    }

    private static void webhook(String token, EventSite site) {
        Wire.hub()
                .send("POST", "/hub/v1/webhooks", token, """
                        {"url": "%s", "eventTypes": ["io.billinghub.prepaid.balance-low.v1", "io.billinghub.prepaid.balance-exhausted.v1"]}
                        """.formatted(site.url()))
                .expect(201);
    }

    private static long told(EventSite site, String bucket, String what) {
        return site.events().stream()
                .filter(event -> event.text().contains(bucket) && event.text().contains(what))
                .map(event -> event.json().getString("id"))
                .distinct()
                .count();
    }

    private void use(String quantity) {
        String event = """
                [{"id": "%s", "account": "%s", "product": "SNS-MSG", "at": "2026-09-20T10:00:00Z", "quantity": %s, "unit": "message"}]
                """.formatted(UUID.randomUUID(), number, quantity);
        Wire.hub()
                .send("POST", "/hub/v1/partners/sensate/usage-events", sensate, event)
                .expect(200);
    }
}
