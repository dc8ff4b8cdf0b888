package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.usage.EventKey;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is stored of the events that a batch names: those that it takes back, and those that take back. Nobody else takes back events of the
 * partner until the transaction ends, so what is read stays true.
 *
 * @param known by the keys of events, and of events that were taken back
 */
record Originals(Map<String, Original> known) {

    /**
     * A key that is there.
     *
     * @param takesBack whether it is an event that counts nothing and takes another one back
     * @param cycle id of the cycle of its account; null where there is none, or the login may not see the account
     * @param counted first day of the period in which it counts; null where there is no record of it
     * @param at when it happened; null likewise
     * @param evidence whether it is charged by no run
     */
    record Original(boolean takesBack, Long cycle, LocalDate counted, Instant at, boolean evidence) {}

    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('usage taken back of ' || $1, 0))";

    private static final String KNOWN = """
            select k.event_id, k.bill_period is null as takes_back, a.cycle_id, coalesce(u.rated_period, u.bill_period), u.occurred_at,
                   coalesce(u.evidence, false)
              from unnest($2::text[]) as w (event_id)
              join usage_key k on k.partner_id = $1 and k.event_id = w.event_id
              left join usage_record u on u.bill_period = k.bill_period and u.document_id = k.document_id and u.position = k.position
              left join billing_account a on a.id = u.account_id
            """;

    Originals {
        known = Map.copyOf(known);
    }

    /** Reads what the takers need; a batch without any waits for nobody. */
    static Originals of(SqlConnection connection, long partner, List<TakingBack.Taker> takers) {
        if (takers.isEmpty()) {
            return new Originals(Map.of());
        }
        Set<String> wanted = new HashSet<>();
        for (TakingBack.Taker taker : takers) {
            wanted.add(taker.key());
            wanted.add(taker.original());
            wanted.add(EventKey.takenBack(taker.original()));
        }
        Waiting.of(connection.preparedQuery(LOCK).execute(Tuple.of(Long.toString(partner))));
        Map<String, Original> known = new HashMap<>();
        Tuple values = Tuple.of(partner, wanted.toArray(String[]::new));
        for (Row row : Waiting.of(connection.preparedQuery(KNOWN).execute(values))) {
            OffsetDateTime at = row.getOffsetDateTime(4);
            known.put(
                    row.getString(0),
                    new Original(
                            row.getBoolean(1),
                            row.getLong(2),
                            row.getLocalDate(3),
                            at == null ? null : at.toInstant(),
                            row.getBoolean(5)));
        }
        return new Originals(known);
    }

    /** Ids of the cycles whose usage may be taken back. */
    Set<Long> cycles() {
        return known.values().stream()
                .map(Original::cycle)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
