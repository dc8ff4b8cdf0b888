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
import io.billinghub.core.event.model.DomainEvent;
import io.billinghub.core.identity.IdGenerator;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A partner's bill that is there already, while its lines are judged again: its head, its agreement, its sums. */
final class ReplayedBill {

    private static final String STORED = """
            select id, number, replaces, currency, agreement_version_id, accepted_lines from partner_bill where document_id = $1
            """;
    private static final String HEAD = """
            update partner_bill b
               set number = $2, currency = $3, period_from = $4, period_to = $5, stated_net = $6, stated_tax = $7, agreement_version_id = $8,
                   replaces = $9, revision = r.revision
              from (select case when $9 = $2 then (select coalesce(max(o.revision) + 1, 0) from partner_bill o
                                                    where o.partner_id = $10 and o.number = $2 and o.id < $1)
                                else 0 end as revision) r
             where b.id = $1
               and not exists (select from partner_bill o
                                where o.partner_id = $10 and o.number = $2 and o.revision = r.revision and o.id <> $1)
            """;
    private static final String ACCEPTED = """
            select bill_period, offering_id, count(*)::integer as lines from partner_bill_line
             where partner_bill_id = $1 and accepted group by bill_period, offering_id
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
    void head(long partner, CanonicalBill bill, ServicePeriod period, AgreementTerms terms) {
        boolean same = stored.getString("number").equals(bill.number())
                && stored.getString("currency").equals(bill.currency())
                && Objects.equals(stored.getString("replaces"), bill.replaces());
        if (begun()) {
            if (!same) {
                throw new HubException(
                        AdapterError.READ_DIFFERENTLY,
                        "lines of bill " + stored.getString("number") + " in " + stored.getString("currency")
                                + replacing(stored.getString("replaces")) + " are accepted; it reads as "
                                + bill.number()
                                + " in " + bill.currency() + replacing(bill.replaces()) + " now");
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
                .addLong(terms.versionId())
                .addString(bill.replaces())
                .addLong(partner);
        if (Waiting.of(connection.preparedQuery(HEAD).execute(values)).rowCount() == 0) {
            throw BillRows.there(bill);
        }
    }

    private static String replacing(String number) {
        return number == null ? "" : ", in the place of " + (number.isEmpty() ? "another one" : "bill " + number);
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

    /**
     * Holds what was accepted now against what was billed before and what is agreed; what was accepted earlier stays as it is.
     *
     * @return what is told of documents that the bill takes the place of
     */
    List<DomainEvent> assure(
            DocumentProcessing.Reading reading,
            CanonicalBill bill,
            ServicePeriod period,
            AgreementTerms terms,
            Rejudging judged,
            ReplayWrites writes,
            KnownEntries known,
            Restatement restatement,
            IdGenerator ids,
            Instant now) {
        Acceptance acceptance = judged.acceptance();
        if (acceptance.accepted() == 0) {
            known.keepAssured();
            return List.of();
        }
        restatement.mark(id());
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
        List<Finding> findings = new ArrayList<>(judged.counting(assurance.again()));
        findings.addAll(judged.counting(restatement.findings(
                terms, acceptance.waits(findings), reading.facts().net())));
        BillAssurance.refuse(findings);
        acceptance.hold(assurance.hold(findings, judged.waiting()));
        writes.findings(id(), findings, finding -> ids.next());
        return restatement.end(writes, findings, acceptance.accepted(), now);
    }

    /** Makes the bill's sums those of its lines. */
    void sums() {
        BillRows.sums(connection, id());
    }
}
