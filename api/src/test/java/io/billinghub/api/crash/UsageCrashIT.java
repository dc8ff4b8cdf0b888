package io.billinghub.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Patience;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Eight clients send the same batches of usage at once, and batches that overlap, each in an order of its own, while the hub
 * is killed with -9 three times; each sends a batch again until it has an answer. Each event counts once.
 */
class UsageCrashIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int CLIENTS = 8;
    private static final int BATCHES = 20;
    private static final int SIZE = 250;
    /** The last 100 events of a batch are the first ones of the next. */
    private static final int STEP = 150;
    /** Without the first one, which is sent alone: it makes the month's tables, which all would wait for. */
    private static final int EVENTS = (BATCHES - 1) * STEP + SIZE;

    private static final List<String> ACCOUNTS =
            List.of("sns-merituuli", "sns-lumo", "sns-kasvihuone", "sns-lammitys", "sns-polar");
    private static final String ROWS = "usage_record";
    private static final String SENSATE = "partner-sensate";
    private static final String PATH = "/hub/v1/partners/sensate/usage-events";

    /** How often an answer has told of an event, by its number, that it was accepted. */
    private final Map<Integer, AtomicInteger> accepted = new ConcurrentHashMap<>();
    /** Batches of which an answer was lost. */
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();

    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void eachEventCountsOnceWhoeverSendsItAndWheneverTheHubIsKilled() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (PackagedHub hub = new PackagedHub("usage_crash_it", Map.of("HUB_ADAPTERS_SCHEDULED", "false")).start()) {
            HubCalls calls = hub.calls();
            calls.post(
                            "hub-admin",
                            "/hub/v1/imports",
                            Files.readString(hub.root().resolve("demo/master-data.json")))
                    .expect(200);
            calls.post(SENSATE, PATH, body(List.of(EVENTS))).expect(200);
            try (Books books = new Books(hub.database())) { // reads the tenant that was made by now
                List<Future<?>> clients = killTwice(hub, books, threads);
                assertThat(books.number("select count(*) from usage_record"))
                        .as("events kept at the second kill")
                        .isBetween(2L, (long) EVENTS);
                hub.start();
                for (Future<?> client : clients) {
                    client.get();
                }
                eachEventCountsOnce(books);
            }
            assertThat(lost).as("batches without an answer").isNotEmpty();
            assertThat(answers).hasValue(CLIENTS * BATCHES);
            fatesAreTold();
            JsonNode coherence = calls.get("auditor", "/hub/v1/coherence").expect(200);
            assertThat(coherence.path("coherent").asBoolean())
                    .as("%s", coherence)
                    .isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Kills when events are claimed and not yet written, and again when some batches are kept and others about to be. */
    private List<Future<?>> killTwice(PackagedHub hub, Books books, ExecutorService threads) throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        try (Books.Hold rows = books.holdTable(ROWS)) {
            for (int client = 0; client < CLIENTS; client++) {
                Random order = new Random(client);
                HubCalls calls = hub.calls();
                clients.add(threads.submit(() -> sendAll(calls, order)));
            }
            // claimed by those who wait for the table; the others wait for their claims
            Patience.until("claims wait", LONG, () -> waitingForClaims(books) > 0 && books.waitingFor(ROWS) > 0);
            hub.kill();
        }
        assertThat(books.number("select count(*) from usage_key")).isEqualTo(1);
        hub.start();
        Patience.until("a batch is kept", LONG, () -> books.number("select count(*) from usage_record") > 1);
        try (Books.Hold rows = books.holdTable(ROWS)) {
            Patience.until("batches wait", LONG, () -> books.waitingFor(rows.table()) > 0);
            hub.kill();
        }
        return clients;
    }

    private static long waitingForClaims(Books books) throws SQLException {
        return books.number("select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and wait_event = 'transactionid'");
    }

    private void sendAll(HubCalls calls, Random order) {
        List<Integer> batches =
                new ArrayList<>(IntStream.range(0, BATCHES).boxed().toList());
        Collections.shuffle(batches, order);
        for (int batch : batches) {
            List<Integer> events = new ArrayList<>(
                    IntStream.range(batch * STEP, batch * STEP + SIZE).boxed().toList());
            if (order.nextBoolean()) {
                Collections.shuffle(events, order); // else the same bytes as others send
            }
            takeNote(events, untilAnswered(calls, batch, body(events)));
        }
    }

    private JsonNode untilAnswered(HubCalls calls, int batch, String body) {
        while (true) {
            try {
                HubCalls.Reply reply = calls.post(SENSATE, PATH, body);
                if (reply.status() != 429 && reply.status() != 503) {
                    return reply.expect(200);
                }
            } catch (UncheckedIOException noAnswer) {
                lost.add(batch);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void takeNote(List<Integer> events, JsonNode answer) {
        assertThat(answer.path("refused").asInt()).as("%s", answer).isZero();
        Set<Integer> duplicates = new HashSet<>();
        for (JsonNode event : answer.path("events")) {
            assertThat(event.path("fate").asText()).isEqualTo("duplicate");
            duplicates.add(events.get(event.path("position").asInt() - 1));
        }
        assertThat(answer.path("duplicates").asInt()).isEqualTo(duplicates.size());
        assertThat(answer.path("accepted").asInt()).isEqualTo(SIZE - duplicates.size());
        for (int event : events) {
            if (!duplicates.contains(event)) {
                accepted.computeIfAbsent(event, n -> new AtomicInteger()).incrementAndGet();
            }
        }
        answers.incrementAndGet();
    }

    private static void eachEventCountsOnce(Books books) throws SQLException {
        BigDecimal sum = IntStream.rangeClosed(0, EVENTS)
                .mapToObj(UsageCrashIT::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(books.rows("select count(*), trim_scale(sum(quantity)) from usage_record"))
                .containsExactly(EVENTS + 1 + " " + sum.stripTrailingZeros().toPlainString());
        assertThat(books.number("select count(*) from usage_key")).isEqualTo(EVENTS + 1);
        assertThat(books.number("select sum(accepted_lines) from received_document"))
                .isEqualTo(EVENTS + 1);
    }

    /** No event was told to be accepted twice; one that never was is of a batch whose answer was lost. */
    private void fatesAreTold() {
        for (int event = 0; event < EVENTS; event++) {
            AtomicInteger told = accepted.get(event);
            if (told == null) {
                int number = event;
                assertThat(lost)
                        .as("batches without an answer; event %s was never told to be accepted", event)
                        .anyMatch(batch -> batch * STEP <= number && number < batch * STEP + SIZE);
            } else {
                assertThat(told).as("event %s", event).hasValue(1);
            }
        }
    }

    private static String body(List<Integer> events) {
        return events.stream().map(UsageCrashIT::event).collect(Collectors.joining(",", "[", "]"));
    }

    private static String event(int number) {
        return "{\"source\": \"gate-%d\", \"id\": \"e%d\", \"account\": \"%s\", \"product\": \"SNS-MSG\", \"at\": \"2026-10-10T12:00:00Z\", \"quantity\": \"%s\", \"unit\": \"message\"}"
                .formatted(
                        number % 3,
                        number,
                        ACCOUNTS.get(number % ACCOUNTS.size()),
                        quantity(number).toPlainString());
    }

    private static BigDecimal quantity(int number) {
        return BigDecimal.valueOf(25 + 100L * (number % 7), 2);
    }
}
