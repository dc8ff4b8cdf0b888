package io.billinghub.embedded.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.HubClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Partners' usage on its way to the hub, in batches, and which of it the hub did not take in. */
final class UsageFeed {

    private static final int BATCH = 10_000;

    private final HubClient hub;
    private final String user;
    private final Set<String> notTaken = new HashSet<>();
    private int events;

    /** @param user who sends on behalf of the partners */
    UsageFeed(HubClient hub, String user) {
        this.hub = hub;
        this.user = user;
    }

    /** Sends events, each by its partner, in batches. */
    void send(Map<Partner, List<UsageEvent>> usage) throws InterruptedException {
        for (Map.Entry<Partner, List<UsageEvent>> of : usage.entrySet()) {
            for (int from = 0; from < of.getValue().size(); from += BATCH) {
                send(
                        of.getKey(),
                        of.getValue().subList(from, Math.min(of.getValue().size(), from + BATCH)));
            }
        }
    }

    private void send(Partner partner, List<UsageEvent> batch) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        batch.forEach(event -> text.append(event.json()));
        JsonNode answer = HubClient.expect(
                hub.postBytes(
                        user,
                        "/hub/v1/partners/" + partner.key() + "/usage-events",
                        "application/x-ndjson",
                        text.toString().getBytes(StandardCharsets.UTF_8)),
                "usage of " + partner.key(),
                200,
                201);
        answer.path("events")
                .forEach(event -> notTaken.add(key(partner, event.path("id").asText())));
        events += batch.size();
    }

    /** Whether the hub has told of an event that it is none of anybody's, or was there before. */
    boolean told(Delivery delivery) {
        Partner partner = delivery.bill().partner();
        return delivery.usage().stream().anyMatch(event -> notTaken.contains(key(partner, event.id())));
    }

    /** Events that were sent. */
    int events() {
        return events;
    }

    private static String key(Partner partner, String id) {
        return partner.key() + " " + id;
    }

    /** The usage behind right bills. */
    static Map<Partner, List<UsageEvent>> of(List<Bill> bills) {
        Map<Partner, List<UsageEvent>> usage = new HashMap<>();
        bills.forEach(bill ->
                usage.computeIfAbsent(bill.partner(), none -> new ArrayList<>()).addAll(UsageEvent.of(bill)));
        return usage;
    }

    /** The usage that comes with deliveries, before their bills or behind them. */
    static Map<Partner, List<UsageEvent>> of(List<Delivery> deliveries, boolean late) {
        Map<Partner, List<UsageEvent>> usage = new HashMap<>();
        deliveries.forEach(delivery -> usage.computeIfAbsent(delivery.bill().partner(), none -> new ArrayList<>())
                .addAll(late ? delivery.late() : delivery.usage()));
        return usage;
    }
}
