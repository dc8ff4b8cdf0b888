package io.billinghub.api.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.DemoData;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.HubTestResource;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage is in the next report, with the amount that a run of its period bills; September 2026, in cycles of its own. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ConsumptionIT {

    private static final String QUERY = "/tmf-api/usageConsumption/v4/queryUsageConsumption";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String DATA = """
            {"cycles": [
               {"key": "so-far-billed", "name": "Usage so far, billed", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                "paymentDays": 14, "openFrom": "2026-09-01"},
               {"key": "so-far", "name": "Usage so far", "dayOfMonth": 1, "timeZone": "Europe/Helsinki",
                "paymentDays": 14, "openFrom": "2026-09-01"}],
             "accounts": [
               {"number": "SOFAR-1", "name": "So far", "party": "aino-lehtovaara", "cycle": "so-far-billed", "currency": "EUR"},
               {"number": "SOFAR-2", "name": "So far, child", "party": "aino-lehtovaara", "cycle": "so-far-billed", "currency": "EUR",
                "parent": "SOFAR-1", "consolidates": true},
               {"number": "SOFAR-3", "name": "So far, two partners", "party": "aino-lehtovaara", "cycle": "so-far", "currency": "EUR"}],
             "accountLinks": [
               {"partner": "sensate", "partnerAccount": "sofar-1", "account": "SOFAR-1"},
               {"partner": "sensate", "partnerAccount": "sofar-2", "account": "SOFAR-2"},
               {"partner": "sensate", "partnerAccount": "sofar-3", "account": "SOFAR-3"},
               {"partner": "mobilia", "partnerAccount": "sofar-3", "account": "SOFAR-3"}],
             "products": [
               {"key": "so-far-fibre", "account": "SOFAR-1", "offering": "nl-fibre-100", "startedOn": "2026-09-16"}]}
            """;

    private final String admin = own("marketplace-admin", null, null);
    private final String sensate = own("partner", "sensate", null);
    private final String mobilia = own("partner", "mobilia", null);
    private final String customer = own("customer", null, "SOFAR-1");

    @BeforeEach
    void accounts() {
        DemoData.load();
        send("POST", "/hub/v1/imports", admin, DATA).expect(200);
    }

    @Test
    void usageIsInTheNextReportWithTheAmountThatTheRunBills() {
        use("sensate", sensate, "sofar-1", "SNS-MSG", "1500", "message");
        use("sensate", sensate, "sofar-2", "SNS-MSG", "300", "message");

        // 1500 x 0.90 / 1000 + 4.50 = 5.85 and, for the child, 300 x 0.90 / 1000 + 4.50 = 4.77
        JsonNode report = ask(customer, null);
        assertThat(report.path("state").asText()).isEqualTo("done");
        assertThat(report.path("validPeriod").path("startDateTime").asText()).isEqualTo("2026-08-31T21:00:00Z");
        assertThat(buckets(report))
                .containsExactly("So far: 1500 message = 5.85 EUR", "So far, child: 300 message = 4.77 EUR");
        assertThat(report.path("estimatedAmount").path(0).path("value").decimalValue())
                .isEqualByComparingTo("10.62");
        assertThat(report.path("bucketRefOrValue")
                        .path(0)
                        .path("charge")
                        .path(0)
                        .path("explanation"))
                .isNotEmpty();

        // the fee of 16 to 30 September: 27.81 x 15 / 30 = 13.905 -> 13.91; 5.85 + 4.77 + 13.91 = 24.53
        JsonNode estimate = estimate(customer, "SOFAR-1").expect(200);
        assertThat(estimate.path("missing")).isEmpty();
        assertThat(estimate.path("totals").path(0).path("amount").decimalValue())
                .isEqualByComparingTo("24.53");
        assertThat(lines(estimate))
                .containsExactly("SOFAR-1 RECURRING 13.91", "SOFAR-1 USAGE 5.85", "SOFAR-2 USAGE 4.77");

        use("sensate", sensate, "sofar-1", "SNS-MSG", "100", "message"); // 0.09 more
        JsonNode last = estimate(admin, "SOFAR-1").expect(200);
        assertThat(last.path("totals").path(0).path("amount").decimalValue()).isEqualByComparingTo("24.62");

        String run = start();
        try {
            Patience.until(
                    "the run is in review",
                    Duration.ofMinutes(3),
                    () -> state(run).equals("IN_REVIEW"));
            JsonNode bill = HubFixture.get(
                            "finance",
                            "/tmf-api/customerBillManagement/v4/customerBill?billingAccount.id=" + uuid("SOFAR-1"))
                    .path(0);
            assertThat(bill.path("taxExcludedAmount").path("value").decimalValue())
                    .isEqualByComparingTo(
                            last.path("totals").path(0).path("amount").decimalValue());
            assertThat(estimate(admin, "SOFAR-1").expect(200).path("lines")).isEqualTo(last.path("lines"));
        } finally {
            send("POST", RUNS + "/" + run + "/cancel", own("billing-manager", null, null), "")
                    .expect(200);
            Patience.until(
                    "the run is cancelled",
                    Duration.ofMinutes(1),
                    () -> state(run).equals("CANCELLED"));
        }
    }

    @Test
    void eachPartnerSeesItsOwnProductsAndUsageWithoutAPriceIsToldWithTheReason() {
        use("sensate", sensate, "sofar-3", "SNS-MSG", "1000", "message");
        use("mobilia", mobilia, "sofar-3", "DATA-EU", "70.5", "MB");

        JsonNode all = ask(admin, "SOFAR-3");
        assertThat(all.path("bucketRefOrValue")).hasSize(2);
        JsonNode unrated = all.path("bucketRefOrValue").path(0);
        assertThat(unrated.path("usageType").asText()).isEqualTo("MB");
        assertThat(unrated.path("bucketCounter")
                        .path(0)
                        .path("value")
                        .path("amount")
                        .decimalValue())
                .isEqualByComparingTo("70.5");
        assertThat(unrated.path("unratedReason").asText())
                .contains("no price plan of product mobilia-roaming-data is in force on 2026-09-20");
        assertThat(unrated.has("estimatedAmount")).isFalse();
        assertThat(estimate(admin, "SOFAR-3")
                        .expect(200)
                        .path("missing")
                        .path(0)
                        .asText())
                .contains("mobilia-roaming-data");

        assertThat(buckets(ask(sensate, "SOFAR-3"))).containsExactly("So far, two partners: 1000 message = 5.40 EUR");
        assertThat(ask(mobilia, "SOFAR-3").path("bucketRefOrValue")).hasSize(1);
        assertThat(buckets(askFor(admin, "SOFAR-3", "\"relatedParty\": [{\"id\": \"" + party("sensate") + "\"}]")))
                .containsExactly("So far, two partners: 1000 message = 5.40 EUR");
        String messages =
                HubFixture.value("nordlys", "select uuid from product_offering where key = 'sensate-message'");
        assertThat(buckets(askFor(admin, "SOFAR-3", "\"product\": [{\"id\": \"" + messages + "\"}]")))
                .containsExactly("So far, two partners: 1000 message = 5.40 EUR");
    }

    @Test
    void nobodySeesWhatIsNotItsOwn() {
        String stranger = own("customer", null, "NL-1002");
        assertThat(post(stranger, "SOFAR-3", "").status()).isEqualTo(422);
        assertThat(estimate(stranger, "SOFAR-3").status()).isEqualTo(404);
        assertThat(estimate(customer, "SOFAR-2").status()).isEqualTo(200);
        assertThat(estimate(sensate, "SOFAR-1").status()).isEqualTo(403);
        assertThat(post(own("partner", "cirrus", null), "SOFAR-3", "").status()).isEqualTo(422);
        assertThat(post(admin, null, "").expect(422).path("code").asText()).isEqualTo("NOT_DERIVABLE");

        String asked = post(sensate, "SOFAR-3", "").expect(201).path("id").asText();
        String owner = own("customer", null, "SOFAR-3");
        assertThat(status("GET", asked, sensate)).isEqualTo(200);
        assertThat(status("GET", asked, admin)).isEqualTo(200);
        assertThat(status("GET", asked, mobilia)).isEqualTo(404);
        assertThat(status("GET", asked, owner)).isEqualTo(404);
        assertThat(status("DELETE", asked, mobilia)).isEqualTo(404);
        assertThat(status("DELETE", asked, sensate)).isEqualTo(204);
        assertThat(status("GET", asked, sensate)).isEqualTo(404);
        String hosts = post(admin, "SOFAR-3", "").expect(201).path("id").asText();
        assertThat(status("GET", hosts, owner)).isEqualTo(404); // what the host asks about a customer is the host's
        assertThat(status("GET", hosts, stranger)).isEqualTo(404);
        assertThat(status("GET", hosts, sensate)).isEqualTo(404);
        String own = post(owner, "SOFAR-3", "").expect(201).path("id").asText();
        assertThat(status("GET", own, owner)).isEqualTo(200);
        assertThat(status("GET", own, admin)).isEqualTo(200);
        assertThat(status("GET", own, stranger)).isEqualTo(404);
        assertThat(status("GET", own, sensate)).isEqualTo(404);
    }

    @Test
    void eachLoginDeletesItsOwnQueriesAndWhoRunsTheBillingAll() {
        String auditor = own("auditor", null, null);
        String finance = own("finance", null, null);
        String asked = post(admin, "SOFAR-3", "").expect(201).path("id").asText();
        assertThat(status("DELETE", asked, auditor)).isEqualTo(403);
        assertThat(status("DELETE", asked, finance)).isEqualTo(403);
        assertThat(status("DELETE", asked, own("it-operative", null, null))).isEqualTo(403);
        assertThat(status("GET", asked, auditor)).isEqualTo(200);
        assertThat(status("DELETE", asked, own("billing-operative", null, null)))
                .isEqualTo(204);
        String audited = post(auditor, "SOFAR-3", "").expect(201).path("id").asText();
        assertThat(status("DELETE", audited, finance)).isEqualTo(403);
        assertThat(status("DELETE", audited, auditor)).isEqualTo(204);
    }

    @Test
    void theAuditLogKeepsTheQuestionWithoutTheAnswer() {
        String asked = post(customer, null, "").expect(201).path("id").asText();
        assertThat(status("DELETE", asked, customer)).isEqualTo(204);
        assertThat(HubFixture.values(
                        "nordlys",
                        "select action || ' ' || coalesce(before, after)::text from audit_event where subject ="
                                + " 'queryUsageConsumption/" + asked + "' order by id"))
                .hasSize(2)
                .allSatisfy(entry ->
                        assertThat(entry).contains("searchCriteria").doesNotContain("bucketRefOrValue", "So far"));
    }

    private static JsonNode ask(String token, String account) {
        return askFor(token, account, "");
    }

    private static JsonNode askFor(String token, String account, String more) {
        return post(token, account, more).expect(201).path("usageConsumption").path(0);
    }

    /** A query about September 2026. */
    private static Wire.Answer post(String token, String account, String more) {
        String criteria = "\"validPeriod\": {\"startDateTime\": \"2026-09-15T00:00:00Z\"}"
                + (account == null ? "" : ", \"partyAccount\": [{\"id\": \"" + uuid(account) + "\"}]")
                + (more.isEmpty() ? "" : ", " + more);
        return send("POST", QUERY, token, "{\"searchCriteria\": {" + criteria + "}}");
    }

    private static int status(String method, String query, String token) {
        return send(method, QUERY + "/" + query, token, null).status();
    }

    private static Wire.Answer estimate(String token, String account) {
        return Wire.hub().get("/hub/v1/accounts/" + account + "/estimate?date=2026-09-30", token);
    }

    private static void use(
            String partner, String token, String account, String product, String quantity, String unit) {
        String event = "[{\"id\": \"" + UUID.randomUUID() + "\", \"account\": \"" + account + "\", \"product\": \""
                + product + "\", \"at\": \"2026-09-20T10:00:00Z\", \"quantity\": " + quantity + ", \"unit\": \"" + unit
                + "\"}]";
        assertThat(send("POST", "/hub/v1/partners/" + partner + "/usage-events", token, event)
                        .expect(200)
                        .path("accepted")
                        .asInt())
                .isEqualTo(1);
    }

    private static List<String> buckets(JsonNode report) {
        List<String> buckets = new ArrayList<>();
        for (JsonNode bucket : report.path("bucketRefOrValue")) {
            JsonNode amount = bucket.path("estimatedAmount").path(0);
            buckets.add(bucket.path("partyAccount").path("name").asText() + ": "
                    + bucket.path("bucketCounter").path(0).path("valueName").asText() + " = "
                    + amount.path("value").decimalValue().setScale(2).toPlainString() + " "
                    + amount.path("unit").asText());
        }
        return buckets;
    }

    private static List<String> lines(JsonNode estimate) {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : estimate.path("lines")) {
            BigDecimal amount = line.path("amount").decimalValue();
            assertThat(line.path("explanation")).isNotEmpty();
            lines.add(line.path("account").asText() + " " + line.path("kind").asText() + " "
                    + amount.setScale(2).toPlainString());
        }
        lines.sort(null);
        return lines;
    }

    private static String start() {
        return send(
                        "POST",
                        RUNS,
                        own("billing-operative", null, null),
                        "{\"cycle\": \"so-far-billed\", \"period\": \"2026-09-01\", \"beforeEnd\": true}")
                .expect(201)
                .path("id")
                .asText();
    }

    private static String state(String run) {
        return HubFixture.get("billing-operative", RUNS + "/" + run)
                .path("state")
                .asText();
    }

    private static String uuid(String account) {
        return HubFixture.value("nordlys", "select uuid from billing_account where number = '" + account + "'");
    }

    private static String party(String key) {
        return HubFixture.value("nordlys", "select uuid from party where key = '" + key + "'");
    }

    private static String own(String role, String partner, String account) {
        return TestTokens.of(role, "nordlys", partner, account);
    }

    private static Wire.Answer send(String method, String path, String token, String json) {
        return Wire.hub().send(method, path, token, json);
    }
}
