package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.usage.EventSequence;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.BitSet;
import java.util.List;

/**
 * Judges again what is in quarantine of a batch of usage events that no sender waits for, such as those of RADIUS accounting: by the same
 * rules and statements as when it came. An event that was taken in by another way meanwhile is known by its id and counts nothing here. For
 * worker threads.
 */
@ApplicationScoped
class BatchReplay {

    private final DocumentStore store;
    private final AccountLinks links;
    private final IdGenerator ids;
    private final Clock clock;

    BatchReplay(DocumentStore store, AccountLinks links, IdGenerator ids, Clock clock) {
        this.store = store;
        this.links = links;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether a document that came so can be read again without an adapter. */
    static boolean reads(String transport, String contentType) {
        return UsageBatches.TRANSPORT.equals(transport) && EventSequence.CONTENT_TYPE.equals(contentType);
    }

    /** The document's events; fails with a HubException READ_DIFFERENTLY. */
    List<ReadEvent> events(TenantContext context, long document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int position = 0;
        for (byte[] chunk = Waiting.of(store.chunk(context, document, position));
                chunk.length > 0;
                chunk = Waiting.of(store.chunk(context, document, position))) {
            bytes.writeBytes(chunk);
            position++;
        }
        return EventSequence.read(bytes.toByteArray());
    }

    /**
     * What became of a document's events that waited.
     *
     * @param accepted now
     * @param gone that were accepted by another way before
     */
    record Judged(int accepted, int gone) {}

    /** Judges the events that wait, in the caller's transaction and under the lock of the document. */
    Judged judge(
            SqlConnection connection,
            TenantContext context,
            DocumentRows.ToProcess document,
            List<ReadEvent> events,
            String actor) {
        KnownEntries known = KnownEntries.of(connection, document.id());
        ReplayWrites writes =
                new ReplayWrites(connection, context.tenantId(), document.id(), document.partnerId(), known);
        BitSet waiting = writes.waitingUsage(document.id());
        if (waiting.length() - 1 > events.size()) {
            throw new HubException(
                    AdapterError.READ_DIFFERENTLY, "the batch is read with " + events.size() + " events now");
        }
        List<ReadEvent> again = events.stream()
                .filter(event -> waiting.get(event.line().position())
                        && !known.rejected(event.line().position()))
                .toList();
        BatchJudging judging = new BatchJudging(
                connection,
                links,
                document.partnerId(),
                again,
                clock.instant(),
                usage -> known.waived(usage.position(), usage.amount()));
        int accepted = UsageBatches.write(writes, judging, ids);
        List<Finding> refused = judging.refused().stream()
                .map(finding -> new Finding(
                                finding.rule(),
                                finding.severity(),
                                finding.position(),
                                known.place(finding.position(), finding.place()),
                                finding.detail(),
                                finding.amount(),
                                finding.currency())
                        .because(finding.cause()))
                .toList();
        writes.findings(null, refused, finding -> ids.next());
        writes.release(waiting, clock.instant(), actor);
        return new Judged(accepted, again.size() - accepted - refused.size());
    }
}
