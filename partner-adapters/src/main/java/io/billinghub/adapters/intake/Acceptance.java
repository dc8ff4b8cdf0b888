package io.billinghub.adapters.intake;

import io.billinghub.adapters.assurance.BillAssurance;
import io.billinghub.adapters.intake.LineWrites.LineRow;
import io.billinghub.adapters.intake.LineWrites.UsageRow;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.model.UsageReversal;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.adapters.validation.LineContext;
import io.billinghub.adapters.validation.LineRules;
import io.billinghub.adapters.validation.Repeats;
import io.billinghub.core.identity.IdGenerator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The second reading of a document: each line is judged and written, in batches, inside of one transaction. */
class Acceptance implements ParsedLine.Reader {

    private static final int BATCH = 5_000;

    /** The bill that the lines belong to. */
    record Bill(long id, String currency, ServicePeriod period, boolean blocked, Repeats.Reading repeats) {}

    private final LineWrites writes;
    private final Lookups lookups;
    private final AgreementTerms terms;
    private final Bill bill;
    private final IdGenerator ids;
    private final UsageRules usageRules;
    private final List<LineRow> lines = new ArrayList<>();
    private final List<UsageRow> usage = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<LocalDate> billPeriods = new HashSet<>();
    private final Set<Long> offerings = new HashSet<>();
    private int accepted;
    private int quarantined;
    private BigDecimal acceptedNet = BigDecimal.ZERO;
    private BigDecimal quarantinedNet = BigDecimal.ZERO;

    /**
     * @param bill null for usage
     * @param now when the document is read
     */
    Acceptance(LineWrites writes, Lookups lookups, AgreementTerms terms, Bill bill, IdGenerator ids, Instant now) {
        this.usageRules = new UsageRules(lookups, now);
        this.writes = writes;
        this.lookups = lookups;
        this.terms = terms;
        this.bill = bill;
        this.ids = ids;
    }

    /** What is agreed on the line at a position, with its net amount; of usage the amount that its partner says, or null. */
    AgreementTerms termsOf(int position, BigDecimal amount) {
        return terms;
    }

    /** Notes a line that is not judged: those behind it may be the same. */
    final void pass(CanonicalLine line) {
        bill.repeats().seenBefore(line.identity());
    }

    @Override
    public void line(CanonicalLine line) {
        ServicePeriod period = line.period() == null ? bill.period() : line.period();
        Optional<Lookups.Link> link = lookups.account(line.account(), period.from());
        Optional<Long> offering = lookups.offering(line.product());
        boolean seenBefore = bill.repeats().seenBefore(line.identity());
        AgreementTerms agreed = termsOf(line.position(), line.net());
        List<Finding> broken = LineRules.check(new LineContext(
                line, period, agreed, bill.currency(), link.isPresent(), offering.isPresent(), seenBefore));
        boolean good = note(broken) && !bill.blocked();
        LocalDate billPeriod = link.map(found -> lookups.billPeriod(found, period.from()))
                .orElse(period.from().withDayOfMonth(1));
        CanonicalLine.PartnerTax tax = terms.agency() ? line.tax() : null;
        String category = tax == null ? null : tax.category();
        BigDecimal rate = tax == null ? null : tax.rate();
        if (good && category != null && rate == null) {
            rate = BigDecimal.ZERO;
        }
        lines.add(new LineRow(
                billPeriod,
                good,
                link.map(Lookups.Link::accountId).orElse(null),
                offering.orElse(null),
                lookups.groupedByProduct(line),
                period,
                category,
                rate));
        billPeriods.add(billPeriod);
        offering.ifPresent(offerings::add);
        count(good, line.net());
    }

    @Override
    public void usage(CanonicalUsage record) {
        UsageRules.Judged judged = usageRules.judge(record, termsOf(record.position(), record.amount()));
        if (note(judged.broken())) {
            usage.add(judged.row());
            flushIfFull();
        } else {
            count(false, BigDecimal.ZERO);
        }
    }

    @Override
    public void reversal(UsageReversal reversal) {
        throw new IllegalStateException("no adapter reads events that take back others");
    }

    @Override
    public void flawed(FlawedLine line) {
        boolean inBillCurrency = line.rule() != RuleCode.LINE_CURRENCY_DIFFERS;
        note(List.of(new Finding(
                        line.rule(),
                        terms.severity(line.rule()),
                        line.position(),
                        line.place(),
                        line.detail(),
                        line.amount(),
                        line.currency())
                .because(inBillCurrency ? null : line.currency())));
        count(false, inBillCurrency && line.amount() != null ? line.amount() : BigDecimal.ZERO);
    }

    @Override
    public void evidence(EvidenceLine line) {
        note(List.of(new Finding(
                line.rule(),
                terms.severity(line.rule()),
                line.position(),
                line.place(),
                line.detail(),
                line.amount(),
                line.currency())));
    }

    /** Keeps the findings; answers whether the line may be accepted. */
    private boolean note(List<Finding> broken) {
        boolean good = true;
        for (Finding finding : broken) {
            if (finding.severity() == Severity.REFUSE) {
                throw new RefusedException(finding.rule(), finding.place(), finding.detail());
            }
            good &= finding.severity() != Severity.QUARANTINE;
            findings.add(finding);
        }
        return good;
    }

    private void count(boolean good, BigDecimal net) {
        if (good) {
            accepted++;
            acceptedNet = acceptedNet.add(net);
        } else {
            quarantined++;
            quarantinedNet = quarantinedNet.add(net);
        }
        flushIfFull();
    }

    private void flushIfFull() {
        if (lines.size() >= BATCH || usage.size() >= BATCH || findings.size() >= BATCH) {
            write();
        }
    }

    /** Writes what is still waiting; behind the last line. */
    void flush() {
        write();
        writes.settle();
    }

    private void write() {
        if (!usage.isEmpty()) {
            writes.ensurePeriods(usage.stream().map(UsageRow::billPeriod).toList());
            Set<Integer> claimed =
                    writes.claim(usage.stream().map(UsageRow::claim).toList());
            List<UsageRow> fresh = new ArrayList<>(claimed.size());
            for (UsageRow row : usage) {
                if (claimed.contains(row.usage().position())) {
                    fresh.add(row);
                    accepted++;
                } else {
                    note(List.of(UsageRules.finding(
                            RuleCode.DUPLICATE_USAGE,
                            row.usage(),
                            terms,
                            "the event \"" + row.usage().eventId() + "\" was taken in before")));
                    quarantined++;
                }
            }
            writes.usage(fresh);
            usage.clear();
        }
        if (bill != null) {
            writes.lines(bill.id(), lines);
            lines.clear();
        }
        writes.findings(bill == null ? null : bill.id(), findings, finding -> ids.next());
        findings.clear();
    }

    /** What the bill breaks beyond one line; lines that wait for that are counted as quarantined. */
    List<Finding> assured(BillAssurance assurance, Restatement restatement, AgreementTerms agreed) {
        List<Finding> found = new ArrayList<>(assurance.findings());
        found.addAll(restatement.findings(agreed, waits(found), acceptedNet.add(quarantinedNet)));
        BillAssurance.refuse(found);
        hold(assurance.hold(found));
        return found;
    }

    /** Whether lines wait, by themselves or by one of the findings. */
    boolean waits(List<Finding> found) {
        return quarantined > 0 || found.stream().anyMatch(finding -> finding.severity() == Severity.QUARANTINE);
    }

    /** Counts lines that were accepted as quarantined. */
    void hold(BillAssurance.Held held) {
        accepted -= held.lines();
        quarantined += held.lines();
        acceptedNet = acceptedNet.subtract(held.net());
        quarantinedNet = quarantinedNet.add(held.net());
    }

    /** In which periods the lines are billed. */
    Set<LocalDate> billPeriods() {
        return Set.copyOf(billPeriods);
    }

    /** Ids of the offerings of the lines. */
    Set<Long> offerings() {
        return Set.copyOf(offerings);
    }

    /** The bill that the lines belong to. */
    Bill bill() {
        return bill;
    }

    /** The document's status, behind the last line. */
    String status() {
        return quarantined == 0 ? "ACCEPTED" : accepted == 0 ? "QUARANTINED" : "PARTLY_ACCEPTED";
    }

    int accepted() {
        return accepted;
    }

    int quarantined() {
        return quarantined;
    }

    BigDecimal acceptedNet() {
        return acceptedNet;
    }

    BigDecimal quarantinedNet() {
        return quarantinedNet;
    }
}
