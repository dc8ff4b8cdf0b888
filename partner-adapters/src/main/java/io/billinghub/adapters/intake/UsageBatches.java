package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.DocumentStore.StoredLines;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.intake.LineWrites.Claim;
import io.billinghub.adapters.intake.UsageFates.Fate;
import io.billinghub.adapters.intake.UsageFates.Reason;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.usage.ReadEvent;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes in batches of usage events: all in one transaction, so that what is answered is durable, each event once. An event that
 * breaks a rule holds up none of the others; it is told to the sender and not kept but in the raw bytes of the batch.
 */
@ApplicationScoped
public class UsageBatches {

    /** {@code received_document.transport} of batches. */
    public static final String TRANSPORT = "usage-events";

    private static final int ROWS_PER_STATEMENT = 5_000;

    private final DocumentStore store;
    private final AccountLinks links;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    UsageBatches(DocumentStore store, AccountLinks links, Outbox outbox, IdGenerator ids, Clock clock) {
        this.store = store;
        this.links = links;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes a batch in, in the caller's transaction.
     *
     * @param partner key of the partner whose usage it is
     * @param content the bytes as they came, for the archive
     * @param contentType as the sender named it
     * @param events what the bytes say
     * @return fails with a HubException UNKNOWN_PARTNER, and INVALID_REQUEST for a value that can't be stored
     */
    public Uni<UsageFates> receive(
            SqlConnection connection,
            TenantContext context,
            String partner,
            byte[] content,
            String contentType,
            List<ReadEvent> events) {
        return receive(connection, context, partner, content, contentType, events, false);
    }

    /** The same where no sender waits for the answer: what is refused is in quarantine then, with its place. */
    public Uni<UsageFates> receiveKeepingRefused(
            SqlConnection connection,
            TenantContext context,
            String partner,
            byte[] content,
            String contentType,
            List<ReadEvent> events) {
        return receive(connection, context, partner, content, contentType, events, true);
    }

    private Uni<UsageFates> receive(
            SqlConnection connection,
            TenantContext context,
            String partner,
            byte[] content,
            String contentType,
            List<ReadEvent> events,
            boolean keepRefused) {
        return Waiting.onWorker(() -> {
                    ReceivedDocument document =
                            new ReceivedDocument(context, partner, null, TRANSPORT, null, contentType, clock.instant());
                    StoredLines stored = store.storeLines(connection, document, content);
                    BatchJudging judging =
                            new BatchJudging(connection, links, stored.partnerId(), events, clock.instant());
                    LineWrites writes = new LineWrites(connection, context.tenantId(), stored.id(), stored.partnerId());
                    int accepted = write(writes, judging, ids);
                    if (keepRefused && stored.first()) { // the same again would be found again
                        writes.findings(null, judging.refused(), refused -> ids.next());
                    }
                    List<Fate> fates = judging.fates();
                    fates.sort(Comparator.comparingInt(Fate::position));
                    UsageFates outcome = new UsageFates(stored.uuid(), events.size(), accepted, fates);
                    tell(connection, context, partner, stored, outcome);
                    return outcome;
                })
                .onFailure(RefusedException.class)
                .transform(refused -> new HubException(
                        AdapterError.INVALID_REQUEST,
                        ((RefusedException) refused).finding().place() + ": "
                                + ((RefusedException) refused).finding().detail()));
    }

    /**
     * Claims and writes in the order of event ids, so that two senders of the same events wait and never block each other; answers how many
     * were new.
     */
    static int write(LineWrites writes, BatchJudging judging, IdGenerator ids) {
        writes.ensurePeriods(judging.periods());
        List<Claim> claims = judging.claims();
        Set<Integer> taken = new HashSet<>();
        for (int from = 0; from < claims.size(); from += ROWS_PER_STATEMENT) {
            List<Claim> part = claims.subList(from, Math.min(claims.size(), from + ROWS_PER_STATEMENT));
            Set<Integer> claimed = writes.claim(part);
            for (Claim claim : part) {
                if (!claimed.contains(claim.position())) {
                    judging.duplicate(claim.position());
                }
            }
            writes.usage(judging.rows(claimed));
            writes.findings(null, judging.warnings(claimed), warning -> ids.next());
            taken.addAll(claimed);
        }
        // when all that counts is there: an event may take back another one of its batch
        writes.takeBack(judging.takenBack(taken));
        return taken.size();
    }

    /**
     * The same bytes may come again when what they missed is there: then the document has more lines than before. The event of
     * a status is told once.
     */
    private void tell(
            SqlConnection connection, TenantContext context, String partner, StoredLines stored, UsageFates outcome) {
        int refused = outcome.count(Reason.REFUSED);
        DocumentRows.Counted counted =
                Waiting.of(DocumentRows.addAccepted(connection, stored.id(), outcome.accepted(), refused));
        DocumentRows.ToProcess document = new DocumentRows.ToProcess(
                stored.id(), stored.uuid(), stored.partnerId(), partner, null, counted.status(), null, null);
        Waiting.of(outbox.append(
                connection,
                context,
                List.of(DocumentEvents.event(
                        document, counted.status(), null, counted.accepted(), refused, clock.instant()))));
    }
}
