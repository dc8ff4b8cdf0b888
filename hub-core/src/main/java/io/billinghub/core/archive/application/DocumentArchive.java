package io.billinghub.core.archive.application;

import io.billinghub.core.archive.infrastructure.DocumentFiles;
import io.billinghub.core.archive.infrastructure.KeptDocumentSql;
import io.billinghub.core.archive.infrastructure.KeptDocumentSql.Check;
import io.billinghub.core.archive.infrastructure.KeptDocumentSql.New;
import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.process.PollLoop;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Keeps documents and gives them out again, never other bytes than were kept. */
@ApplicationScoped
public class DocumentArchive {

    private static final Logger LOG = Logger.getLogger(DocumentArchive.class);
    private static final int BATCH = 200;

    private final TenantTransaction transactions;
    private final DocumentFiles files;
    private final KeptDocumentSql index;
    private final DocumentsConfig config;
    private final Clock clock;

    public DocumentArchive(
            TenantTransaction transactions,
            DocumentFiles files,
            KeptDocumentSql index,
            DocumentsConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.files = files;
        this.index = index;
        this.config = config;
        this.clock = clock;
    }

    /** Whose documents are kept. */
    public record Bill(UUID id, LocalDate period, LocalDate issueDate) {}

    /**
     * A document that was rendered.
     *
     * @param invoice {@code tax_invoice.uuid}; empty for the document of the whole bill
     * @param number of the tax invoice or the bill
     */
    public record Rendered(Optional<UUID> invoice, DocumentForm form, String number, byte[] bytes) {}

    /** What is kept of a bill that the login may see. */
    public Uni<List<KeptDocument>> ofBill(TenantContext context, UUID bill) {
        return transactions.run(context, connection -> index.ofBill(connection, bill));
    }

    /**
     * Writes documents and then notes them. What is kept already must not be among them.
     *
     * @param tenant its key, under which its files lie
     */
    public Uni<Void> keep(TenantContext context, String tenant, Bill bill, List<Rendered> documents) {
        if (documents.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LocalDate keepUntil = LocalDate.of(bill.issueDate().getYear(), 12, 31).plus(config.retention());
        return Uni.createFrom()
                .item(() -> documents.stream()
                        .map(each -> store(tenant, bill, each))
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(written -> transactions.run(
                        context, connection -> index.keep(connection, bill.id(), written, clock.instant(), keepUntil)));
    }

    private New store(String tenant, Bill bill, Rendered document) {
        String name = document.number() + document.form().suffix();
        String path = files.path(tenant, bill.period(), name);
        files.store(config.dir(), path, document.bytes());
        return new New(
                document.invoice().orElse(null),
                document.form(),
                path,
                document.bytes().length,
                DocumentFiles.sha256(document.bytes()));
    }

    /**
     * A document of a bill, by its name.
     *
     * @return fails with UNKNOWN_RESOURCE if there is none, DOCUMENT_DAMAGED if its file is not what was written
     */
    public Uni<KeptDocument.Content> read(TenantContext context, UUID bill, String name) {
        return ofBill(context, bill)
                .map(kept -> kept.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new HubException(
                                CoreError.UNKNOWN_RESOURCE, "The bill has no kept document '" + name + "'.")))
                .flatMap(document -> read(context, document));
    }

    /** The bytes of a kept document; fails with DOCUMENT_DAMAGED if its file is not what was written. */
    public Uni<KeptDocument.Content> read(TenantContext context, KeptDocument document) {
        return look(document).flatMap(found -> {
            if (found.bytes().isPresent()) {
                return Uni.createFrom()
                        .item(new KeptDocument.Content(document, found.bytes().get()));
            }
            String damage = found.damage().orElseThrow();
            return note(context, List.of(new Check(document.id(), found.damage())))
                    .flatMap(noted -> Uni.createFrom()
                            .failure(new HubException(CoreError.DOCUMENT_DAMAGED, document.name() + ": " + damage)));
        });
    }

    /**
     * Holds documents against their hashes, those first whose check is the longest ago, as many as {@code hub.documents.check-at-once} says, and
     * notes what is wrong, or right again.
     */
    public Uni<Void> check(TenantContext context) {
        Instant begun = clock.instant();
        AtomicInteger left = new AtomicInteger(config.checkAtOnce());
        return PollLoop.untilNothingIsLeft(() -> transactions
                .run(
                        context,
                        connection -> index.uncheckedSince(connection, begun, Math.max(0, Math.min(BATCH, left.get()))))
                .flatMap(batch -> {
                    left.addAndGet(-batch.size());
                    return checkAll(context, batch).replaceWith(!batch.isEmpty());
                }));
    }

    private Uni<Void> checkAll(TenantContext context, List<KeptDocument> documents) {
        if (documents.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .item(() -> {
                    List<Check> checks = new ArrayList<>();
                    for (KeptDocument each : documents) {
                        checks.add(new Check(each.id(), open(each).damage()));
                    }
                    return checks;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(checks -> note(context, checks));
    }

    private Uni<Void> note(TenantContext context, List<Check> checks) {
        return transactions.run(context, connection -> index.checked(connection, checks, clock.instant()));
    }

    private Uni<DocumentFiles.Found> look(KeptDocument document) {
        return Uni.createFrom().item(() -> open(document)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private DocumentFiles.Found open(KeptDocument document) {
        DocumentFiles.Found found = files.read(config.dir(), document.path(), document.size(), document.sha256());
        found.damage().ifPresent(damage -> LOG.errorf("kept document %s: %s", document.path(), damage));
        return found;
    }
}
