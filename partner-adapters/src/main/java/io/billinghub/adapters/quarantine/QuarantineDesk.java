package io.billinghub.adapters.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.quarantine.QuarantineQueries.Found;
import io.billinghub.core.audit.AuditLog;
import io.billinghub.core.error.HubException;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a person decides on an entry. Each decision is in the audit log with its reason, and is told as an event. */
@ApplicationScoped
public class QuarantineDesk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REASON = 2000;
    private static final int LONGEST_COMMENT = 4000;
    private static final int LONGEST_ASSIGNEE = 120;

    // the same lock as a replay takes, before any entry is looked at
    private static final String LOCK = """
            select d.id from received_document d
             where d.id = (select document_id from quarantine_entry where uuid = $1) for update
            """;
    private static final String WAIVE = """
            update quarantine_entry set status = 'WAIVED', reason = $2, settled_at = $3, settled_by = $4 where id = $1 and status = 'OPEN'
            """;
    // a line that is never billed has nothing left to be decided on; nor has any line of such a document
    private static final String REJECT = """
            update quarantine_entry q set status = 'REJECTED', reason = $2, settled_at = $3, settled_by = $4
              from quarantine_entry e
             where e.id = $1 and q.document_id = e.document_id and q.severity <> 'WARN' and q.status = 'OPEN'
               and (e.position is null or q.position = e.position)
            """;
    private static final String ASSIGN = "update quarantine_entry set assignee = $2 where id = $1 and status = 'OPEN'";
    private static final String COMMENT = """
            insert into quarantine_comment (tenant_id, uuid, entry_id, partner_id, author, by_partner, staff_only, text, document_id,
                                            written_at)
            select hub_tenant(), $2, q.id, q.partner_id, $3, $4, $5, $6, d.id, $8
              from quarantine_entry q left join received_document d on d.uuid = $7 and d.partner_id = q.partner_id
             where q.id = $1 and ($7::uuid is null or d.id is not null)
            """;

    private final QuarantineQueries queries;
    private final QuarantineReplays replays;
    private final AuditLog audit;
    private final Outbox outbox;
    private final IdGenerator ids;
    private final Clock clock;

    public QuarantineDesk(
            QuarantineQueries queries,
            QuarantineReplays replays,
            AuditLog audit,
            Outbox outbox,
            IdGenerator ids,
            Clock clock) {
        this.queries = queries;
        this.replays = replays;
        this.audit = audit;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Lets a line, or a whole document, be billed as it is. The document is judged again: what is not kept back by something else is accepted.
     *
     * @return the id of the replay; fails with UNKNOWN_ENTRY, ENTRY_SETTLED, NOT_WAIVABLE, INVALID_REQUEST
     */
    public Uni<UUID> waive(SqlConnection connection, TenantContext context, UUID entry, String reason) {
        text("reason", reason, LONGEST_REASON);
        return locked(connection, entry).flatMap(found -> {
            QuarantineQueries.QuarantineView view = found.entry();
            if (!QuarantineQueries.waivable(view.status(), view.severity(), view.ruleCode())) {
                throw new HubException(
                        AdapterError.NOT_WAIVABLE,
                        "the rule " + view.ruleCode() + " can't be waived here: no agreement can let it only warn");
            }
            return settle(connection, context, WAIVE, found, reason)
                    .flatMap(done -> decided(connection, context, "waive", "waived", found, reason))
                    .flatMap(told -> replays.start(connection, context, found.documentId()));
        });
    }

    /**
     * Decides that a line, or a whole document, is never billed. Its amount stays on the quarantined side. Fails with UNKNOWN_ENTRY,
     * ENTRY_SETTLED, NOT_REJECTABLE (an entry that only warns), INVALID_REQUEST.
     */
    public Uni<Void> reject(SqlConnection connection, TenantContext context, UUID entry, String reason) {
        text("reason", reason, LONGEST_REASON);
        return locked(connection, entry).flatMap(found -> {
            if (found.entry().severity().equals("WARN")) {
                throw new HubException(
                        AdapterError.NOT_REJECTABLE,
                        "the entry of rule " + found.entry().ruleCode() + " only warns: it keeps no line back");
            }
            return settle(connection, context, REJECT, found, reason)
                    .flatMap(done -> decided(connection, context, "reject", "rejected", found, reason));
        });
    }

    /**
     * Says who is to look at it.
     *
     * @param assignee a login or a role; null for nobody
     */
    public Uni<Void> assign(SqlConnection connection, TenantContext context, UUID entry, String assignee) {
        if (assignee != null) {
            text("assignee", assignee, LONGEST_ASSIGNEE);
        }
        return locked(connection, entry)
                .flatMap(found -> connection
                        .preparedQuery(ASSIGN)
                        .execute(Tuple.of(found.id(), assignee))
                        .flatMap(done -> audit.append(
                                connection,
                                context,
                                "quarantine.assign",
                                subject(entry),
                                Optional.of(JSON.createObjectNode()
                                        .put("assignee", found.entry().assignee())
                                        .toString()),
                                Optional.of(JSON.createObjectNode()
                                        .put("assignee", assignee)
                                        .toString()))));
    }

    /**
     * Says something of an entry.
     *
     * @param staffOnly whether the partner does not see it; a partner's own comments are seen by both
     * @param document the partner's document that answers the entry, such as a corrected bill; or null
     * @return the comment; fails with UNKNOWN_ENTRY, UNKNOWN_DOCUMENT, INVALID_REQUEST
     */
    public Uni<QuarantineQueries.CommentView> comment(
            SqlConnection connection,
            TenantContext context,
            UUID entry,
            String text,
            boolean staffOnly,
            UUID document) {
        text("text", text, LONGEST_COMMENT);
        boolean byPartner = context.partnerId().isPresent();
        if (byPartner && staffOnly) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, "staffOnly is for the host's staff; what you write is seen by both");
        }
        UUID id = ids.next();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return queries.one(connection, entry)
                .flatMap(found -> connection
                        .preparedQuery(COMMENT)
                        .execute(Tuple.tuple()
                                .addLong(found.id())
                                .addUUID(id)
                                .addString(context.actor())
                                .addBoolean(byPartner)
                                .addBoolean(staffOnly)
                                .addString(text)
                                .addUUID(document)
                                .addValue(now))
                        .flatMap(inserted -> {
                            if (inserted.rowCount() == 0) {
                                throw new HubException(
                                        AdapterError.UNKNOWN_DOCUMENT, "the partner has sent no document " + document);
                            }
                            return staffOnly
                                    ? Uni.createFrom().voidItem()
                                    : tell(
                                            connection,
                                            context,
                                            found,
                                            "commented",
                                            data -> data.put("text", text).put("byPartner", byPartner));
                        }))
                .replaceWith(new QuarantineQueries.CommentView(
                        id, context.actor(), byPartner, staffOnly, text, document, now.toInstant()));
    }

    private Uni<Found> locked(SqlConnection connection, UUID entry) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(entry))
                .flatMap(rows -> queries.one(connection, entry))
                .invoke(found -> {
                    if (!found.entry().status().equals("OPEN")) {
                        throw new HubException(
                                AdapterError.ENTRY_SETTLED,
                                "the entry is " + found.entry().status());
                    }
                });
    }

    private Uni<Void> settle(
            SqlConnection connection, TenantContext context, String statement, Found found, String reason) {
        return connection
                .preparedQuery(statement)
                .execute(Tuple.of(found.id(), reason, clock.instant().atOffset(ZoneOffset.UTC), context.actor()))
                .replaceWithVoid();
    }

    private Uni<Void> decided(
            SqlConnection connection, TenantContext context, String action, String became, Found found, String reason) {
        return audit.append(
                        connection,
                        context,
                        "quarantine." + action,
                        subject(found.entry().id()),
                        Optional.empty(),
                        Optional.of(JSON.createObjectNode()
                                .put("ruleCode", found.entry().ruleCode())
                                .put("reason", reason)
                                .toString()))
                .flatMap(noted -> tell(connection, context, found, became, data -> data.put("reason", reason)));
    }

    private Uni<Void> tell(
            SqlConnection connection,
            TenantContext context,
            Found found,
            String what,
            java.util.function.UnaryOperator<ObjectNode> more) {
        QuarantineQueries.QuarantineView entry = found.entry();
        ObjectNode data = JSON.createObjectNode()
                .put("entryId", entry.id().toString())
                .put("documentId", entry.document().toString())
                .put("partner", entry.partner())
                .put("ruleCode", entry.ruleCode())
                .put("place", entry.place())
                .put("amount", entry.amount() == null ? null : entry.amount().toPlainString())
                .put("currency", entry.currency());
        return outbox.append(
                connection,
                context,
                List.of(new DomainEvent(
                        ids.next(),
                        Topic.DOCUMENTS,
                        entry.partner(),
                        "io.billinghub.quarantine." + what + ".v1",
                        entry.id().toString(),
                        clock.instant(),
                        more.apply(data).toString())));
    }

    private static String subject(UUID entry) {
        return "quarantine/" + entry;
    }

    private static void text(String what, String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, what + " has 1 to " + longest + " characters that are not all blank");
        }
    }
}
