package io.billinghub.api.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Patience;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A run of 225 bills whose hub, worker, PostgreSQL or Kafka is killed with -9 at random moments gives what a run that was left alone does: the
 * same bills, lines, shares, numbers and ledger, the same XML byte for byte. It takes a quarter of an hour and ends services that other tests
 * use, so it runs when it is asked for: {@code mvn verify -pl api -am -Dit.test=RandomCrashIT -Dcrash.points=30 -Dcrash.seed=1}.
 */
class RandomCrashIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int EXTRA = 200;
    private static final Map<String, String> SETTINGS = Map.of(
            "HUB_BILLING_ACCOUNTS_PER_SHARD", "1",
            "HUB_BILLING_WORKERS", "1",
            "HUB_BILLING_LEASE", "PT2S",
            "HUB_EVENTS_LEASE", "PT10S",
            "KAFKA_SESSION_TIMEOUT_MS", "6000",
            "HUB_ADAPTERS_SCHEDULED", "false");

    private enum Victim {
        HUB,
        WORKER,
        POSTGRES,
        KAFKA
    }

    private final EmbeddedServices services = EmbeddedServices.attachForTests();
    private final Map<String, Integer> kills = new TreeMap<>();
    private PackagedHub hub;
    private PackagedHub worker;

    /** What came of a month. */
    private record Outcome(List<String> bills, Map<String, String> documents) {}

    @Test
    void aRunThatIsKilledAtRandomGivesTheSameBills() throws Exception {
        int points = Integer.getInteger("crash.points", 0);
        assumeThat(points)
                .as("it is asked for by -Dcrash.points=N, since it ends services that other tests use")
                .isPositive();
        long seed = Long.getLong("crash.seed", 1L);
        Outcome calm = month("random_calm", 0, new Random(seed));
        int killed = 0;
        for (int month = 1; killed < points; month++) {
            Outcome outcome = month("random_crash_" + month, points - killed, new Random(seed + month));
            killed = kills.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(outcome.bills()).isEqualTo(calm.bills());
            assertThat(outcome.documents()).isEqualTo(calm.documents());
        }
        System.out.println("Seed " + seed + ": " + killed + " kills, the same "
                + calm.bills().size() + " rows and " + calm.documents().size() + " documents; " + kills);
    }

    /** Bills the month with at most so many kills. */
    private Outcome month(String database, int points, Random random) throws Exception {
        try (PackagedHub first = new PackagedHub(database, SETTINGS)) {
            hub = first.start();
            Map<String, String> billing = new HashMap<>(SETTINGS);
            billing.put("HUB_ROLES", "billing,settlement");
            try (PackagedHub second = hub.another(billing)) {
                worker = second.start();
                takeIn();
                bill(points, random);
                return outcome();
            }
        }
    }

    private void takeIn() throws IOException {
        Path demo = hub.root().resolve("demo");
        HubCalls calls = hub.calls();
        calls.post("hub-admin", "/hub/v1/imports", Files.readString(demo.resolve("master-data.json")))
                .expect(200);
        ObjectMapper json = new ObjectMapper();
        ObjectNode more = json.createObjectNode();
        ArrayNode accounts = more.putArray("accounts");
        ArrayNode links = more.putArray("accountLinks");
        ArrayNode products = more.putArray("products");
        StringBuilder rows = new StringBuilder("number,id,account,group,net,quantity,from,to\n");
        for (int i = 1; i <= EXTRA; i++) {
            String number = "X%03d".formatted(i);
            accounts.addObject()
                    .put("number", number)
                    .put("name", "Extra " + i)
                    .put("party", "havu-group")
                    .put("cycle", "monthly")
                    .put("currency", "EUR");
            links.addObject()
                    .put("partner", "kinobox")
                    .put("partnerAccount", number)
                    .put("account", number);
            products.addObject()
                    .put("key", "x-mobile-" + i)
                    .put("account", number)
                    .put("offering", "nl-mobile-s")
                    .put("startedOn", "2026-10-%02d".formatted(1 + i % 28));
            for (int line = 1; line <= 3; line++) {
                rows.append("X-2026-10,%s-%d,%s,g%d,%d.%02d,%d,2026-10-01,2026-10-31\n"
                        .formatted(number, line, number, line, i % 17 + line, i % 100, line));
            }
        }
        calls.post("marketplace-admin", "/hub/v1/imports", more.toString()).expect(200);
        calls.put("marketplace-admin", "/hub/v1/adapters/x-csv", json.readTree("""
                        {"key": "x-csv", "partner": "kinobox", "agreement": "kinobox-agency", "kind": "BILL", "transport": {"type": "push"},
                         "format": {"type": "csv"},
                         "mapping": {"columns": {"number": "number", "id": "id", "account": "account", "group": "group", "description": "group",
                                                 "net": "net", "quantity": "quantity", "from": "from", "to": "to"},
                                     "constants": {"currency": "EUR", "product": "KBX-PLUS", "unit": "piece", "taxCategory": "S", "taxRate": "25.5"}}}
                        """))
                .expect(200, 201);
        JsonNode taken = calls.push(
                        "partner-kinobox",
                        "kinobox",
                        "x-csv",
                        rows.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of())
                .expect(201);
        assertThat(taken.path("status").asText()).as("%s", taken).isEqualTo("ACCEPTED");
    }

    private void bill(int points, Random random) throws Exception {
        String run = hub.calls()
                .post(
                        "billing-operative",
                        "/hub/v1/bill-runs",
                        "{\"cycle\":\"monthly\",\"period\":\"2026-10-01\",\"beforeEnd\":true}")
                .expect(201)
                .path("id")
                .asText();
        int left = points;
        while (true) {
            String state = state(run);
            if (state.equals("FAILED")) {
                hub.calls()
                        .post("billing-operative", "/hub/v1/bill-runs/" + run + "/resume", "")
                        .expect(202);
            } else if (state.equals("IN_REVIEW")) {
                approve(run);
            } else if (state.equals("CLOSED")) {
                break;
            }
            if (left > 0) {
                Thread.sleep(random.nextInt(600));
                strike(Victim.values()[random.nextInt(Victim.values().length)], state(run));
                left--;
            } else {
                Thread.sleep(200);
            }
        }
        Patience.until("all is shared, sent and written", LONG, () -> {
            try (Books books = new Books(hub.database())) {
                return books.number("select count(*) from bill_run_shard where done <> 'WRITTEN'") == 0
                        && books.number("select count(*) from outbox where sent_at is null") == 0
                        && books.number("""
                                select count(*) from bill_line l join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
                                where c.agreement_version_id is not null and not exists (
                                  select from share s where s.bill_period = l.bill_period and s.bill_id = l.bill_id and s.line_position = l.position)
                                """) == 0;
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private void strike(Victim victim, String state) throws Exception {
        switch (victim) {
            case HUB -> hub.kill();
            case WORKER -> worker.kill();
            case POSTGRES -> end(Service.POSTGRES);
            case KAFKA -> end(Service.KAFKA);
        }
        kills.merge(victim + " in " + state, 1, Integer::sum);
        for (PackagedHub each : List.of(hub, worker)) {
            if (!each.runs()) {
                each.start();
            }
        }
    }

    /** Kills the service; its supervisor starts it again. */
    private void end(Service service) {
        long pid = now().pid(service);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Patience.until(
                service + " runs again",
                LONG,
                () -> EmbeddedServices.running(services.data())
                                .filter(live -> live.runs(service) && live.pid(service) != pid)
                                .isPresent()
                        && answers());
    }

    /** The services as they are now; what this test has attached to tells of the moment when it did. */
    private EmbeddedServices now() {
        return EmbeddedServices.running(services.data()).orElseThrow();
    }

    private boolean answers() {
        try (Books books = new Books(hub.database())) {
            return books.number("select 1") == 1;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void approve(String run) {
        Patience.until("it is approved", LONG, () -> {
            int status = hub.calls()
                    .post("billing-manager", "/hub/v1/bill-runs/" + run + "/approve", "")
                    .status();
            return status == 202 || !state(run).equals("IN_REVIEW");
        });
    }

    private String state(String run) {
        String[] state = new String[1];
        Patience.until("the run answers", LONG, () -> {
            try {
                JsonNode found = hub.calls()
                        .get("billing-operative", "/hub/v1/bill-runs/" + run)
                        .json();
                state[0] = found.path("state").asText();
                return !state[0].isEmpty();
            } catch (RuntimeException notYet) {
                return false;
            }
        });
        return state[0];
    }

    private Outcome outcome() throws Exception {
        JsonNode coherence = hub.calls().get("auditor", "/hub/v1/coherence").expect(200);
        assertThat(coherence.path("coherent").asBoolean()).as("%s", coherence).isTrue();
        try (Books books = new Books(hub.database())) {
            assertThat(books.rows(
                            "select series_id from invoice_number group by series_id having count(*) <> max(number)"))
                    .as("series with gaps")
                    .isEmpty();
            assertThat(books.rows("select event_id from outbox group by event_id having count(*) > 1"))
                    .as("events written twice")
                    .isEmpty();
            Map<String, String> documents = new TreeMap<>();
            for (Path file : CrashIT.files(hub.documents())) {
                if (file.toString().endsWith(".xml")) {
                    documents.put(file.getFileName().toString(), Files.readString(file));
                } else {
                    documents.put(file.getFileName().toString(), "there");
                }
            }
            return new Outcome(new ArrayList<>(CrashIT.bills(books)), documents);
        }
    }
}
