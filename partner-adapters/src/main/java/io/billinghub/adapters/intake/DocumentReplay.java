package io.billinghub.adapters.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Judges what is in quarantine of one document again: its raw bytes are read with the adapter's current version, and the lines that pass
 * now are accepted in the period that is open now, as if they had come now. All in one transaction under the lock of the document: two
 * replays at once, or one that is repeated after a crash, accept nothing twice.
 */
@ApplicationScoped
public class DocumentReplay {

    private static final Logger LOG = Logger.getLogger(DocumentReplay.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CURRENT = """
            select d.id, d.uuid, d.partner_id, r.key as partner, d.status, d.file_name, a.key as adapter,
                   v.descriptor::text as descriptor
              from received_document d
              join party_role r on r.id = d.partner_id
              left join adapter a on a.id = d.adapter_id
              left join adapter_version v on v.adapter_id = a.id and v.version = a.version
             where d.id = $1
            """;
    // as if it had just been received: whatever was refused has left nothing but its bytes and its findings
    private static final String RECEIVE_AGAIN = """
            update received_document d set status = 'RECEIVED', adapter_version = a.version
              from adapter a where a.id = d.adapter_id and d.id = $1 and d.status = 'REFUSED'
               and not exists (select from quarantine_entry q where q.document_id = d.id and q.status = 'REJECTED')
            """;
    private static final String RELEASE_REFUSALS = """
            update quarantine_entry set status = 'RELEASED', settled_at = $2, settled_by = $3
             where document_id = $1 and severity = 'REFUSE' and status = 'OPEN'
            """;
    private static final String LOCK = """
            select accepted_lines + quarantined_lines as lines, status from received_document where id = $1 for update
            """;
    private static final String READ_WITH = """
            update received_document d set adapter_version = a.version from adapter a where a.id = d.adapter_id and d.id = $1
            """;
    private static final String REPLACED =
            "another bill of the partner has taken the place of this one: nothing of it is billed any more";
    private static final String PENDING = """
            select true from quarantine_replay_document where replay_id = $1 and document_id = $2 and status = 'PENDING' for update
            """;
    private static final String DONE = """
            update quarantine_replay_document
               set status = $3, accepted = $4, waiting = $5, code = $6, detail = $7, leased_until = null
             where replay_id = $1 and document_id = $2 and status = 'PENDING'
            """;

    private final TenantTransaction transactions;
    private final DocumentProcessing processing;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public DocumentReplay(
            TenantTransaction transactions,
            DocumentProcessing processing,
            Outbox outbox,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.processing = processing;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** A document of a replay. */
    public record Item(long replayId, UUID replay, String requestedBy, long documentId) {}

    private record Result(String status, int accepted, int waiting, String code, String detail) {
        static Result failed(String code, String detail) {
            return new Result("FAILED", 0, 0, code, detail);
        }
    }

    /** Judges the document again, and notes in the replay what became of it. Does nothing if that has been done. */
    public Uni<Void> replay(TenantContext context, Item item) {
        return transactions
                .run(
                        context,
                        connection -> connection
                                .preparedQuery(CURRENT)
                                .execute(Tuple.of(item.documentId()))
                                .map(rows -> toProcess(rows.iterator().next())))
                .flatMap(document -> replay(context, item, document));
    }

    private Uni<Void> replay(TenantContext context, Item item, DocumentRows.ToProcess document) {
        if (document.descriptor() == null) {
            return note(
                    context,
                    item,
                    Result.failed(
                            AdapterError.NOT_REPLAYABLE.name(),
                            "the document came without an adapter: send its events again"));
        }
        if (document.status().equals(DocumentRows.REPLACED)) {
            return note(context, item, Result.failed(AdapterError.NOT_REPLAYABLE.name(), REPLACED));
        }
        boolean untaken = document.status().equals("REFUSED") || document.pending();
        Uni<Void> work = untaken ? receiveAgain(context, item) : judgeAgain(context, item, document);
        return work.onFailure(HubException.class)
                .recoverWithUni(failure -> note(
                        context,
                        item,
                        Result.failed(((HubException) failure).code().name(), failure.getMessage())))
                .onFailure(RefusedException.class)
                .recoverWithUni(failure -> note(
                        context,
                        item,
                        Result.failed(
                                ((RefusedException) failure).rule().name(),
                                ((RefusedException) failure).place() + ": " + failure.getMessage())));
    }

    /** A document that was refused whole is received again, by the ordinary way. */
    private Uni<Void> receiveAgain(TenantContext context, Item item) {
        return transactions
                .run(
                        context,
                        connection -> connection
                                .preparedQuery(RECEIVE_AGAIN)
                                .execute(Tuple.of(item.documentId()))
                                .flatMap(updated -> updated.rowCount() == 0
                                        ? Uni.createFrom().voidItem()
                                        : connection
                                                .preparedQuery(RELEASE_REFUSALS)
                                                .execute(Tuple.of(
                                                        item.documentId(),
                                                        clock.instant().atOffset(java.time.ZoneOffset.UTC),
                                                        item.requestedBy()))
                                                .replaceWithVoid()))
                .flatMap(ready -> processing.process(context, item.documentId(), null))
                .flatMap(outcome -> note(
                        context,
                        item,
                        outcome instanceof IntakeOutcome.Refused
                                ? Result.failed(
                                        outcome.document()
                                                .findings()
                                                .get(0)
                                                .rule()
                                                .name(),
                                        outcome.document().findings().get(0).detail())
                                : new Result(
                                        "DONE",
                                        outcome.document().acceptedLines(),
                                        outcome.document().quarantinedLines(),
                                        null,
                                        null)));
    }

    private Uni<Void> judgeAgain(TenantContext context, Item item, DocumentRows.ToProcess document) {
        return Waiting.onWorker(Scratch::new)
                .flatMap(scratch -> Waiting.onWorker(() -> processing.firstReading(context, document, null, scratch))
                        .flatMap(reading -> processing
                                .prepare(context, reading)
                                .flatMap(ready -> transactions.run(
                                        context,
                                        connection -> Waiting.onWorker(() -> {
                                            accept(context, connection, item, reading);
                                            return (Void) null;
                                        }))))
                        .onFailure()
                        .transform(failure -> RefusedValue.of(failure, "document")
                                .map(Throwable.class::cast)
                                .orElse(failure))
                        .eventually(scratch::close));
    }

    private void accept(
            TenantContext context, SqlConnection connection, Item item, DocumentProcessing.Reading reading) {
        DocumentRows.ToProcess document = reading.document();
        Row locked = Waiting.of(connection.preparedQuery(LOCK).execute(Tuple.of(document.id())))
                .iterator()
                .next();
        if (Waiting.of(connection.preparedQuery(PENDING).execute(Tuple.of(item.replayId(), item.documentId())))
                        .size()
                == 0) {
            return; // another process was faster
        }
        if (locked.getString("status").equals(DocumentRows.REPLACED)) {
            throw new HubException(AdapterError.NOT_REPLAYABLE, REPLACED);
        }
        int lines = locked.getInteger("lines");
        if (reading.facts().judged() != lines) {
            throw new HubException(
                    AdapterError.READ_DIFFERENTLY,
                    "the document had " + lines + " lines, the adapter reads "
                            + reading.facts().judged() + " now");
        }
        KnownEntries known = KnownEntries.of(connection, document.id());
        if (known.rejected(KnownEntries.DOCUMENT)) {
            throw new HubException(AdapterError.ENTRY_SETTLED, "the document was rejected");
        }
        ReplayWrites writes =
                new ReplayWrites(connection, context.tenantId(), document.id(), document.partnerId(), known);
        List<AgreementTerms> versions = Lookups.agreement(
                connection, document.partnerId(), reading.descriptor().agreement());
        if (versions.isEmpty()) {
            throw new HubException(
                    AdapterError.UNKNOWN_AGREEMENT,
                    "there is no agreement " + reading.descriptor().agreement() + " with this partner");
        }
        Restatement restatement = reading.bill()
                .map(bill -> Restatement.begin(connection, document.partnerId(), bill))
                .orElse(Restatement.none());
        Lookups lookups = Lookups.of(
                connection,
                document.partnerId(),
                AccountLinks.stored(
                        connection, document.partnerId(), reading.facts().accounts()),
                reading.facts().products(),
                restatement.cycles());
        restatement.lockPartner();
        if (reading.bill().isEmpty() && ReplayedBill.isThere(connection, document.id())) {
            throw new HubException(
                    AdapterError.READ_DIFFERENTLY, "the document was read as a bill, the adapter reads usage now");
        }
        Acceptance acceptance = reading.bill().isPresent()
                ? bill(context, connection, reading, versions, lookups, writes, known, restatement, item)
                : usage(reading, versions, lookups, writes, known, item);
        finish(context, connection, item, reading, locked.getString("status"), acceptance);
    }

    private Acceptance bill(
            TenantContext context,
            SqlConnection connection,
            DocumentProcessing.Reading reading,
            List<AgreementTerms> versions,
            Lookups lookups,
            ReplayWrites writes,
            KnownEntries known,
            Restatement restatement,
            Item item) {
        CanonicalBill bill = reading.bill().orElseThrow();
        ReplayedBill stored = ReplayedBill.of(connection, reading.document().id());
        ServicePeriod period = reading.facts()
                .period(bill)
                .orElseThrow(
                        () -> new HubException(AdapterError.READ_DIFFERENTLY, "no line has a period that can be read"));
        AgreementTerms terms = stored.terms(versions, period);
        BitSet waiting = writes.waitingLines(stored.id());
        boolean blocked = stored.judge(reading, bill, terms, writes, known, ids);
        stored.head(reading.document().partnerId(), bill, period, terms);
        Acceptance.Bill of = new Acceptance.Bill(
                stored.id(), bill.currency(), period, blocked, reading.facts().repeats());
        Rejudging again = new Rejudging(writes, lookups, terms, of, ids, clock.instant(), known, waiting);
        read(reading, again);
        List<DomainEvent> replaced =
                stored.assure(reading, bill, period, terms, again, writes, known, restatement, ids, clock.instant());
        if (!replaced.isEmpty()) {
            Waiting.of(outbox.append(connection, context, replaced));
        }
        writes.release(waiting, clock.instant(), item.requestedBy());
        stored.sums();
        return again.acceptance();
    }

    private Acceptance usage(
            DocumentProcessing.Reading reading,
            List<AgreementTerms> versions,
            Lookups lookups,
            ReplayWrites writes,
            KnownEntries known,
            Item item) {
        AgreementTerms terms = versions.get(0).forever(versions);
        BitSet waiting = writes.waitingUsage(reading.document().id());
        Rejudging again = new Rejudging(writes, lookups, terms, null, ids, clock.instant(), known, waiting);
        read(reading, again);
        writes.release(waiting, clock.instant(), item.requestedBy());
        return again.acceptance();
    }

    private static void read(DocumentProcessing.Reading reading, Rejudging again) {
        try {
            reading.parser().parse(reading.file(), line -> line.tell(again));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        again.acceptance().flush();
    }

    private void finish(
            TenantContext context,
            SqlConnection connection,
            Item item,
            DocumentProcessing.Reading reading,
            String before,
            Acceptance acceptance) {
        DocumentRows.ToProcess document = reading.document();
        int lines = reading.facts().judged();
        int accepted = acceptance.accepted();
        Row counts = Waiting.of(connection
                        .preparedQuery("select accepted_lines from received_document where id = $1")
                        .execute(Tuple.of(document.id())))
                .iterator()
                .next();
        int waiting = lines - counts.getInteger(0) - accepted;
        DocumentRows.Counted counted =
                Waiting.of(DocumentRows.addAccepted(connection, document.id(), accepted, waiting));
        Waiting.of(connection.preparedQuery(READ_WITH).execute(Tuple.of(document.id())));
        List<DomainEvent> events = new ArrayList<>();
        if (!counted.status().equals(before)) {
            events.add(DocumentEvents.event(
                    document,
                    counted.status(),
                    reading.bill().map(CanonicalBill::number).orElse(null),
                    counted.accepted(),
                    waiting,
                    clock.instant()));
        }
        if (accepted > 0) {
            events.add(released(document, item, accepted, waiting));
        }
        if (!events.isEmpty()) {
            Waiting.of(outbox.append(connection, context, events));
        }
        Waiting.of(note(connection, item, new Result("DONE", accepted, waiting, null, null)));
        LOG.debugf("Replay of document %d: %d lines accepted, %d wait", document.id(), accepted, waiting);
    }

    private DomainEvent released(DocumentRows.ToProcess document, Item item, int accepted, int waiting) {
        String type = "io.billinghub.quarantine.released.v1";
        return new DomainEvent(
                StableId.of(document.uuid(), type + "/" + item.replay()),
                Topic.DOCUMENTS,
                document.partner(),
                type,
                document.uuid().toString(),
                clock.instant(),
                JSON.createObjectNode()
                        .put("documentId", document.uuid().toString())
                        .put("partner", document.partner())
                        .put("replayId", item.replay().toString())
                        .put("acceptedLines", accepted)
                        .put("waitingLines", waiting)
                        .toString());
    }

    private Uni<Void> note(TenantContext context, Item item, Result result) {
        return transactions.run(context, connection -> note(connection, item, result));
    }

    private static Uni<Void> note(SqlConnection connection, Item item, Result result) {
        Tuple values = Tuple.tuple()
                .addLong(item.replayId())
                .addLong(item.documentId())
                .addString(result.status())
                .addInteger(result.accepted())
                .addInteger(result.waiting())
                .addString(result.code())
                .addString(result.detail());
        return connection.preparedQuery(DONE).execute(values).replaceWithVoid();
    }

    private static DocumentRows.ToProcess toProcess(Row row) {
        return new DocumentRows.ToProcess(
                row.getLong("id"),
                row.getUUID("uuid"),
                row.getLong("partner_id"),
                row.getString("partner"),
                row.getString("adapter"),
                row.getString("status"),
                row.getString("file_name"),
                row.getString("descriptor"));
    }
}
