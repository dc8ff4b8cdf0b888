package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A document's row, as processing needs it and as its outcome shows it. */
final class DocumentRows {

    /** The status of a document whose bill counts no longer. */
    static final String REPLACED = "REPLACED";

    private static final String TO_PROCESS = """
            select d.id, d.uuid, d.partner_id, r.key as partner, d.status, d.file_name, a.key as adapter,
                   v.descriptor::text as descriptor
              from received_document d
              join party_role r on r.id = d.partner_id
              join adapter a on a.id = d.adapter_id
              join adapter_version v on v.adapter_id = d.adapter_id and v.version = d.adapter_version
             where d.id = $1
            """;
    private static final String OUTCOME = """
            select d.uuid, d.status, d.accepted_lines, d.quarantined_lines, b.number,
                   (select count(*) from quarantine_entry q where q.document_id = d.id and q.status <> 'RELEASED') as findings
              from received_document d left join partner_bill b on b.document_id = d.id
             where d.id = $1
            """;
    private static final String FINDINGS = """
            select rule_code, severity, position, place, detail, amount, currency
              from quarantine_entry where document_id = $1 and status <> 'RELEASED'
             order by case severity when 'REFUSE' then 0 when 'QUARANTINE' then 1 else 2 end, position nulls first, id
             limit 100
            """;
    private static final String STATUS = """
            update received_document
               set status = $2, rule_code = $3, place = $4, detail = $5, accepted_lines = $6, quarantined_lines = $7
             where id = $1
            """;

    private static final String ADD_ACCEPTED = """
            update received_document
               set accepted_lines = accepted_lines + $2, quarantined_lines = $3,
                   status = case when $3 = 0 then 'ACCEPTED'
                                 when accepted_lines + $2 = 0 then 'QUARANTINED' else 'PARTLY_ACCEPTED' end
             where id = $1
            returning status, accepted_lines
            """;

    private DocumentRows() {}

    /** What processing needs to know. */
    record ToProcess(
            long id,
            UUID uuid,
            long partnerId,
            String partner,
            String adapter,
            String status,
            String fileName,
            String descriptor) {

        boolean pending() {
            return status.equals("RECEIVED");
        }
    }

    static Uni<ToProcess> load(SqlConnection connection, long id) {
        return connection.preparedQuery(TO_PROCESS).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                throw new HubException(AdapterError.UNKNOWN_DOCUMENT, "there is no such document with an adapter");
            }
            Row row = rows.iterator().next();
            return new ToProcess(
                    id,
                    row.getUUID("uuid"),
                    row.getLong("partner_id"),
                    row.getString("partner"),
                    row.getString("adapter"),
                    row.getString("status"),
                    row.getString("file_name"),
                    row.getString("descriptor"));
        });
    }

    /** Locks the document until the transaction ends; false if somebody else has processed it. */
    static Uni<Boolean> lockPending(SqlConnection connection, long id) {
        return connection
                .preparedQuery("select status from received_document where id = $1 for update")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getString(0).equals("RECEIVED"));
    }

    static Uni<Void> setStatus(
            SqlConnection connection, long id, String status, Finding first, int accepted, int quarantined) {
        Tuple values = Tuple.tuple()
                .addLong(id)
                .addString(status)
                .addString(first == null ? null : first.rule().name())
                .addString(first == null ? null : first.place())
                .addString(first == null ? null : first.detail())
                .addInteger(accepted)
                .addInteger(quarantined);
        return connection.preparedQuery(STATUS).execute(values).replaceWithVoid();
    }

    /** Status and number of accepted lines of a document. */
    record Counted(String status, int accepted) {}

    /** Counts lines that are accepted now, beside those before, and those that are still refused. */
    static Uni<Counted> addAccepted(SqlConnection connection, long id, int accepted, int refused) {
        return connection
                .preparedQuery(ADD_ACCEPTED)
                .execute(Tuple.of(id, accepted, refused))
                .map(rows -> rows.iterator().next())
                .map(row -> new Counted(row.getString(0), row.getInteger(1)));
    }

    static Uni<IntakeOutcome> outcome(SqlConnection connection, long id) {
        return connection
                .preparedQuery(FINDINGS)
                .execute(Tuple.of(id))
                .map(rows -> {
                    List<Finding> findings = new ArrayList<>();
                    for (Row row : rows) {
                        findings.add(finding(row));
                    }
                    return findings;
                })
                .flatMap(findings -> connection
                        .preparedQuery(OUTCOME)
                        .execute(Tuple.of(id))
                        .map(rows -> {
                            Row row = rows.iterator().next();
                            return new IntakeOutcome.Document(
                                            row.getUUID("uuid"),
                                            row.getString("status"),
                                            row.getString("number"),
                                            row.getInteger("accepted_lines"),
                                            row.getInteger("quarantined_lines"),
                                            findings,
                                            row.getLong("findings"))
                                    .outcome();
                        }));
    }

    private static Finding finding(Row row) {
        return new Finding(
                RuleCode.valueOf(row.getString("rule_code")),
                Severity.valueOf(row.getString("severity")),
                row.getInteger("position"),
                row.getString("place"),
                row.getString("detail"),
                row.getBigDecimal("amount"),
                row.getString("currency"));
    }
}
