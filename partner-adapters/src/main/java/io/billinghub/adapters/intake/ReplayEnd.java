package io.billinghub.adapters.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.StableId;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The end of a document's replay: its counts, what is told of it, and that the replay is done with it. */
final class ReplayEnd {

    private static final Logger LOG = Logger.getLogger(ReplayEnd.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String READ_WITH = """
            update received_document d set adapter_version = a.version from adapter a where a.id = d.adapter_id and d.id = $1
            """;
    private static final String DONE = """
            update quarantine_replay_document
               set status = $3, accepted = $4, waiting = $5, code = $6, detail = $7, leased_until = null
             where replay_id = $1 and document_id = $2 and status = 'PENDING'
            """;

    private final Outbox outbox;
    private final Clock clock;

    ReplayEnd(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What the replay says of the document; code and detail where it could not be replayed. */
    record Result(String status, int accepted, int waiting, String code, String detail) {
        static Result failed(String code, String detail) {
            return new Result("FAILED", 0, 0, code, detail);
        }
    }

    /**
     * What became of a document.
     *
     * @param number of its bill, or null
     * @param before its status
     */
    record Finished(DocumentRows.ToProcess document, String number, String before, int accepted, int waiting) {}

    /** Blocks, in the transaction that judged the document. */
    void finish(TenantContext context, SqlConnection connection, DocumentReplay.Item item, Finished done) {
        DocumentRows.ToProcess document = done.document();
        DocumentRows.Counted counted =
                Waiting.of(DocumentRows.addAccepted(connection, document.id(), done.accepted(), done.waiting()));
        Waiting.of(connection.preparedQuery(READ_WITH).execute(Tuple.of(document.id())));
        List<DomainEvent> events = new ArrayList<>();
        if (!counted.status().equals(done.before())) {
            events.add(DocumentEvents.event(
                    document, counted.status(), done.number(), counted.accepted(), done.waiting(), clock.instant()));
        }
        if (done.accepted() > 0) {
            events.add(released(document, item, done.accepted(), done.waiting()));
        }
        if (!events.isEmpty()) {
            Waiting.of(outbox.append(connection, context, events));
        }
        Waiting.of(note(connection, item, new Result("DONE", done.accepted(), done.waiting(), null, null)));
        LOG.debugf("Replay of document %d: %d lines accepted, %d wait", document.id(), done.accepted(), done.waiting());
    }

    private DomainEvent released(DocumentRows.ToProcess document, DocumentReplay.Item item, int accepted, int waiting) {
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

    /** Does nothing if the replay is done with the document. */
    static Uni<Void> note(SqlConnection connection, DocumentReplay.Item item, Result result) {
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
}
