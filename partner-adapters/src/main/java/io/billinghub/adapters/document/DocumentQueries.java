package io.billinghub.adapters.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.billinghub.adapters.AdapterError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Documents as the API and the console show them; newest first, page by page. */
@ApplicationScoped
public class DocumentQueries {

    private static final int LARGEST_PAGE = 500;

    private static final String DOCUMENTS = """
            select d.id, d.uuid, r.key as partner, a.key as adapter, d.adapter_version, encode(d.sha256, 'hex') as sha256, d.size,
                   d.content_type, d.file_name, d.transport, d.received_at, d.received_by, d.status, d.rule_code, d.place,
                   d.detail, d.accepted_lines, d.quarantined_lines, b.number, b.currency, b.stated_net, b.accepted_net,
                   b.quarantined_net, b.replaces, b.given_back_net, n.number as replaced_by, nd.uuid as replaced_by_document
              from received_document d
              join party_role r on r.id = d.partner_id
              left join adapter a on a.id = d.adapter_id
              left join partner_bill b on b.document_id = d.id
              left join partner_bill n on n.id = b.replaced_by
              left join received_document nd on nd.id = n.document_id
            """;

    private final TenantTransaction transactions;
    private final DocumentStore store;

    public DocumentQueries(TenantTransaction transactions, DocumentStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** A page of a list. {@code next} is the cursor of the page behind it; empty on the last one. */
    public record Page<T>(List<T> items, OptionalLong next) {}

    /** A received document; what belongs to a bill is null for usage and for what was refused, and left out in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DocumentView(
            UUID id,
            String partner,
            String adapter,
            Integer adapterVersion,
            String sha256,
            long size,
            String contentType,
            String fileName,
            String transport,
            Instant receivedAt,
            String receivedBy,
            String status,
            String ruleCode,
            String place,
            String detail,
            int acceptedLines,
            int quarantinedLines,
            String number,
            String currency,
            BigDecimal statedNet,
            BigDecimal acceptedNet,
            BigDecimal quarantinedNet,
            String replaces,
            Replacement replacedBy) {}

    /**
     * What has taken the place of a bill.
     *
     * @param number of the bill that counts now
     * @param document its document
     * @param givenBackNet what of the replaced bill had been billed before and is given back
     */
    public record Replacement(String number, UUID document, BigDecimal givenBackNet) {}

    /**
     * A page of documents.
     *
     * @param partner key, or null for all
     * @param status or null for all
     * @param cursor {@link Page#next} of the page before
     */
    public Uni<Page<DocumentView>> documents(
            TenantContext context, String partner, String status, OptionalLong cursor, int limit) {
        int size = Math.max(1, Math.min(limit, LARGEST_PAGE));
        String sql = DOCUMENTS
                + " where ($1::bigint is null or d.id < $1) and ($2::text is null or r.key = $2)"
                + " and ($3::text is null or d.status = $3) order by d.id desc limit $4";
        Tuple values = Tuple.of(boxed(cursor), partner, status, size + 1);
        return transactions.run(
                context,
                connection -> connection.preparedQuery(sql).execute(values).map(rows -> {
                    List<DocumentView> items = new ArrayList<>();
                    List<Long> ids = new ArrayList<>();
                    for (Row row : rows) {
                        items.add(document(row));
                        ids.add(row.getLong("id"));
                    }
                    return page(items, ids, size);
                }));
    }

    /** One document; fails with UNKNOWN_DOCUMENT. */
    public Uni<DocumentView> document(TenantContext context, UUID id) {
        return transactions.run(
                context,
                connection -> connection
                        .preparedQuery(DOCUMENTS + " where d.uuid = $1")
                        .execute(Tuple.of(id))
                        .map(rows -> {
                            if (rows.size() == 0) {
                                throw unknown(id);
                            }
                            return document(rows.iterator().next());
                        }));
    }

    /** The raw bytes as they came, in pieces of at most 1 MiB; fails with UNKNOWN_DOCUMENT. */
    public Multi<byte[]> content(TenantContext context, UUID id) {
        return transactions
                .run(
                        context,
                        connection -> connection
                                .preparedQuery("select id from received_document where uuid = $1")
                                .execute(Tuple.of(id))
                                .map(rows -> {
                                    if (rows.size() == 0) {
                                        throw unknown(id);
                                    }
                                    return rows.iterator().next().getLong(0);
                                }))
                .onItem()
                .transformToMulti(document -> Multi.createBy()
                        .repeating()
                        .uni(
                                java.util.concurrent.atomic.AtomicInteger::new,
                                position -> store.chunk(context, document, position.getAndIncrement()))
                        .whilst(chunk -> chunk.length > 0)
                        .select()
                        .where(chunk -> chunk.length > 0));
    }

    private static <T> Page<T> page(List<T> items, List<Long> ids, int size) {
        return items.size() <= size
                ? new Page<>(List.copyOf(items), OptionalLong.empty())
                : new Page<>(List.copyOf(items.subList(0, size)), OptionalLong.of(ids.get(size - 1)));
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static HubException unknown(UUID id) {
        return new HubException(AdapterError.UNKNOWN_DOCUMENT, "there is no document " + id);
    }

    private static DocumentView document(Row row) {
        return new DocumentView(
                row.getUUID("uuid"),
                row.getString("partner"),
                row.getString("adapter"),
                row.getInteger("adapter_version"),
                row.getString("sha256"),
                row.getLong("size"),
                row.getString("content_type"),
                row.getString("file_name"),
                row.getString("transport"),
                row.getOffsetDateTime("received_at").toInstant(),
                row.getString("received_by"),
                row.getString("status"),
                row.getString("rule_code"),
                row.getString("place"),
                row.getString("detail"),
                row.getInteger("accepted_lines"),
                row.getInteger("quarantined_lines"),
                row.getString("number"),
                row.getString("currency"),
                row.getBigDecimal("stated_net"),
                row.getBigDecimal("accepted_net"),
                row.getBigDecimal("quarantined_net"),
                row.getString("replaces"),
                row.getString("replaced_by") == null
                        ? null
                        : new Replacement(
                                row.getString("replaced_by"),
                                row.getUUID("replaced_by_document"),
                                row.getBigDecimal("given_back_net")));
    }
}
