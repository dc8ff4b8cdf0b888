package io.billinghub.embedded.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One bill run through the hub's API, each step by the user whose job it is. */
final class BenchRun {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String OPERATIVE = "billing-operative";
    private static final String RUNS = "/hub/v1/bill-runs";
    private static final String ORDER = "{\"cycle\":\"monthly\",\"period\":\"2026-10-01\",\"beforeEnd\":true}";
    /** Until the bills are published; the wait for the approver is in none of them, giving numbers is measured by itself. */
    private static final Set<String> MEASURED =
            Set.of("SCHEDULED", "COLLECTING", "VALIDATING", "RATING", "CONSOLIDATING", "APPROVED");

    private final HubClient hub;
    private final String order;

    BenchRun(HubClient hub) {
        this(hub, ORDER);
    }

    /** @param order what the run is started with */
    BenchRun(HubClient hub, String order) {
        this.hub = hub;
        this.order = order;
    }

    /**
     * What the run did and how long it took.
     *
     * @param bills published
     * @param lines on them
     * @param seconds by stage, in order; {@code APPROVAL} is the request that gives the numbers
     * @param sharesSeconds from published bills to the last party's share
     * @param coherent whether the hub finds no contradiction in its own data
     */
    record Ran(int bills, int lines, Map<String, Double> seconds, double sharesSeconds, boolean coherent) {
        /** From accepted lines to published bills, without the wait for an approver. */
        double toPublished() {
            return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** Starts, approves, waits for the bills. */
    String publish(Map<String, Double> seconds) throws InterruptedException {
        return publish(seconds, Optional.empty());
    }

    /** @param reviewer is shown the report of the run before it is approved */
    String publish(Map<String, Double> seconds, Optional<Consumer<JsonNode>> reviewer) throws InterruptedException {
        String run = HubClient.expect(hub.post(OPERATIVE, RUNS, order), "the start of the bill run", 201)
                .path("id")
                .asText();
        await(run, Set.of("IN_REVIEW"));
        if (reviewer.isPresent()) {
            reviewer.get().accept(report(run, ""));
        }
        long begin = System.nanoTime();
        HubClient.expect(
                hub.post("billing-manager", RUNS + "/" + run + "/approve", ""), "the approval of the bill run", 202);
        double approval = (System.nanoTime() - begin) / 1e9;
        await(run, Set.of("PUBLISHED", "CLOSED"));
        for (JsonNode stage : report(run, "?part=stages").path("stages")) {
            String name = stage.path("stage").asText();
            if (name.equals("APPROVED")) {
                seconds.put("APPROVAL", approval);
            }
            if (MEASURED.contains(name)) {
                seconds.put(name, Double.parseDouble(stage.path("seconds").asText()));
            }
        }
        return run;
    }

    /** Starts, waits until there are bills to look at; answers the seconds by stage. */
    Map<String, Double> review() throws InterruptedException {
        String run = HubClient.expect(hub.post(OPERATIVE, RUNS, order), "the start of the bill run", 201)
                .path("id")
                .asText();
        await(run, Set.of("IN_REVIEW"));
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (JsonNode stage : report(run, "?part=stages").path("stages")) {
            seconds.put(
                    stage.path("stage").asText(),
                    Double.parseDouble(stage.path("seconds").asText("0")));
        }
        return seconds;
    }

    /** Waits until the run is closed and each partner line has its shares. */
    void awaitShares(String run) throws InterruptedException {
        long begin = System.nanoTime();
        await(run, Set.of("CLOSED"));
        while (true) {
            long asked = System.nanoTime();
            JsonNode expected = report(run, "?part=sharesExpected").path("sharesExpected");
            if (expected.path("lines").asLong() <= expected.path("shared").asLong()) {
                return;
            }
            requirePatience(begin, "shares are missing");
            // the report counts all lines: asked without a pause, it would slow down what is waited for
            long answered = System.nanoTime();
            Thread.sleep(Math.max(1_000, TimeUnit.NANOSECONDS.toMillis(4 * (answered - asked))));
        }
    }

    /** Counts what was billed and asks the hub whether all holds together. */
    Ran figures(String run, Map<String, Double> seconds, double sharesSeconds) throws InterruptedException {
        JsonNode bills = report(run, "?part=bills").path("bills");
        JsonNode coherence = HubClient.expect(hub.get("auditor", "/hub/v1/coherence"), "the coherence check", 200);
        return new Ran(
                bills.path("count").asInt(),
                bills.path("lines").asInt(),
                new LinkedHashMap<>(seconds),
                sharesSeconds,
                coherence.path("coherent").asBoolean());
    }

    private void await(String run, Set<String> states) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            JsonNode node = HubClient.expect(hub.get(OPERATIVE, RUNS + "/" + run), "the bill run", 200);
            String state = node.path("state").asText();
            if (states.contains(state)) {
                return;
            }
            if (state.equals("FAILED")) {
                throw new EmbeddedServicesException(
                        "The bill run failed: " + node.path("failure").asText());
            }
            requirePatience(begin, "the bill run stands at " + state);
            Thread.sleep(250);
        }
    }

    private static void requirePatience(long begin, String what) {
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
            throw new EmbeddedServicesException("After " + PATIENCE.toMinutes() + " minutes " + what);
        }
    }

    private JsonNode report(String run, String query) throws InterruptedException {
        return HubClient.expect(
                hub.get(OPERATIVE, RUNS + "/" + run + "/report" + query), "the report of the bill run", 200);
    }
}
