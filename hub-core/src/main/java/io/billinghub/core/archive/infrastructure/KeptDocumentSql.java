package io.billinghub.core.archive.infrastructure;

import io.billinghub.core.archive.model.DocumentForm;
import io.billinghub.core.archive.model.KeptDocument;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The index of the archive. */
@ApplicationScoped
public class KeptDocumentSql {

    private static final String COLUMNS = """
            select d.id, d.form, i.uuid as invoice, d.path, d.size, encode(d.sha256, 'hex') as sha256, d.written_at, d.keep_until, d.damage
            """;

    private static final String OF_BILL = COLUMNS + """
            from customer_bill b join kept_document d on d.bill_id = b.id left join tax_invoice i on i.id = d.invoice_id
            where b.uuid = $1 order by i.position nulls first, d.form desc
            """;

    private static final String LONGEST_UNCHECKED = COLUMNS + """
            from kept_document d left join tax_invoice i on i.id = d.invoice_id
            where d.checked_at < $1 order by d.checked_at limit $2
            """;

    private static final String KEEP = """
            insert into kept_document (tenant_id, bill_id, account_id, invoice_id, form, path, media_type, size, sha256, written_at, keep_until,
                                       checked_at)
            select hub_tenant(), b.id, b.account_id, i.id, d.form, d.path, d.media_type, d.size, decode(d.sha256, 'hex'), $7, $8, $7
            from customer_bill b
            cross join unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $9::text[])
              as d (invoice, form, path, size, sha256, media_type)
            left join tax_invoice i on i.bill_id = b.id and i.uuid = d.invoice
            where b.uuid = $1
            on conflict (bill_id, invoice_id, form) do nothing
            """;

    private static final String CHECKED = """
            update kept_document d set checked_at = $1, damage = c.damage
            from unnest($2::bigint[], $3::text[]) as c (id, damage) where d.id = c.id
            """;

    /** The documents of a bill that the transaction may see: the bill's own first, then those of its invoices. */
    public Uni<List<KeptDocument>> ofBill(SqlConnection connection, UUID bill) {
        return connection.preparedQuery(OF_BILL).execute(Tuple.of(bill)).map(KeptDocumentSql::documents);
    }

    /** Documents that were last checked before a time, the longest ago first. */
    public Uni<List<KeptDocument>> uncheckedSince(SqlConnection connection, Instant since, int most) {
        return connection
                .preparedQuery(LONGEST_UNCHECKED)
                .execute(Tuple.of(since.atOffset(ZoneOffset.UTC), most))
                .map(KeptDocumentSql::documents);
    }

    /**
     * A document to be kept.
     *
     * @param invoice null for the document of the whole bill
     */
    public record New(UUID invoice, DocumentForm form, String path, long size, String sha256) {}

    /** Notes what was written; what is noted already stays as it is. */
    public Uni<Void> keep(SqlConnection connection, UUID bill, List<New> written, Instant at, LocalDate keepUntil) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.tuple()
                        .addUUID(bill)
                        .addArrayOfUUID(written.stream().map(New::invoice).toArray(UUID[]::new))
                        .addArrayOfString(
                                written.stream().map(each -> each.form().name()).toArray(String[]::new))
                        .addArrayOfString(written.stream().map(New::path).toArray(String[]::new))
                        .addArrayOfLong(written.stream().map(New::size).toArray(Long[]::new))
                        .addArrayOfString(written.stream().map(New::sha256).toArray(String[]::new))
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC))
                        .addLocalDate(keepUntil)
                        .addArrayOfString(written.stream()
                                .map(each -> each.form().mediaType())
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** What came of looking at a document. */
    public record Check(long id, Optional<String> damage) {}

    /** Notes what was found. */
    public Uni<Void> checked(SqlConnection connection, List<Check> checks, Instant at) {
        return connection
                .preparedQuery(CHECKED)
                .execute(Tuple.of(
                        at.atOffset(ZoneOffset.UTC),
                        checks.stream().map(Check::id).toArray(Long[]::new),
                        checks.stream()
                                .map(check -> check.damage().orElse(null))
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static List<KeptDocument> documents(RowSet<Row> rows) {
        List<KeptDocument> documents = new ArrayList<>(rows.size());
        for (Row row : rows) {
            documents.add(new KeptDocument(
                    row.getLong("id"),
                    DocumentForm.valueOf(row.getString("form")),
                    Optional.ofNullable(row.getUUID("invoice")),
                    row.getString("path"),
                    row.getLong("size"),
                    row.getString("sha256"),
                    row.getOffsetDateTime("written_at").toInstant(),
                    row.getLocalDate("keep_until"),
                    Optional.ofNullable(row.getString("damage"))));
        }
        return documents;
    }
}
