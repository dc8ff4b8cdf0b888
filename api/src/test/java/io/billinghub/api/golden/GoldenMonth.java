package io.billinghub.api.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.HubFixture;
import io.billinghub.api.testing.Patience;
import io.billinghub.api.testing.TestTokens;
import io.billinghub.api.testing.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** October 2026 of a tenant of its own: the golden bills, and as many made up by chance as asked for, taken in and billed over REST. */
final class GoldenMonth {

    static final String TENANT = "golden";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "number,id,account,product,group,description,quantity,net,category,rate,from,to\n";
    private static final Map<String, String> PARTNERS = Map.of(
            "resale-eur",
            "cloud",
            "resale-usd",
            "cloud",
            "resale-jpy",
            "cloud",
            "resale-kwd",
            "cloud",
            "agency-soft",
            "soft",
            "agency-radio",
            "radio");

    private static boolean begun;

    private GoldenMonth() {}

    /** The scenarios that were written by hand. */
    static List<GoldenScenario> scenarios() {
        return GoldenScenario.read(new String(resource("/golden/bills.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList());
    }

    /** Bills the month, once in a test run. */
    static synchronized void bill() {
        if (begun) {
            return;
        }
        begun = true;
        List<GoldenScenario> all = new java.util.ArrayList<>(scenarios());
        all.addAll(RandomBills.of(Long.getLong("golden.seed", 20261101), Integer.getInteger("golden.random", 200)));
        ObjectNode masterData = masterData(all);
        send("POST", "/hub/v1/imports", "hub-admin", "application/json", masterData.toString(), 200);
        Map<String, StringBuilder> documents = new TreeMap<>();
        int id = 0;
        for (GoldenScenario scenario : all) {
            for (GoldenScenario.Line line : scenario.lines()) {
                documents
                        .computeIfAbsent(line.adapter(), adapter -> new StringBuilder(COLUMNS))
                        .append(line.csv("L" + ++id))
                        .append('\n');
            }
        }
        documents.forEach((adapter, rows) -> push(adapter, rows.toString()));
        run();
    }

    private static ObjectNode masterData(List<GoldenScenario> scenarios) {
        try {
            ObjectNode document = (ObjectNode) JSON.readTree(resource("/golden/master-data.json"));
            scenarios.forEach(scenario -> scenario.accounts().forEach(account -> account.addTo(document)));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void push(String adapter, String rows) {
        String partner = PARTNERS.get(adapter);
        boolean agency = adapter.startsWith("agency");
        String currency =
                agency ? "EUR" : adapter.substring(adapter.length() - 3).toUpperCase(java.util.Locale.ROOT);
        send(
                "PUT",
                "/hub/v1/adapters/" + adapter,
                "marketplace-admin",
                "application/json",
                """
                {"key": "%1$s", "partner": "%2$s", "agreement": "%1$s", "kind": "BILL", "transport": {"type": "push"},
                 "format": {"type": "csv"},
                 "mapping": {"columns": {"number": "number", "id": "id", "account": "account", "product": "product", "group": "group", "description": "description",
                               "quantity": "quantity", "net": "net", %3$s "from": "from", "to": "to"},
                             "constants": {"currency": "%4$s", "unit": "piece"}, "periodEnd": "exclusive"}}
                """.formatted(
                                adapter,
                                partner,
                                agency ? "\"taxCategory\": \"category\", \"taxRate\": \"rate\"," : "",
                                currency),
                200);
        JsonNode document = send(
                "POST",
                "/hub/v1/partners/" + partner + "/documents?adapter=" + adapter,
                "marketplace-admin",
                "text/csv",
                rows,
                201);
        if (!document.path("status").asText().equals("ACCEPTED")) {
            throw new AssertionError("lines of " + adapter + " wait: " + document
                    + HubFixture.values(TENANT, "select rule_code || ' ' || detail from quarantine_entry limit 20"));
        }
    }

    private static void run() {
        String run = send(
                        "POST",
                        "/hub/v1/bill-runs",
                        "billing-operative",
                        "application/json",
                        "{\"cycle\": \"golden\", \"period\": \"2026-10-01\"}",
                        201)
                .path("id")
                .asText();
        finish(run);
    }

    /** Approves the run when it is in review, and waits until it is closed. */
    static void finish(String run) {
        await(run, "IN_REVIEW");
        send("POST", "/hub/v1/bill-runs/" + run + "/approve", "billing-manager", "application/json", "", 202);
        await(run, "CLOSED");
    }

    private static void await(String run, String state) {
        Patience.until(
                "the run is " + state,
                Duration.ofMinutes(2),
                () -> get("/hub/v1/bill-runs/" + run).path("state").asText().equals(state));
    }

    /** What the billing manager is answered. */
    static JsonNode get(String path) {
        return Wire.hub().get(path, token("billing-manager")).expect(200);
    }

    /** The same, as bytes. */
    static Wire.Answer file(String path) {
        return Wire.hub().get(path, token("billing-manager"));
    }

    static JsonNode send(String method, String path, String role, String mediaType, String body, int expected) {
        return Wire.hub()
                .send(
                        method,
                        path,
                        token(role),
                        Map.of(
                                "Content-Type",
                                mediaType,
                                "Idempotency-Key",
                                UUID.randomUUID().toString()),
                        body)
                .expect(expected);
    }

    private static String token(String role) {
        return TestTokens.of(role, TENANT, null, null);
    }

    static byte[] resource(String name) {
        try (InputStream in = GoldenMonth.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
