package io.billinghub.adapters.intake;

import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.assurance.BillAssurance;
import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.adapters.validation.BillRules;
import io.billinghub.adapters.validation.StoredBill;
import io.billinghub.core.error.HubException;
import io.billinghub.core.identity.IdGenerator;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A partner's bill that is there already, while its lines are judged again: its head, its agreement, its sums. */
final class ReplayedBill {

    private static final String STORED = """
            select id, number, currency, agreement_version_id, accepted_lines from partner_bill where document_id = $1
            """;
    private static final String HEAD = """
            update partner_bill b
               set number = $2, currency = $3, period_from = $4, period_to = $5, stated_net = $6, stated_tax = $7, agreement_version_id = $8
             where b.id = $1
               and not exists (select from partner_bill o where o.partner_id = b.partner_id and o.number = $2 and o.id <> b.id)
            """;
    private static final String ACCEPTED = """
            select bill_period, offering_id, count(*)::integer as lines from partner_bill_line
             where partner_bill_id = $1 and accepted group by bill_period, offering_id
            """;
    // lines of which too little could be read for a row of their own have their amount in their entry alone
    private static final String SUMS = """
            update partner_bill b
               set accepted_net = l.accepted, quarantined_net = l.quarantined + f.quarantined, accepted_lines = l.lines,
                   quarantined_lines = b.accepted_lines + b.quarantined_lines - l.lines
              from (select coalesce(sum(net) filter (where accepted), 0) as accepted,
                           coalesce(sum(net) filter (where not accepted), 0) as quarantined,
                           count(*) filter (where accepted) as lines
                      from partner_bill_line where partner_bill_id = $1) l,
                   (select coalesce(sum(q.amount), 0) as quarantined from quarantine_entry q
                     where q.partner_bill_id = $1 and q.position is not null and q.severity = 'QUARANTINE' and q.status <> 'RELEASED'
                       and q.rule_code <> 'LINE_CURRENCY_DIFFERS'
                       and not exists (select from partner_bill_line x where x.partner_bill_id = $1 and x.position = q.position)) f
             where b.id = $1
            """;

    private final SqlConnection connection;
    private final Row stored;

    private ReplayedBill(SqlConnection connection, Row stored) {
        this.connection = connection;
        this.stored = stored;
    }

    static ReplayedBill of(SqlConnection connection, long document) {
        for (Row row : Waiting.of(connection.preparedQuery(STORED).execute(Tuple.of(document)))) {
            return new ReplayedBill(connection, row);
        }
        throw new HubException(AdapterError.READ_DIFFERENTLY, "the document was not read as a bill before");
    }

    /** Whether the document was read as a bill. */
    static boolean isThere(SqlConnection connection, long document) {
        return Waiting.of(connection.preparedQuery(STORED).execute(Tuple.of(document)))
                        .size()
                > 0;
    }

    long id() {
        return stored.getLong("id");
    }

    /** A bill with accepted lines stays under the version of its agreement: all its charges name one. */
    AgreementTerms terms(List<AgreementTerms> versions, ServicePeriod period) {
        AgreementTerms now = DocumentProcessing.inForce(versions, period);
        if (!begun()) {
            return now.forever(versions);
        }
        long before = stored.getLong("agreement_version_id");
        return versions.stream()
                .filter(version -> version.versionId() == before)
                .findFirst()
                .orElse(now)
                .forever(versions);
    }

    private boolean begun() {
        return stored.getInteger("accepted_lines") > 0;
    }

    /** The head as it is read now: of a bill with accepted lines number and currency stay what they are. */
    void head(CanonicalBill bill, ServicePeriod period, AgreementTerms terms) {
        boolean same = stored.getString("number").equals(bill.number())
                && stored.getString("currency").equals(bill.currency());
        if (begun()) {
            if (!same) {
                throw new HubException(
                        AdapterError.READ_DIFFERENTLY,
                        "lines of bill " + stored.getString("number") + " in " + stored.getString("currency")
                                + " are accepted; it reads as " + bill.number() + " in " + bill.currency() + " now");
            }
            return;
        }
        Tuple values = Tuple.tuple()
                .addLong(id())
                .addString(bill.number())
                .addString(bill.currency())
                .addLocalDate(period.from())
                .addLocalDate(period.to())
                .addBigDecimal(bill.statedNet())
                .addBigDecimal(bill.statedTax())
                .addLong(terms.versionId());
        if (Waiting.of(connection.preparedQuery(HEAD).execute(values)).rowCount() == 0) {
            throw new RefusedException(
                    RuleCode.DUPLICATE_DOCUMENT_NUMBER,
                    "document",
                    "the partner's bill " + bill.number() + " is there already, from another document");
        }
    }

    /** Judges the bill as a whole; answers whether something keeps all its lines from being accepted. */
    boolean judge(
            DocumentProcessing.Reading reading,
            CanonicalBill bill,
            AgreementTerms terms,
            ReplayWrites writes,
            KnownEntries known,
            IdGenerator ids) {
        Optional<Integer> decimals = BillRules.minorUnits(bill.currency());
        if (decimals.isEmpty()) {
            throw new RefusedException(
                    RuleCode.UNKNOWN_CURRENCY, "document", bill.currency() + " is no currency of ISO 4217");
        }
        List<Finding> findings = BillRules.check(
                bill,
                reading.facts(),
                terms.waiving(
                        known.waived(KnownEntries.DOCUMENT, reading.facts().net())));
        for (Finding finding : findings) {
            if (finding.severity() == Severity.REFUSE) {
                throw new RefusedException(finding.rule(), finding.place(), finding.detail());
            }
        }
        writes.findings(id(), findings, finding -> ids.next());
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.QUARANTINE);
    }

    /** Holds what was accepted now against what was billed before and what is agreed; what was accepted earlier stays as it is. */
    void assure(
            DocumentProcessing.Reading reading,
            CanonicalBill bill,
            ServicePeriod period,
            AgreementTerms terms,
            Rejudging judged,
            ReplayWrites writes,
            KnownEntries known,
            IdGenerator ids) {
        Acceptance acceptance = judged.acceptance();
        if (acceptance.accepted() == 0) {
            known.keepAssured();
            return;
        }
        Set<LocalDate> periods = new HashSet<>();
        Set<Long> offerings = new HashSet<>();
        int accepted = 0;
        for (Row row : Waiting.of(connection.preparedQuery(ACCEPTED).execute(Tuple.of(id())))) {
            periods.add(row.getLocalDate("bill_period"));
            offerings.add(row.getLong("offering_id"));
            accepted += row.getInteger("lines");
        }
        StoredBill whole = new StoredBill(
                id(),
                reading.document().id(),
                reading.document().partnerId(),
                bill.number(),
                bill.currency(),
                period,
                bill.periodFrom() != null,
                periods,
                offerings,
                terms);
        BillAssurance assurance = new BillAssurance(connection, whole, accepted);
        List<Finding> findings = judged.counting(assurance.again());
        BillAssurance.refuse(findings);
        acceptance.hold(assurance.hold(findings, judged.waiting()));
        writes.findings(id(), findings, finding -> ids.next());
    }

    /** Makes the bill's sums those of its lines. */
    void sums() {
        Waiting.of(connection.preparedQuery(SUMS).execute(Tuple.of(id())));
    }
}
