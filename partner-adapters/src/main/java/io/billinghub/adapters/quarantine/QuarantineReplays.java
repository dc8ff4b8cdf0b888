package io.billinghub.adapters.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.intake.DocumentReplay;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Replays: documents whose quarantined lines are judged again, in a queue that any process with the role adapters works on. */
@ApplicationScoped
public class QuarantineReplays {

    private static final Logger LOG = Logger.getLogger(QuarantineReplays.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As long as a process may take for a document before another one tries too; both would do it once. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Behind the first failure; each one after it waits four times as long, so that the last attempt is about six hours later. */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private static final int WAIT_GROWS_BY = 4;
    private static final int MOST_ATTEMPTS = 6;
    private static final int LONGEST_DETAIL = 500;
    private static final int SHOWN = 500;

    private static final String TOUCHED = """
            from quarantine_entry q
              join received_document d on d.id = q.document_id
              join party_role r on r.id = q.partner_id
             where
            """ + Selection.OPEN;
    // a waiver whose replay failed leaves no open entry, and its lines wait all the same
    private static final String DOCUMENTS_TOUCHED = "select q.document_id " + TOUCHED + """
            union
            select d.id from received_document d join party_role r on r.id = d.partner_id where
            """ + Selection.STILL_WAITING;
    private static final String COUNT = "select currency, entries, amount, (select count(*) from (" + DOCUMENTS_TOUCHED
            + ") x) as documents from (select q.currency, count(*) as entries, sum(q.amount) as amount " + TOUCHED
            + " group by q.currency union all select null, 0, null) e order by currency";
    private static final String INSERT = """
            insert into quarantine_replay (tenant_id, uuid, requested_by, requested_at, selection)
            values (hub_tenant(), $1, $2, $3, $4::text::jsonb) returning id
            """;
    private static final String QUEUE = "insert into quarantine_replay_document (tenant_id, replay_id, document_id)"
            + " select hub_tenant(), $6::bigint, x.document_id from (" + DOCUMENTS_TOUCHED + ") x";
    private static final String QUEUE_DOCUMENT = """
            insert into quarantine_replay_document (tenant_id, replay_id, document_id) values (hub_tenant(), $1, $2)
            """;
    // one at a time: what makes a process die must not wear out the attempts of others
    private static final String CLAIM = """
            update quarantine_replay_document x set leased_until = $2, attempts = x.attempts + 1
              from (select replay_id, document_id from quarantine_replay_document
                     where status = 'PENDING' and (leased_until is null or leased_until < $1)
                     order by replay_id, document_id limit 1 for update skip locked) p,
                   quarantine_replay r
             where x.replay_id = p.replay_id and x.document_id = p.document_id and r.id = x.replay_id
            returning x.replay_id, r.uuid, r.requested_by, x.document_id, x.attempts
            """;
    private static final String FAILED = """
            update quarantine_replay_document x
               set code = $3, detail = $4, leased_until = $5, status = case when $5::timestamptz is null then 'FAILED' else x.status end
              from received_document d join party_role r on r.id = d.partner_id
             where x.replay_id = $1 and x.document_id = $2 and x.status = 'PENDING' and d.id = x.document_id
            returning d.uuid, r.key
            """;
    private static final String ONE = """
            select p.uuid, p.requested_by, p.requested_at, p.selection::text as selection, count(x.*) as documents,
                   count(x.*) filter (where x.status = 'PENDING') as pending, count(x.*) filter (where x.status = 'FAILED') as failed,
                   coalesce(sum(x.accepted), 0) as accepted, coalesce(sum(x.waiting), 0) as waiting
              from quarantine_replay p left join quarantine_replay_document x on x.replay_id = p.id
             where p.uuid = $1 group by p.id
            """;
    private static final String DOCUMENTS = """
            select d.uuid, x.status, x.accepted, x.waiting, x.attempts, x.code, x.detail
              from quarantine_replay p
              join quarantine_replay_document x on x.replay_id = p.id
              join received_document d on d.id = x.document_id
             where p.uuid = $1 order by x.status = 'FAILED' desc, x.document_id limit $2
            """;

    private final TenantTransaction transactions;
    private final Tenants tenants;
    private final DocumentReplay documents;
    private final AuditLog audit;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public QuarantineReplays(
            TenantTransaction transactions,
            Tenants tenants,
            DocumentReplay documents,
            AuditLog audit,
            Outbox outbox,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.documents = documents;
        this.audit = audit;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a selection touches.
     *
     * @param atStake amounts by ISO 4217 code, unrounded
     */
    public record Touched(long documents, long entries, Map<String, BigDecimal> atStake) {}

    /**
     * A document of a replay; {@code waiting} lines are still not accepted.
     *
     * @param status PENDING, DONE, or FAILED where it could not be replayed and is not tried again
     * @param attempts how often a process has begun with it
     * @param code why it could not be replayed, or not yet; else left out, as is the detail
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayedDocument(
            UUID document,
            String status,
            int acceptedLines,
            int waitingLines,
            int attempts,
            String code,
            String detail) {}

    /**
     * A replay.
     *
     * @param status PENDING while a document waits for its turn, else DONE; those that could not be replayed are counted in failed
     * @param items the first 500 documents, those that failed before the others
     */
    public record ReplayView(
            UUID id,
            String status,
            String requestedBy,
            Instant requestedAt,
            long documents,
            long pending,
            long failed,
            long acceptedLines,
            long waitingLines,
            List<ReplayedDocument> items) {}

    /** Counts what the selection touches, and changes nothing. */
    public Uni<Touched> count(SqlConnection connection, Selection selection) {
        return connection.preparedQuery(COUNT).execute(selection.values()).map(rows -> {
            Map<String, BigDecimal> atStake = new TreeMap<>();
            long entries = 0;
            long touched = 0;
            for (Row row : rows) {
                entries += row.getLong("entries");
                touched = row.getLong("documents");
                if (row.getString("currency") != null && row.getBigDecimal("amount") != null) {
                    atStake.put(row.getString("currency"), row.getBigDecimal("amount"));
                }
            }
            return new Touched(touched, entries, atStake);
        });
    }

    /** Queues a replay of all documents that the selection touches; answers it as it stands. */
    public Uni<ReplayView> start(SqlConnection connection, TenantContext context, Selection selection) {
        UUID id = ids.next();
        return insert(connection, context, id, json(selection))
                .flatMap(replay -> connection
                        .preparedQuery(QUEUE)
                        .execute(selection.values().addLong(replay)))
                .flatMap(queued -> audit.append(
                        connection,
                        context,
                        "quarantine.replay",
                        "quarantine-replay/" + id,
                        Optional.empty(),
                        Optional.of(json(selection))))
                .flatMap(noted -> one(connection, id));
    }

    /** Queues a replay of one document; answers its id. */
    Uni<UUID> start(SqlConnection connection, TenantContext context, long document) {
        UUID id = ids.next();
        return insert(connection, context, id, "{}")
                .flatMap(replay -> connection.preparedQuery(QUEUE_DOCUMENT).execute(Tuple.of(replay, document)))
                .replaceWith(id);
    }

    private Uni<Long> insert(SqlConnection connection, TenantContext context, UUID id, String selection) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, context.actor(), clock.instant().atOffset(ZoneOffset.UTC), selection))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** One replay; fails with UNKNOWN_REPLAY. */
    public Uni<ReplayView> one(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(DOCUMENTS)
                .execute(Tuple.of(id, SHOWN))
                .map(rows -> {
                    List<ReplayedDocument> items = new ArrayList<>();
                    for (Row row : rows) {
                        items.add(new ReplayedDocument(
                                row.getUUID("uuid"),
                                row.getString("status"),
                                row.getInteger("accepted"),
                                row.getInteger("waiting"),
                                row.getInteger("attempts"),
                                row.getString("code"),
                                row.getString("detail")));
                    }
                    return items;
                })
                .flatMap(items -> connection
                        .preparedQuery(ONE)
                        .execute(Tuple.of(id))
                        .map(rows -> {
                            if (rows.size() == 0) {
                                throw new HubException(AdapterError.UNKNOWN_REPLAY, "there is no replay " + id);
                            }
                            return view(rows.iterator().next(), items);
                        }));
    }

    private static ReplayView view(Row row, List<ReplayedDocument> items) {
        long pending = row.getLong("pending");
        return new ReplayView(
                row.getUUID("uuid"),
                pending > 0 ? "PENDING" : "DONE",
                row.getString("requested_by"),
                row.getOffsetDateTime("requested_at").toInstant(),
                row.getLong("documents"),
                pending,
                row.getLong("failed"),
                row.getLong("accepted"),
                row.getLong("waiting"),
                items);
    }

    /** Works on what is queued, of all tenants, until nothing is left that nobody is at. */
    public Uni<Void> work() {
        return tenants.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(tenant -> work(TenantContext.of(tenant, "adapters")))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> work(TenantContext context) {
        return PollLoop.untilNothingIsLeft(() -> claim(context)
                .flatMap(claimed -> claimed.map(work -> attempt(context, work).replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false))));
    }

    /** A document that is this process's turn; {@code number} counts this attempt too. */
    private record Attempt(DocumentReplay.Item item, int number) {}

    private Uni<Void> attempt(TenantContext context, Attempt attempt) {
        if (attempt.number() > MOST_ATTEMPTS) {
            return failed(context, attempt, "the process ended while it was at it");
        }
        return documents
                .replay(context, attempt.item())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(
                            failure,
                            "Document %d could not be replayed, attempt %d of %d",
                            attempt.item().documentId(),
                            attempt.number(),
                            MOST_ATTEMPTS);
                    return failed(context, attempt, failure.toString());
                })
                // the lease ends by itself
                .onFailure()
                .invoke(failure -> LOG.errorf(
                        failure,
                        "It could not be noted that document %d was not replayed",
                        attempt.item().documentId()))
                .onFailure()
                .recoverWithNull();
    }

    /** Leaves the document alone for a while, or gives it up and tells so. */
    private Uni<Void> failed(TenantContext context, Attempt attempt, String why) {
        Instant now = clock.instant();
        boolean last = attempt.number() >= MOST_ATTEMPTS;
        Duration wait = FIRST_WAIT;
        for (int before = 1; before < attempt.number(); before++) {
            wait = wait.multipliedBy(WAIT_GROWS_BY);
        }
        String plain = why.replace('\0', ' ');
        String detail = plain.length() > LONGEST_DETAIL ? plain.substring(0, LONGEST_DETAIL) : plain;
        Tuple values = Tuple.tuple()
                .addLong(attempt.item().replayId())
                .addLong(attempt.item().documentId())
                .addString(AdapterError.REPLAY_FAILED.name())
                .addString(detail)
                .addOffsetDateTime(last ? null : now.plus(wait).atOffset(ZoneOffset.UTC));
        return transactions.run(
                context,
                connection -> connection.preparedQuery(FAILED).execute(values).flatMap(rows -> {
                    if (!last || rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    Row row = rows.iterator().next();
                    return outbox.append(
                            connection, context, List.of(givenUp(attempt, row.getUUID("uuid"), row.getString("key"))));
                }));
    }

    /** What went wrong inside of the hub is for its staff, and stands in the replay. */
    private DomainEvent givenUp(Attempt attempt, UUID document, String partner) {
        return new DomainEvent(
                ids.next(),
                Topic.DOCUMENTS,
                partner,
                "io.billinghub.quarantine.replay-failed.v1",
                document.toString(),
                clock.instant(),
                JSON.createObjectNode()
                        .put("documentId", document.toString())
                        .put("partner", partner)
                        .put("replayId", attempt.item().replay().toString())
                        .put("attempts", attempt.number())
                        .put("code", AdapterError.REPLAY_FAILED.name())
                        .toString());
    }

    private Uni<Optional<Attempt>> claim(TenantContext context) {
        Instant now = clock.instant();
        Tuple values = Tuple.of(now.atOffset(ZoneOffset.UTC), now.plus(LEASE).atOffset(ZoneOffset.UTC));
        return transactions.run(
                context,
                connection -> connection.preparedQuery(CLAIM).execute(values).map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Attempt(
                                new DocumentReplay.Item(
                                        row.getLong("replay_id"),
                                        row.getUUID("uuid"),
                                        row.getString("requested_by"),
                                        row.getLong("document_id")),
                                row.getInteger("attempts")));
                    }
                    return Optional.<Attempt>empty();
                }));
    }

    private static String json(Selection selection) {
        try {
            return JSON.writeValueAsString(selection);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a selection can always be written", e);
        }
    }
}
