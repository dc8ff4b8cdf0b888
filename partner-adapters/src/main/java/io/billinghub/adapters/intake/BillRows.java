package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.validation.AgreementTerms;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** A partner's bill as a row: its head when it comes in, and its sums. */
final class BillRows {

    private static final String INSERT = """
            insert into partner_bill (tenant_id, uuid, document_id, partner_id, agreement_version_id, number, currency, period_from,
                                      period_to, stated_net, stated_tax, replaces, revision, accepted_net, quarantined_net, accepted_lines,
                                      quarantined_lines)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                    case when $12 = $6 then (select coalesce(max(revision) + 1, 0) from partner_bill where partner_id = $4 and number = $6)
                         else 0 end, 0, 0, 0, 0)
            on conflict (tenant_id, partner_id, number, revision) do nothing
            returning id
            """;
    private static final String TOTALS = """
            update partner_bill set accepted_net = $2, quarantined_net = $3, accepted_lines = $4, quarantined_lines = $5 where id = $1
            """;
    // lines of which too little could be read for a row of their own have their amount in their entry alone
    private static final String SUMS = """
            update partner_bill b
               set accepted_net = l.accepted, quarantined_net = l.quarantined + f.quarantined, accepted_lines = l.lines,
                   quarantined_lines = b.accepted_lines + b.quarantined_lines - l.lines
              from (select coalesce(sum(net) filter (where accepted and position > 0), 0) as accepted,
                           coalesce(sum(net) filter (where not accepted), 0) as quarantined,
                           count(*) filter (where accepted and position > 0) as lines
                      from partner_bill_line where partner_bill_id = $1) l,
                   (select coalesce(sum(q.amount), 0) as quarantined from quarantine_entry q
                     where q.partner_bill_id = $1 and q.position is not null and q.severity = 'QUARANTINE' and q.status <> 'RELEASED'
                       and q.rule_code <> 'LINE_CURRENCY_DIFFERS'
                       and not exists (select from partner_bill_line x where x.partner_bill_id = $1 and x.position = q.position)) f
             where b.id = $1
            """;

    private BillRows() {}

    /**
     * The new row's id.
     *
     * @throws RefusedException if the bill is there already, or another one counts in its place
     */
    static long insert(
            SqlConnection connection,
            int tenant,
            UUID uuid,
            DocumentRows.ToProcess document,
            CanonicalBill bill,
            ServicePeriod period,
            AgreementTerms terms) {
        for (Row row : Waiting.of(connection
                .preparedQuery(RestatementSql.REPLACED_ALREADY)
                .execute(Tuple.of(document.partnerId(), bill.number())))) {
            throw new RefusedException(
                    RuleCode.ALREADY_REPLACED,
                    "document",
                    "the partner's bill " + row.getString(0) + " has taken the place of bill " + bill.number());
        }
        Tuple values = Tuple.tuple()
                .addInteger(tenant)
                .addUUID(uuid)
                .addLong(document.id())
                .addLong(document.partnerId())
                .addLong(terms.versionId())
                .addString(bill.number())
                .addString(bill.currency())
                .addLocalDate(period.from())
                .addLocalDate(period.to())
                .addBigDecimal(bill.statedNet())
                .addBigDecimal(bill.statedTax())
                .addString(bill.replaces());
        RowSet<Row> inserted = Waiting.of(connection.preparedQuery(INSERT).execute(values));
        if (inserted.size() == 0) {
            throw there(bill);
        }
        return inserted.iterator().next().getLong(0);
    }

    static RefusedException there(CanonicalBill bill) {
        return new RefusedException(
                RuleCode.DUPLICATE_DOCUMENT_NUMBER,
                "document",
                "the partner's bill " + bill.number() + " is there already, from another document");
    }

    /** Writes the sums of a bill whose lines are all written, as they were counted. */
    static void totals(SqlConnection connection, long bill, Acceptance acceptance) {
        Waiting.of(connection
                .preparedQuery(TOTALS)
                .execute(Tuple.of(
                        bill,
                        acceptance.acceptedNet(),
                        acceptance.quarantinedNet(),
                        acceptance.accepted(),
                        acceptance.quarantined())));
    }

    /** Makes the bill's sums those of its lines. */
    static void sums(SqlConnection connection, long bill) {
        Waiting.of(connection.preparedQuery(SUMS).execute(Tuple.of(bill)));
    }
}
