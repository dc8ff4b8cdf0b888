package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * To which accounts partners' customer numbers are linked, kept between batches: a batch of thousands of events names almost as many
 * accounts, and finding them all anew costs as much as their keys. Nothing outdated is answered: each batch asks table {@code account_link_change}
 * first whether a transaction that the kept links can't know of has changed any.
 */
@ApplicationScoped
class AccountLinks {

    /** Customer numbers of all partners together; about 200 bytes each. */
    private static final int MOST_NUMBERS = 200_000;

    /** A database that was set back to an earlier time knows less transactions than this process. */
    private static final Duration KEPT_AT_MOST = Duration.ofMinutes(5);

    private static final String CHANGED = """
            select pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   (select changed_in::text::bigint from account_link_change where partner_id = $1 order by changed_in desc limit 1)
            """;

    private static final String LINKS = """
            select l.partner_account, l.account_id, greatest(l.valid_from, date '0001-01-01') as valid_from,
                   least(l.valid_to, date '9999-12-31') as valid_to, a.cycle_id
              from account_link l join billing_account a on a.id = l.account_id
             where l.partner_id = $1 and l.partner_account = any($2)
            """;

    private final Clock clock;
    private final Map<Long, Kept> partners = new ConcurrentHashMap<>();

    AccountLinks(Clock clock) {
        this.clock = clock;
    }

    /** A customer number's account on the days {@code [from, to)}. */
    record AccountLink(long accountId, LocalDate from, LocalDate to, long cycleId) {}

    /**
     * Links of one partner.
     *
     * @param oldest the oldest transaction that was running before any of them was read: all before it are seen in them
     */
    private record Kept(long oldest, Instant since, Map<String, List<AccountLink>> links) {}

    /** The links of those numbers that have one, as they are stored. */
    static Map<String, List<AccountLink>> stored(SqlConnection connection, long partner, Collection<String> numbers) {
        Map<String, List<AccountLink>> links = new HashMap<>();
        Tuple values = Tuple.of(partner, numbers.toArray(String[]::new));
        for (Row row : Waiting.of(connection.preparedQuery(LINKS).execute(values))) {
            links.computeIfAbsent(row.getString(0), number -> new ArrayList<>(1))
                    .add(new AccountLink(row.getLong(1), row.getLocalDate(2), row.getLocalDate(3), row.getLong(4)));
        }
        return links;
    }

    /** The same, of which only those are read that are not kept. */
    Map<String, List<AccountLink>> of(SqlConnection connection, long partner, Set<String> numbers) {
        Map<String, List<AccountLink>> kept = current(connection, partner).links();
        Map<String, List<AccountLink>> links = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (String number : numbers) {
            List<AccountLink> known = kept.get(number);
            if (known == null) {
                missing.add(number);
            } else {
                links.put(number, known);
            }
        }
        if (!missing.isEmpty()) {
            Map<String, List<AccountLink>> read = stored(connection, partner, missing);
            links.putAll(read);
            read.forEach((number, found) -> kept.put(number, List.copyOf(found)));
        }
        return links;
    }

    /** What is kept of the partner and still holds. What is read after this call may be kept in it. */
    private Kept current(SqlConnection connection, long partner) {
        Row row = Waiting.of(connection.preparedQuery(CHANGED).execute(Tuple.of(partner)))
                .iterator()
                .next();
        long oldest = row.getLong(0);
        Long changed = row.getLong(1);
        Instant now = clock.instant();
        if (partners.values().stream().mapToInt(each -> each.links().size()).sum() > MOST_NUMBERS) {
            partners.clear();
        }
        return partners.compute(partner, (id, kept) -> {
            boolean holds = kept != null
                    && (changed == null || changed < kept.oldest())
                    && now.isBefore(kept.since().plus(KEPT_AT_MOST));
            return holds ? kept : new Kept(oldest, now, new ConcurrentHashMap<>());
        });
    }
}
