package io.billinghub.adapters.expected;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.expected.ExpectedDocuments.OfAdapter;
import io.billinghub.core.event.application.Outbox;
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.event.model.Topic;
import io.billinghub.core.housekeeping.Chore;
import io.billinghub.core.identity.IdGenerator;
import io.billinghub.core.mail.OutgoingMails;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Tells partner and host of documents that are late, and again of those that are missing: once per document and level, in the transaction that
 * notes it, whichever of several hub processes comes first.
 */
@ApplicationScoped
public class LateDocumentWatch implements Chore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String NOTE = """
            insert into expected_document_notice (tenant_id, adapter_id, partner_id, period, level, noted_at)
            values (hub_tenant(), $1, $2, $3, $4, $5)
            on conflict do nothing
            returning tenant_id
            """;

    private static final String ADDRESSES = """
            select p.email, p.name, (select h.name from party_role r join party h on h.id = r.party_id
                                      where r.role in ('CSP', 'MARKETPLACE') order by r.id limit 1) as host
              from party_role r join party p on p.id = r.party_id where r.id = $1
            """;

    private final Outbox outbox;
    private final OutgoingMails mails;
    private final IdGenerator ids;

    public LateDocumentWatch(Outbox outbox, OutgoingMails mails, IdGenerator ids) {
        this.outbox = outbox;
        this.mails = mails;
        this.ids = ids;
    }

    @Override
    public String what() {
        return "telling of documents that are late";
    }

    private record Late(OfAdapter of, ExpectedDocument document) {}

    @Override
    public Uni<Boolean> doSome(SqlConnection connection, Instant now) {
        return ExpectedDocuments.find(connection, now, null)
                .onItem()
                .transformToMulti(adapters -> Multi.createFrom().iterable(late(adapters)))
                .onItem()
                .transformToUniAndConcatenate(late -> tell(connection, now, late))
                .collect()
                .last()
                .replaceWith(false);
    }

    /** Adapters and periods in one order, so that two processes never wait for each other in a circle. */
    private static List<Late> late(List<OfAdapter> adapters) {
        List<Late> late = new ArrayList<>();
        adapters.stream()
                .sorted(Comparator.comparing(OfAdapter::adapterId))
                .forEach(of -> of.documents().stream()
                        .filter(document -> document.status() == ExpectedDocument.Status.LATE
                                || document.status() == ExpectedDocument.Status.MISSING)
                        .forEach(document -> late.add(new Late(of, document))));
        return late;
    }

    private Uni<Void> tell(SqlConnection connection, Instant now, Late late) {
        LocalDate period = late.document().from();
        String level = late.document().status().name();
        Tuple values =
                Tuple.of(late.of().adapterId(), late.of().partnerId(), period, level, now.atOffset(ZoneOffset.UTC));
        return connection.preparedQuery(NOTE).execute(values).flatMap(noted -> {
            if (noted.rowCount() == 0) {
                return Uni.createFrom().voidItem();
            }
            Row row = noted.iterator().next();
            TenantContext context = TenantContext.of(row.getInteger(0), "calendar");
            return outbox.append(connection, context, List.of(event(late, level, now)))
                    .flatMap(appended -> mail(connection, now, late));
        });
    }

    /** To the partner's address, where it has one. */
    private Uni<Void> mail(SqlConnection connection, Instant now, Late late) {
        return connection
                .preparedQuery(ADDRESSES)
                .execute(Tuple.of(late.of().partnerId()))
                .flatMap(rows -> {
                    Row row = rows.iterator().next();
                    String address = row.getString("email");
                    return address == null || address.isBlank()
                            ? Uni.createFrom().voidItem()
                            : mails.queue(
                                    connection,
                                    LateDocumentMail.of(
                                            late.of().adapter(),
                                            late.document(),
                                            address,
                                            row.getString("name"),
                                            row.getString("host")),
                                    now);
                });
    }

    private DomainEvent event(Late late, String level, Instant now) {
        ExpectedDocument document = late.document();
        String data = JSON.createObjectNode()
                .put("partner", late.of().partner())
                .put("adapter", late.of().adapter())
                .put("status", level)
                .put("periodFrom", document.from().toString())
                .put("periodTo", document.to().toString())
                .put("dueOn", document.dueOn().toString())
                .put("missingFrom", document.missingFrom().toString())
                .toString();
        return new DomainEvent(
                ids.next(),
                Topic.DOCUMENTS,
                late.of().partner(),
                "io.billinghub.expected-document." + level.toLowerCase(Locale.ROOT) + ".v1",
                late.of().adapter() + "/" + document.from(),
                now,
                data);
    }
}
