package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.identity.IdGenerator;
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
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * Judges what is in quarantine of one document again: its raw bytes are read with the adapter's current version, and the lines that pass
 * now are accepted in the period that is open now, as if they had come now. All in one transaction under the lock of the document: two
 * replays at once, or one that is repeated after a crash, accept nothing twice.
 */
@ApplicationScoped
public class DocumentReplay {

    private static final String CURRENT = """
            select d.id, d.uuid, d.partner_id, r.key as partner, d.status, d.file_name, d.transport, d.content_type, a.key as adapter,
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
            select accepted_lines + quarantined_lines as lines, quarantined_lines, status from received_document where id = $1 for update
            """;
    private static final String REPLACED =
            "another bill of the partner has taken the place of this one: nothing of it is billed any more";
    private static final String PENDING = """
            select true from quarantine_replay_document where replay_id = $1 and document_id = $2 and status = 'PENDING' for update
            """;

    private final TenantTransaction transactions;
    private final DocumentProcessing processing;
    private final BatchReplay batches;
    private final Outbox outbox;
    private final ReplayEnd end;
    private final IdGenerator ids;
    private final Clock clock;

    public DocumentReplay(
            TenantTransaction transactions,
            DocumentProcessing processing,
            BatchReplay batches,
            Outbox outbox,
            IdGenerator ids,
            Clock clock) {
        this.transactions = transactions;
        this.processing = processing;
        this.batches = batches;
        this.outbox = outbox;
        this.end = new ReplayEnd(outbox, clock);
        this.ids = ids;
        this.clock = clock;
    }

    /** A document of a replay. */
    public record Item(long replayId, UUID replay, String requestedBy, long documentId) {}

    /** Judges the document again, and notes in the replay what became of it. Does nothing if that has been done. */
    public Uni<Void> replay(TenantContext context, Item item) {
        return transactions
                .run(
                        context,
                        connection -> connection
                                .preparedQuery(CURRENT)
                                .execute(Tuple.of(item.documentId()))
                                .map(rows -> rows.iterator().next()))
                .flatMap(row -> replay(
                        context,
                        item,
                        toProcess(row),
                        BatchReplay.reads(row.getString("transport"), row.getString("content_type"))));
    }

    private Uni<Void> replay(TenantContext context, Item item, DocumentRows.ToProcess document, boolean batch) {
        if (document.descriptor() == null && !batch) {
            return note(
                    context,
                    item,
                    ReplayEnd.Result.failed(
                            AdapterError.NOT_REPLAYABLE.name(),
                            "the document came without an adapter, and its sender was told: send it again"));
        }
        if (document.status().equals(DocumentRows.REPLACED)) {
            return note(context, item, ReplayEnd.Result.failed(AdapterError.NOT_REPLAYABLE.name(), REPLACED));
        }
        boolean untaken = document.status().equals("REFUSED") || document.pending();
        Uni<Void> work = batch
                ? judgeBatch(context, item, document)
                : untaken ? receiveAgain(context, item) : judgeAgain(context, item, document);
        return work.onFailure(HubException.class)
                .recoverWithUni(failure -> note(
                        context,
                        item,
                        ReplayEnd.Result.failed(((HubException) failure).code().name(), failure.getMessage())))
                .onFailure(RefusedException.class)
                .recoverWithUni(failure -> note(
                        context,
                        item,
                        ReplayEnd.Result.failed(
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
                                ? ReplayEnd.Result.failed(
                                        outcome.document()
                                                .findings()
                                                .get(0)
                                                .rule()
                                                .name(),
                                        outcome.document().findings().get(0).detail())
                                : new ReplayEnd.Result(
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

    private Uni<Void> judgeBatch(TenantContext context, Item item, DocumentRows.ToProcess document) {
        return Waiting.onWorker(() -> batches.events(context, document.id()))
                .flatMap(events -> transactions.run(
                        context,
                        connection -> Waiting.onWorker(() -> {
                            Row locked = lock(connection, item);
                            if (isPending(connection, item)) {
                                BatchReplay.Judged judged =
                                        batches.judge(connection, context, document, events, item.requestedBy());
                                int waiting =
                                        locked.getInteger("quarantined_lines") - judged.accepted() - judged.gone();
                                end.finish(
                                        context,
                                        connection,
                                        item,
                                        new ReplayEnd.Finished(
                                                document,
                                                null,
                                                locked.getString("status"),
                                                judged.accepted(),
                                                Math.max(0, waiting)));
                            }
                            return (Void) null;
                        })))
                .onFailure()
                .transform(failure -> RefusedValue.of(failure, "document")
                        .map(Throwable.class::cast)
                        .orElse(failure));
    }

    private static Row lock(SqlConnection connection, Item item) {
        return Waiting.of(connection.preparedQuery(LOCK).execute(Tuple.of(item.documentId())))
                .iterator()
                .next();
    }

    /** Whether no other process was faster. */
    private static boolean isPending(SqlConnection connection, Item item) {
        return Waiting.of(connection.preparedQuery(PENDING).execute(Tuple.of(item.replayId(), item.documentId())))
                        .size()
                > 0;
    }

    private void accept(
            TenantContext context, SqlConnection connection, Item item, DocumentProcessing.Reading reading) {
        DocumentRows.ToProcess document = reading.document();
        Row locked = lock(connection, item);
        if (!isPending(connection, item)) {
            return;
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
                .map(bill -> Restatement.begin(connection, document, bill))
                .orElse(Restatement.none());
        Lookups lookups = Lookups.of(
                        connection,
                        document.partnerId(),
                        AccountLinks.stored(
                                connection,
                                document.partnerId(),
                                reading.facts().accounts()),
                        reading.facts().products(),
                        restatement.cycles())
                .withHeld(connection, document.partnerId());
        restatement.lockPartner();
        if (reading.bill().isEmpty() && ReplayedBill.isThere(connection, document.id())) {
            throw new HubException(
                    AdapterError.READ_DIFFERENTLY, "the document was read as a bill, the adapter reads usage now");
        }
        Acceptance acceptance = reading.bill().isPresent()
                ? bill(context, connection, reading, versions, lookups, writes, known, restatement, item)
                : usage(reading, versions, lookups, writes, known, item);
        Row counts = Waiting.of(connection
                        .preparedQuery("select accepted_lines from received_document where id = $1")
                        .execute(Tuple.of(document.id())))
                .iterator()
                .next();
        int accepted = acceptance.accepted();
        end.finish(
                context,
                connection,
                item,
                new ReplayEnd.Finished(
                        document,
                        reading.bill().map(CanonicalBill::number).orElse(null),
                        locked.getString("status"),
                        accepted,
                        lines - counts.getInteger(0) - accepted));
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

    private Uni<Void> note(TenantContext context, Item item, ReplayEnd.Result result) {
        return transactions.run(context, connection -> ReplayEnd.note(connection, item, result));
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
