package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.DocumentStore;
import io.billinghub.adapters.document.DocumentStore.StoredLines;
import io.billinghub.adapters.document.ReceivedDocument;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes in usage that is sent one by one instead of in a document of many lines. It goes the same way: its bytes are a received
 * document of one line, which is judged by the same rules and written by the same statements, all in the caller's transaction.
 */
@ApplicationScoped
public class UsageIntake {

    /** {@code received_document.transport} of such documents. */
    public static final String TRANSPORT = "usage";

    /** The position of the one line. */
    public static final int POSITION = 1;

    private static final String CONTENT_TYPE = "application/json";

    /** The agreement under which the product is sold, or the partner's first where the product is not known. */
    private static final String AGREEMENT = """
            select a.key from agreement a
              left join (select o.agreement_id, l.partner_product
                           from offering_link l join product_offering o on o.id = l.offering_id
                          where l.partner_id = $1 and l.partner_product in ($2, '*')) p on p.agreement_id = a.id
             where a.partner_id = $1
             order by p.partner_product = $2 desc nulls last, p.partner_product is null, a.key
             limit 1
            """;

    private static final String TO_REPEAT = """
            select d.uuid, d.partner_id, r.key from received_document d join party_role r on r.id = d.partner_id
             where d.id = $1 and d.transport = 'usage' and d.accepted_lines = 0 for update of d
            """;

    private static final String RELEASE =
            "update quarantine_entry set status = 'RELEASED' where document_id = $1 and status = 'OPEN'";

    private final DocumentStore store;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public UsageIntake(DocumentStore store, Outbox outbox, IdGenerator ids, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes one usage in. What breaks a rule is kept with what was found; that is an answer, not a failure.
     *
     * @param partner key of the partner's role
     * @param content as it was sent; must differ from all that the partner has sent before
     * @param line what the content says, at {@link #POSITION}: usage, or what can't be read
     * @return the id of its document; fails with a HubException UNKNOWN_PARTNER
     */
    public Uni<Long> receive(
            SqlConnection connection, TenantContext context, String partner, byte[] content, ParsedLine line) {
        return Waiting.onWorker(() -> {
            ReceivedDocument document =
                    new ReceivedDocument(context, partner, null, TRANSPORT, null, CONTENT_TYPE, clock.instant());
            StoredLines stored = store.storeLines(connection, document, content);
            if (!stored.first()) {
                throw new IllegalStateException("the partner has sent the same bytes before");
            }
            judge(
                    connection,
                    context,
                    new DocumentRows.ToProcess(
                            stored.id(), stored.uuid(), stored.partnerId(), partner, null, "RECEIVED", null, null),
                    line);
            return stored.id();
        });
    }

    /**
     * Judges a usage again that was not accepted; what was found before is closed.
     *
     * @return whether there was one that was sent by itself and is not accepted
     */
    public Uni<Boolean> repeat(SqlConnection connection, TenantContext context, long documentId, ParsedLine line) {
        return Waiting.onWorker(() -> {
            Optional<DocumentRows.ToProcess> document = toRepeat(connection, documentId);
            document.ifPresent(found -> {
                Waiting.of(connection.preparedQuery(RELEASE).execute(Tuple.of(documentId)));
                judge(connection, context, found, line);
            });
            return document.isPresent();
        });
    }

    private static Optional<DocumentRows.ToProcess> toRepeat(SqlConnection connection, long documentId) {
        for (Row row : Waiting.of(connection.preparedQuery(TO_REPEAT).execute(Tuple.of(documentId)))) {
            return Optional.of(new DocumentRows.ToProcess(
                    documentId,
                    row.getUUID("uuid"),
                    row.getLong("partner_id"),
                    row.getString("key"),
                    null,
                    "RECEIVED",
                    null,
                    null));
        }
        return Optional.empty();
    }

    private void judge(
            SqlConnection connection, TenantContext context, DocumentRows.ToProcess document, ParsedLine line) {
        LineWrites writes = new LineWrites(connection, context.tenantId(), document.id(), document.partnerId());
        Acceptance acceptance;
        try {
            acceptance = acceptance(connection, document.partnerId(), writes, line);
            line.tell(acceptance);
            acceptance.flush();
        } catch (RefusedException refusal) {
            Finding finding = refusal.finding();
            writes.findings(null, List.of(finding), refused -> ids.next());
            tell(connection, context, document, "REFUSED", finding, 0, 0);
            return;
        }
        tell(connection, context, document, acceptance.status(), null, acceptance.accepted(), acceptance.quarantined());
    }

    private Acceptance acceptance(SqlConnection connection, long partnerId, LineWrites writes, ParsedLine line) {
        Set<String> accounts = Set.of();
        Set<String> products = Set.of();
        String product = "";
        if (line instanceof CanonicalUsage usage) {
            accounts = Set.of(usage.account());
            products = Set.of(usage.product());
            product = usage.product();
        }
        List<AgreementTerms> versions = List.of();
        for (Row row : Waiting.of(connection.preparedQuery(AGREEMENT).execute(Tuple.of(partnerId, product)))) {
            versions = Lookups.agreement(connection, partnerId, row.getString(0));
        }
        if (versions.isEmpty()) {
            throw new RefusedException(
                    RuleCode.NO_AGREEMENT_IN_FORCE, "usage", "there is no agreement with this partner");
        }
        Lookups lookups = Lookups.of(connection, partnerId, accounts, products);
        return new Acceptance(writes, lookups, versions.get(0).forever(versions), null, ids, clock.instant());
    }

    /** The event of a status is told once, however often the usage is judged. */
    private void tell(
            SqlConnection connection,
            TenantContext context,
            DocumentRows.ToProcess document,
            String status,
            Finding first,
            int accepted,
            int quarantined) {
        Waiting.of(DocumentRows.setStatus(connection, document.id(), status, first, accepted, quarantined));
        Waiting.of(outbox.append(
                connection,
                context,
                List.of(DocumentEvents.event(document, status, null, accepted, quarantined, clock.instant()))));
    }
}
