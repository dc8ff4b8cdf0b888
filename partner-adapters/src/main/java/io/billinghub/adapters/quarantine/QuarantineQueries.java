package io.billinghub.adapters.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.StableId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/** What is in quarantine, as the API shows it; a partner's login sees its own alone, and not who is at it. */
@ApplicationScoped
public class QuarantineQueries {

    private static final String ENTRIES = """
            select q.id, q.uuid, d.uuid as document, d.id as document_id, d.size, r.key as partner, a.key as adapter, b.number, q.position,
                   q.place, q.rule_code, q.severity, q.cause, q.detail, q.what_to_do, q.amount, q.currency, q.status,
                   case when hub_partner() is null then q.assignee end as assignee, q.reason, q.settled_at,
                   case when hub_partner() is null then q.settled_by end as settled_by, q.created_at, q.evidence
              from quarantine_entry q
              join received_document d on d.id = q.document_id
              join party_role r on r.id = q.partner_id
              left join adapter a on a.id = d.adapter_id
              left join partner_bill b on b.id = q.partner_bill_id
            """;
    private static final String LIST = ENTRIES + """
             where ($1::bigint is null or q.id < $1) and ($2::uuid is null or d.uuid = $2)
               and ($3::text is null or q.status = $3) and ($4::text is null or r.key = $4)
               and ($5::text is null or q.rule_code = $5) and ($6::text is null or a.key = $6)
               and ($7::text is null or (q.assignee = $7 and hub_partner() is null))
               and ($8::timestamptz is null or q.created_at <= $8) and ($9::text is null or q.cause = $9)
             order by q.id desc limit $10
            """;
    // an amount that breaks two rules is at stake under both
    private static final String CAUSES = """
            with e as (
              select r.key as partner, r.uuid as role, q.rule_code, q.cause, q.currency, q.amount, q.document_id, q.created_at, q.what_to_do
                from quarantine_entry q join party_role r on r.id = q.partner_id
               where q.status = 'OPEN' and q.severity <> 'WARN'
                 and ($1::text is null or r.key = $1) and ($2::text is null or q.rule_code = $2)),
            g as (
              select partner, role, rule_code, cause, count(*) as entries, count(distinct document_id) as documents,
                     min(created_at) as oldest, max(created_at) as newest, min(what_to_do) as what_to_do
                from e group by partner, role, rule_code, cause),
            m as (
              select partner, rule_code, cause, array_agg(currency || ' ' || amount) as amounts
                from (select partner, rule_code, cause, currency, sum(amount) as amount from e
                       where currency is not null and amount is not null group by partner, rule_code, cause, currency) c
               group by partner, rule_code, cause)
            select g.*, m.amounts from g
              left join m on m.partner = g.partner and m.rule_code = g.rule_code and m.cause is not distinct from g.cause
             order by g.entries desc, g.partner, g.rule_code, g.cause nulls first offset $3 limit $4
            """;
    private static final String THREAD = """
            select c.uuid, c.author, c.by_partner, c.staff_only, c.text, d.uuid as document, c.written_at
              from quarantine_comment c left join received_document d on d.id = c.document_id
             where c.entry_id = $1 order by c.id limit 500
            """;

    private final Clock clock;

    public QuarantineQueries(Clock clock) {
        this.clock = clock;
    }

    /**
     * Which entries a list shows; null where all.
     *
     * @param status OPEN, RELEASED, WAIVED or REJECTED
     * @param olderThan how long ago an entry was made, at least
     */
    public record Filter(
            UUID document,
            String status,
            String partner,
            String rule,
            String adapter,
            String assignee,
            Duration olderThan,
            String cause) {}

    /**
     * An entry; what does not apply is null, and left out in JSON: position where it is about the whole document, amount where none is at stake.
     *
     * @param cause the value that is missing or wrong
     * @param waivable whether it can be accepted as it is, with a reason
     * @param ageDays whole days since it was made
     * @param evidence what was expected, what is stated, the difference and the cause; null where the rule compares nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuarantineView(
            UUID id,
            UUID document,
            String partner,
            String adapter,
            String documentNumber,
            Integer position,
            String place,
            String ruleCode,
            String severity,
            String cause,
            String detail,
            String whatToDo,
            BigDecimal amount,
            String currency,
            String status,
            boolean waivable,
            String assignee,
            String reason,
            String settledBy,
            Instant settledAt,
            Instant createdAt,
            long ageDays,
            Map<String, String> evidence) {}

    /** Entries with the place of the page behind them. */
    public record Page<T>(List<T> items, OptionalLong next) {}

    /**
     * Open entries of one cause.
     *
     * @param id the same as long as there are any: of partner, rule and value
     * @param cause the value that is missing or wrong; null where the rule alone says it
     * @param atStake amounts by ISO 4217 code, unrounded
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CauseView(
            UUID id,
            String partner,
            String ruleCode,
            String cause,
            String whatToDo,
            long entries,
            long documents,
            Map<String, BigDecimal> atStake,
            Instant oldest,
            Instant newest) {}

    /** What was said of an entry; {@code document} is the one that answers it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CommentView(
            UUID id,
            String author,
            boolean byPartner,
            boolean staffOnly,
            String text,
            UUID document,
            Instant writtenAt) {}

    /** An entry with the row of its document, and what was said of it. */
    public record Found(long id, long documentId, long documentSize, QuarantineView entry, List<CommentView> thread) {}

    /** A page of entries, newest first. */
    public Uni<Page<QuarantineView>> list(SqlConnection connection, Filter filter, OptionalLong cursor, int limit) {
        OffsetDateTime until = filter.olderThan() == null
                ? null
                : clock.instant().minus(filter.olderThan()).atOffset(ZoneOffset.UTC);
        Tuple values = Tuple.tuple()
                .addLong(cursor.isPresent() ? cursor.getAsLong() : null)
                .addUUID(filter.document())
                .addString(filter.status())
                .addString(filter.partner())
                .addString(filter.rule())
                .addString(filter.adapter())
                .addString(filter.assignee())
                .addValue(until)
                .addString(filter.cause())
                .addInteger(limit + 1);
        return connection.preparedQuery(LIST).execute(values).map(rows -> {
            List<QuarantineView> items = new ArrayList<>();
            OptionalLong next = OptionalLong.empty();
            long last = 0;
            for (Row row : rows) {
                if (items.size() == limit) {
                    next = OptionalLong.of(last);
                    break;
                }
                items.add(entry(row));
                last = row.getLong("id");
            }
            return new Page<>(items, next);
        });
    }

    /**
     * A page of the causes of what is open, those with most entries first.
     *
     * @param after how many causes stand before the page
     */
    public Uni<Page<CauseView>> causes(SqlConnection connection, String partner, String rule, long after, int limit) {
        return connection
                .preparedQuery(CAUSES)
                .execute(Tuple.of(partner, rule, after, limit + 1))
                .map(rows -> {
                    List<CauseView> items = new ArrayList<>();
                    for (Row row : rows) {
                        items.add(cause(row));
                    }
                    return items.size() <= limit
                            ? new Page<>(items, OptionalLong.empty())
                            : new Page<>(items.subList(0, limit), OptionalLong.of(after + limit));
                });
    }

    /** One entry with its thread; fails with UNKNOWN_ENTRY. */
    public Uni<Found> one(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(ENTRIES + " where q.uuid = $1")
                .execute(Tuple.of(id))
                .flatMap(rows -> {
                    if (rows.size() == 0) {
                        throw new HubException(AdapterError.UNKNOWN_ENTRY, "there is no quarantine entry " + id);
                    }
                    Row row = rows.iterator().next();
                    return connection
                            .preparedQuery(THREAD)
                            .execute(Tuple.of(row.getLong("id")))
                            .map(comments -> {
                                List<CommentView> thread = new ArrayList<>();
                                comments.forEach(comment -> thread.add(comment(comment)));
                                return new Found(
                                        row.getLong("id"),
                                        row.getLong("document_id"),
                                        row.getLong("size"),
                                        entry(row),
                                        thread);
                            });
                });
    }

    private QuarantineView entry(Row row) {
        Instant created = row.getOffsetDateTime("created_at").toInstant();
        OffsetDateTime settled = row.getOffsetDateTime("settled_at");
        return new QuarantineView(
                row.getUUID("uuid"),
                row.getUUID("document"),
                row.getString("partner"),
                row.getString("adapter"),
                row.getString("number"),
                row.getInteger("position"),
                row.getString("place"),
                row.getString("rule_code"),
                row.getString("severity"),
                row.getString("cause"),
                row.getString("detail"),
                row.getString("what_to_do"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getString("status"),
                waivable(row.getString("status"), row.getString("severity"), row.getString("rule_code")),
                row.getString("assignee"),
                row.getString("reason"),
                row.getString("settled_by"),
                settled == null ? null : settled.toInstant(),
                created,
                Math.max(0, Duration.between(created, clock.instant()).toDays()),
                evidence(row.getJsonObject("evidence")));
    }

    private static Map<String, String> evidence(JsonObject json) {
        if (json == null) {
            return null;
        }
        Map<String, String> evidence = new TreeMap<>();
        json.fieldNames().stream()
                .filter(name -> json.getValue(name) != null)
                .forEach(name -> evidence.put(name, json.getString(name)));
        return evidence;
    }

    /** Whether an entry can be waived: it keeps lines back, and the catalogue lets its rule only warn. */
    static boolean waivable(String status, String severity, String rule) {
        return status.equals("OPEN")
                && severity.equals("QUARANTINE")
                && RuleCode.valueOf(rule).mildest() == Severity.WARN;
    }

    private static CauseView cause(Row row) {
        Map<String, BigDecimal> atStake = new TreeMap<>();
        String[] amounts = row.getArrayOfStrings("amounts");
        for (String amount : amounts == null ? new String[0] : amounts) {
            int space = amount.indexOf(' ');
            atStake.put(amount.substring(0, space), new BigDecimal(amount.substring(space + 1)));
        }
        return new CauseView(
                StableId.of(row.getUUID("role"), row.getString("rule_code") + "/" + row.getString("cause")),
                row.getString("partner"),
                row.getString("rule_code"),
                row.getString("cause"),
                row.getString("what_to_do"),
                row.getLong("entries"),
                row.getLong("documents"),
                atStake,
                row.getOffsetDateTime("oldest").toInstant(),
                row.getOffsetDateTime("newest").toInstant());
    }

    private static CommentView comment(Row row) {
        return new CommentView(
                row.getUUID("uuid"),
                row.getString("author"),
                row.getBoolean("by_partner"),
                row.getBoolean("staff_only"),
                row.getString("text"),
                row.getUUID("document"),
                row.getOffsetDateTime("written_at").toInstant());
    }
}
