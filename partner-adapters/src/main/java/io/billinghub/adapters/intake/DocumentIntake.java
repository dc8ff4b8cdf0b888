package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.SpooledDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Takes documents in, however they came. */
@ApplicationScoped
public class DocumentIntake {

    private static final Logger LOG = Logger.getLogger(DocumentIntake.class);

    private static final String PENDING = """
            select id from received_document where status = 'RECEIVED' and received_at <= $1 order by id limit 1000
            """;

    private final DocumentStore store;
    private final DocumentProcessing processing;
    private final TenantTransaction transactions;
    private final Tenants tenants;
    private final Clock clock;
    private final AdapterSettings settings;

    public DocumentIntake(
            DocumentStore store,
            DocumentProcessing processing,
            TenantTransaction transactions,
            Tenants tenants,
            Clock clock,
            AdapterSettings settings) {
        this.store = store;
        this.processing = processing;
        this.transactions = transactions;
        this.tenants = tenants;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Receives a document that was pushed. The stream is read to its end on a worker thread and not closed.
     *
     * @param adapter key of the adapter, or null where the partner has only one
     * @param fileName as the sender calls it, or null
     * @param contentType as the sender says, or null
     * @return what became of it; fails with a HubException (DOCUMENT_TOO_LARGE, UNKNOWN_PARTNER, UNKNOWN_ADAPTER,
     *     ADAPTER_NEEDED, ADAPTER_DISABLED) if it can't even be received
     */
    public Uni<IntakeOutcome> receive(
            TenantContext context,
            String partner,
            String adapter,
            String fileName,
            String contentType,
            InputStream content) {
        return receive(
                new ReceivedDocument(context, partner, adapter, "push", fileName, contentType, clock.instant()),
                content);
    }

    /** As {@link #receive(TenantContext, String, String, String, String, InputStream)}, from a file, which stays as it is. */
    public Uni<IntakeOutcome> receive(
            TenantContext context, String partner, String adapter, String fileName, String contentType, Path content) {
        return Waiting.onWorker(() -> open(content))
                .flatMap(in -> receive(context, partner, adapter, fileName, contentType, in)
                        .eventually(() -> close(in)));
    }

    /** Receives a document over any transport. */
    public Uni<IntakeOutcome> receive(ReceivedDocument document, InputStream content) {
        return Waiting.onWorker(() -> SpooledDocument.of(content, settings.maxDocumentSize()))
                .flatMap(spooled -> store.store(document, spooled)
                        .flatMap(stored -> processing
                                .process(document.context(), stored.id(), spooled.file())
                                .map(outcome -> stored.first() ? outcome : new IntakeOutcome.Duplicate(outcome)))
                        .eventually(spooled::close));
    }

    /** As {@link #processPending(Duration)}, whatever the documents' age. */
    public Uni<Integer> processPending() {
        return processPending(Duration.ZERO);
    }

    /**
     * Processes what a crash, or a database that went away, left received but not processed, of all tenants; what another
     * process is at is waited for, not done twice. A document that fails again keeps none of the others waiting.
     *
     * @param age how long ago a document was received, at least
     * @return how many documents have been processed
     */
    public Uni<Integer> processPending(Duration age) {
        OffsetDateTime until = clock.instant().minus(age).atOffset(ZoneOffset.UTC);
        return tenants.all()
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(id -> processPending(TenantContext.of(id, "adapters"), until))
                .collect()
                .with(java.util.stream.Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> processPending(TenantContext context, OffsetDateTime until) {
        return transactions
                .run(
                        context,
                        connection -> connection
                                .preparedQuery(PENDING)
                                .execute(Tuple.of(until))
                                .map(rows -> {
                                    List<Long> documents = new ArrayList<>();
                                    rows.forEach(row -> documents.add(row.getLong(0)));
                                    return documents;
                                }))
                .flatMap(documents -> Multi.createFrom()
                        .iterable(documents)
                        .onItem()
                        .transformToUniAndConcatenate(document -> processing
                                .process(context, document, null)
                                .onFailure()
                                .invoke(failure -> LOG.errorf(failure, "Document %d could not be processed", document))
                                .onFailure()
                                .recoverWithNull())
                        .collect()
                        .asList()
                        .map(List::size));
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
