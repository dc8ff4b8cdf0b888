package io.billinghub.adapters.validation;

import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.model.UsageReversal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the first reading of a document finds out, in memory that grows with the number of different accounts and products,
 * not with the number of lines.
 */
public final class BillFacts implements ParsedLine.Reader {

    private final Set<String> accounts = new TreeSet<>();
    private final Set<String> products = new TreeSet<>();
    private final Set<LocalDate> months = new TreeSet<>();
    private final Set<LocalDate> usageMonths = new TreeSet<>();
    private BigDecimal net = BigDecimal.ZERO;
    private BigDecimal tax = BigDecimal.ZERO;
    private LocalDate from;
    private LocalDate to;
    private LocalDate usedOn;
    private int lines;
    private int billed;
    private int evidence;
    private int unreadable;
    private int untaxed;
    private FlawedLine firstFlaw;
    private final Repeats repeats;

    /** @param size of the document in bytes */
    public BillFacts(long size) {
        this.repeats = new Repeats(size);
    }

    @Override
    public void line(CanonicalLine line) {
        lines++;
        billed++;
        repeats.note(line.identity());
        accounts.add(line.account());
        products.add(line.product());
        net = net.add(line.net());
        if (line.tax() == null || line.tax().rate() == null) {
            untaxed++;
        } else {
            tax = tax.add(line.net().multiply(line.tax().rate()).movePointLeft(2));
        }
        if (line.period() != null) {
            see(line.period().from(), line.period().to());
        }
    }

    @Override
    public void usage(CanonicalUsage usage) {
        lines++;
        accounts.add(usage.account());
        products.add(usage.product());
        LocalDate day = LocalDate.ofInstant(usage.occurredAt(), ZoneOffset.UTC);
        if (!day.equals(usedOn)) { // usage comes in the order of time, mostly
            usedOn = day;
            usageMonths.add(day.minusDays(1).withDayOfMonth(1));
            usageMonths.add(day.plusDays(1).withDayOfMonth(1));
        }
    }

    @Override
    public void reversal(UsageReversal reversal) {
        lines++;
    }

    @Override
    public void flawed(FlawedLine line) {
        lines++;
        firstFlaw = firstFlaw == null ? line : firstFlaw;
        if (line.amount() == null || line.rule() == RuleCode.LINE_CURRENCY_DIFFERS) {
            unreadable++;
        } else {
            net = net.add(line.amount());
        }
    }

    @Override
    public void evidence(EvidenceLine line) {
        lines++;
        evidence++;
    }

    private void see(LocalDate first, LocalDate end) {
        from = from == null || first.isBefore(from) ? first : from;
        to = to == null || end.isAfter(to) ? end : to;
        months.add(first.withDayOfMonth(1));
    }

    /** All lines, rows or records, whether readable or not. */
    public int lines() {
        return lines;
    }

    /** The lines that are accepted or quarantined: all but evidence. */
    public int judged() {
        return lines - evidence;
    }

    /** Begins a second reading of the document: which lines stand in it twice. */
    public Repeats.Reading repeats() {
        return repeats.reading();
    }

    /** The partner's customer numbers in the document. */
    public Set<String> accounts() {
        return Collections.unmodifiableSet(accounts);
    }

    /** The partner's product keys in the document. */
    public Set<String> products() {
        return Collections.unmodifiableSet(products);
    }

    /** First days of the months in which services of the document began. */
    public Set<LocalDate> months() {
        return Collections.unmodifiableSet(months);
    }

    /** First days of the months in which usage of the document may have happened, whatever the time zone. */
    public Set<LocalDate> usageMonths() {
        return Collections.unmodifiableSet(usageMonths);
    }

    /** Σ of the lines' amounts, exact; flawed lines count where their amount is readable. */
    public BigDecimal net() {
        return net;
    }

    /** Σ net × rate, exact; empty unless each line has a rate and can be read. */
    public Optional<BigDecimal> tax() {
        return untaxed == 0 && unreadable == 0 && billed > 0 ? Optional.of(tax) : Optional.empty();
    }

    /** Lines whose amount can't be read: while there are any, a difference in totals is theirs to explain. */
    public int unreadable() {
        return unreadable;
    }

    /** The first line that can't be read; empty if all can. */
    public Optional<FlawedLine> firstFlaw() {
        return Optional.ofNullable(firstFlaw);
    }

    /** The bill's period: as stated, else from the earliest to the latest date of its lines; empty if there are none. */
    public Optional<ServicePeriod> period(CanonicalBill bill) {
        if (bill.periodFrom() != null) {
            return Optional.of(new ServicePeriod(bill.periodFrom(), bill.periodTo()));
        }
        return from == null ? Optional.empty() : Optional.of(new ServicePeriod(from, to));
    }
}
