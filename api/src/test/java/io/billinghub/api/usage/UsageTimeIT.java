package io.billinghub.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.api.testing.Books;
import io.billinghub.api.testing.HubCalls;
import io.billinghub.api.testing.PackagedHub;
import io.billinghub.api.testing.Patience;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Usage at the instants at which periods begin, and at which clocks are changed, goes on the bill of its period, once: in zones
 * on both sides of the date line, with changes of half an hour and at midnight, in cycles of days that not each month has, and
 * over a leap day. The n-th event of an account counts 2ⁿ at a price of 1.00, so a bill's sum tells which events are on it.
 */
class UsageTimeIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String RUNS = "/hub/v1/bill-runs";
    /** Each cycle has as many accounts, with the same events. */
    private static final int ACCOUNTS = 2;

    /**
     * A cycle.
     *
     * @param days on which two periods and the one behind them begin
     * @param begins the same as instants, worked out by hand
     * @param special instants of the two periods at which something happens to the clocks
     */
    private record Cycle(
            String key, int day, String zone, List<String> days, List<Instant> begins, List<Instant> special) {

        /** One row: key | day | zone | days | begins | special. */
        static Cycle of(String row) {
            String[] cells = row.split("\\|", -1);
            return new Cycle(
                    cells[0].strip(),
                    Integer.parseInt(cells[1].strip()),
                    cells[2].strip(),
                    Arrays.asList(cells[3].strip().split(" ")),
                    instants(cells[4]),
                    instants(cells[5]));
        }

        private static List<Instant> instants(String cell) {
            return Arrays.stream(cell.strip().split(" "))
                    .filter(text -> !text.isEmpty())
                    .map(Instant::parse)
                    .toList();
        }

        /** Each begin with the last moment before it and the first second behind it, and what is special; none before the first. */
        List<Instant> events() {
            List<Instant> events = new ArrayList<>();
            for (Instant begin : begins) {
                events.addAll(List.of(begin.minusNanos(1_000), begin, begin.plusSeconds(1)));
            }
            events.addAll(special);
            return events.subList(1, events.size());
        }

        /** The events of the period as a sum of 2ⁿ; the one behind the two is period 2. */
        long sum(int period) {
            long sum = 0;
            List<Instant> events = events();
            for (int n = 0; n < events.size(); n++) {
                Instant at = events.get(n);
                boolean ended = period < 2 && !at.isBefore(begins.get(period + 1));
                if (!at.isBefore(begins.get(period)) && !ended) {
                    sum += 1L << n;
                }
            }
            return sum;
        }
    }

    private static final List<Cycle> CYCLES = """
            kiritimati | 31 | Pacific/Kiritimati  | 2024-01-31 2024-02-29 2024-03-31 | 2024-01-30T10:00:00Z 2024-02-28T10:00:00Z 2024-03-30T10:00:00Z | 2024-02-29T09:59:59Z 2024-02-29T10:00:00Z
            pago-pago  | 30 | Pacific/Pago_Pago   | 2024-01-30 2024-02-29 2024-03-30 | 2024-01-30T11:00:00Z 2024-02-29T11:00:00Z 2024-03-30T11:00:00Z | 2024-03-01T10:59:59Z 2024-03-01T11:00:00Z
            lord-howe  | 29 | Australia/Lord_Howe | 2026-02-28 2026-03-29 2026-04-29 | 2026-02-27T13:00:00Z 2026-03-28T13:00:00Z 2026-04-28T13:30:00Z | 2026-04-04T14:30:00Z 2026-04-04T14:59:59Z 2026-04-04T15:00:00Z 2026-04-04T15:29:59Z
            beirut     | 29 | Asia/Beirut         | 2026-02-28 2026-03-29 2026-04-29 | 2026-02-27T22:00:00Z 2026-03-28T22:00:00Z 2026-04-28T21:00:00Z | 2026-03-28T21:30:00Z 2026-03-28T22:30:00Z
            santiago   |  6 | America/Santiago    | 2026-08-06 2026-09-06 2026-10-06 | 2026-08-06T04:00:00Z 2026-09-06T04:00:00Z 2026-10-06T03:00:00Z | 2026-09-06T03:30:00Z 2026-09-06T04:30:00Z
            chile-fall |  5 | America/Santiago    | 2026-03-05 2026-04-05 2026-05-05 | 2026-03-05T03:00:00Z 2026-04-05T04:00:00Z 2026-05-05T04:00:00Z | 2026-04-05T02:30:00Z 2026-04-05T03:00:00Z 2026-04-05T03:30:00Z
            helsinki   |  1 | Europe/Helsinki     | 2026-09-01 2026-10-01 2026-11-01 | 2026-08-31T21:00:00Z 2026-09-30T21:00:00Z 2026-10-31T22:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z
            """.lines().map(Cycle::of).toList();

    @Test
    void noUsageIsLostOrDoubledWhereverClocksAre() throws Exception {
        try (PackagedHub hub = new PackagedHub("usage_time_it", Map.of("HUB_ADAPTERS_SCHEDULED", "false")).start()) {
            HubCalls calls = hub.calls();
            calls.post(
                            "hub-admin",
                            "/hub/v1/imports",
                            Files.readString(hub.root().resolve("demo/master-data.json")))
                    .expect(200);
            calls.post("hub-admin", "/hub/v1/imports", masterData()).expect(200);
            JsonNode taken = calls.post("partner-sensate", "/hub/v1/partners/sensate/usage-events", events())
                    .expect(200);
            assertThat(taken.path("accepted").asInt())
                    .as("%s", taken)
                    .isEqualTo(taken.path("received").asInt());
            for (int period = 0; period < 2; period++) {
                bill(calls, period);
            }
            try (Books books = new Books(hub.database())) { // reads the tenant that was made by now
                assertThat(billed(books)).isEqualTo(expected());
                assertThat(books.rows("select trim_scale(sum(quantity)) from usage_record"))
                        .as("all that came")
                        .containsExactly(Long.toString(CYCLES.stream()
                                .mapToLong(cycle ->
                                        ACCOUNTS * ((1L << cycle.events().size()) - 1))
                                .sum()));
            }
            JsonNode coherence = calls.get("auditor", "/hub/v1/coherence").expect(200);
            assertThat(coherence.path("coherent").asBoolean())
                    .as("%s", coherence)
                    .isTrue();
        }
    }

    /** All cycles at once, one of their periods after the other. */
    private static void bill(HubCalls calls, int period) {
        List<String> runs = new ArrayList<>();
        for (Cycle cycle : CYCLES) {
            String order = "{\"cycle\":\"%s\",\"period\":\"%s\",\"beforeEnd\":true}"
                    .formatted(cycle.key(), cycle.days().get(period));
            runs.add(calls.post("billing-operative", RUNS, order)
                    .expect(201)
                    .path("id")
                    .asText());
        }
        runs.forEach(run -> await(calls, run, "IN_REVIEW"));
        runs.forEach(run ->
                calls.post("billing-manager", RUNS + "/" + run + "/approve", "").expect(202));
        runs.forEach(run -> await(calls, run, "CLOSED"));
    }

    private static void await(HubCalls calls, String run, String state) {
        Patience.until("run " + run + " is " + state, LONG, () -> {
            JsonNode now = calls.get("billing-operative", RUNS + "/" + run).expect(200);
            assertThat(now.path("state").asText()).as("%s", now).isNotEqualTo("FAILED");
            return now.path("state").asText().equals(state);
        });
    }

    /** By account and first day: what the bills say, and behind them what waits for the next one. */
    private static Map<String, String> billed(Books books) throws SQLException {
        Map<String, String> billed = new TreeMap<>();
        for (String row :
                books.rows("select a.number || ' ' || b.bill_period, trim_scale(sum(l.net)) from customer_bill b"
                        + " join billing_account a on a.id = b.account_id join bill_line l on l.bill_id = b.id"
                        + " where b.state in ('sent', 'settled') group by 1 union all"
                        + " select a.number || ' ' || u.bill_period, trim_scale(sum(u.quantity)) from usage_record u"
                        + " join billing_account a on a.id = u.account_id join bill_cycle c on c.id = a.cycle_id"
                        + " where u.bill_period >= c.open_from group by 1")) {
            String[] cells = row.split(" ", -1);
            assertThat(billed.put(cells[0] + " " + cells[1], cells[2]))
                    .as("%s", row)
                    .isNull();
        }
        return billed;
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (Cycle cycle : CYCLES) {
            for (int account = 0; account < ACCOUNTS; account++) {
                for (int period = 0; period < 3; period++) {
                    expected.put(
                            number(cycle, account) + " " + cycle.days().get(period), Long.toString(cycle.sum(period)));
                }
            }
        }
        return expected;
    }

    private static String events() {
        List<String> events = new ArrayList<>();
        for (Cycle cycle : CYCLES) {
            List<Instant> instants = cycle.events();
            for (int account = 0; account < ACCOUNTS; account++) {
                for (int n = 0; n < instants.size(); n++) {
                    events.add(
                            "{\"id\": \"%1$s-%2$d\", \"account\": \"%1$s\", \"product\": \"CLOCK\", \"at\": \"%3$s\", \"quantity\": %4$d, \"unit\": \"tick\"}"
                                    .formatted(number(cycle, account), n, instants.get(n), 1L << n));
                }
            }
        }
        return events.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static String number(Cycle cycle, int account) {
        return cycle.key() + "-" + account;
    }

    private static String masterData() {
        String cycles = CYCLES.stream()
                .map(cycle ->
                        "{\"key\": \"%s\", \"name\": \"%1$s\", \"dayOfMonth\": %d, \"timeZone\": \"%s\", \"paymentDays\": 14, \"openFrom\": \"%s\"}"
                                .formatted(
                                        cycle.key(),
                                        cycle.day(),
                                        cycle.zone(),
                                        cycle.days().get(0)))
                .collect(Collectors.joining(","));
        List<String> accounts = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (Cycle cycle : CYCLES) {
            for (int n = 0; n < ACCOUNTS; n++) {
                accounts.add(
                        "{\"number\": \"%s\", \"name\": \"Clock\", \"party\": \"merituuli-shipping\", \"cycle\": \"%s\", \"currency\": \"EUR\"}"
                                .formatted(number(cycle, n), cycle.key()));
                links.add("{\"partner\": \"sensate\", \"partnerAccount\": \"%1$s\", \"account\": \"%1$s\"}"
                        .formatted(number(cycle, n)));
            }
        }
        return """
                {"cycles": [%s], "accounts": [%s], "accountLinks": [%s],
                 "agreements": [{"key": "clocks", "name": "Clocks", "partner": "sensate", "versions": [{"version": 1, "validFrom": "2024-01-01",
                   "sellingModel": "RESALE", "currency": "EUR", "shareModel": {"type": "percentage",
                   "shares": [{"party": "sensate", "percent": "60"}, {"party": "nordlys", "percent": "40"}]}, "residueParty": "sensate"}]}],
                 "offerings": [{"key": "clock", "name": "Clock", "agreement": "clocks", "unit": "tick", "taxClass": "reduced",
                   "partnerProducts": ["CLOCK"], "pricePlans": [{"key": "clock", "version": 1, "name": "One a tick", "currency": "EUR",
                   "unit": "tick", "validFrom": "2024-01-01", "model": {"type": "perUnit", "unitPrice": "1.00"}}]}]}
                """.formatted(cycles, String.join(",", accounts), String.join(",", links));
    }
}
