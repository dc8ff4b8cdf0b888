package io.billinghub.adapters.intake;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.validation.AgreementTerms;
import io.billinghub.core.event.model.DomainEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bill that takes the place of earlier ones of its partner, whole or not at all: while it waits they count, and when it is accepted
 * nothing of them does. Of them, lines of open periods are withdrawn; what is billed already is given back by lines of their own, in the
 * period that is open now, so that the customer's next bill has the difference.
 *
 * <p>For worker threads, in the transaction that takes the bill in. Its steps come in the order of the methods: documents are locked
 * before cycles, and those before the partner, as all others do.
 */
final class Restatement {

    /** Where a bill takes the place of none. */
    private static final Restatement NONE = new Restatement(null, 0, 0, null, new TreeSet<>());

    private final SqlConnection connection;
    private final long partner;
    private final long document;
    private final CanonicalBill bill;
    private final Set<Long> cycles;
    private final Set<Long> held = new HashSet<>();
    private long id;
    private List<Replaced> replaced = List.of();
    private boolean settledBefore;
    private boolean known;

    /**
     * A bill that is to be replaced.
     *
     * @param before what had taken its place so far, or null
     */
    private record Replaced(long id, long document, Long before) {}

    private Restatement(SqlConnection connection, long partner, long document, CanonicalBill bill, Set<Long> cycles) {
        this.connection = connection;
        this.partner = partner;
        this.document = document;
        this.bill = bill;
        this.cycles = cycles;
    }

    /** Locks the documents of the bills that the bill names until the transaction ends, if it names one; sees the whole tenant. */
    static Restatement begin(SqlConnection connection, DocumentRows.ToProcess document, CanonicalBill bill) {
        if (!bill.restates()) {
            return NONE;
        }
        Restatement restatement =
                new Restatement(connection, document.partnerId(), document.id(), bill, new TreeSet<>());
        restatement.hold(restatement.ask(RestatementSql.NAMED, restatement.named()));
        return restatement;
    }

    /** Locks the documents of those bills that are not held yet; answers the ids of the cycles that they are billed in. */
    private Set<Long> hold(RowSet<Row> bills) {
        List<Long> fresh = new ArrayList<>();
        List<Long> documents = new ArrayList<>();
        for (Row row : bills) {
            if (held.add(row.getLong("id"))) {
                fresh.add(row.getLong("id"));
                documents.add(row.getLong("document_id"));
            }
        }
        Set<Long> found = new TreeSet<>();
        if (!fresh.isEmpty()) {
            ask(RestatementSql.LOCK_DOCUMENTS, Tuple.tuple().addValue(documents.toArray(Long[]::new)));
            for (Row row : ask(RestatementSql.CYCLES, Tuple.tuple().addValue(fresh.toArray(Long[]::new)))) {
                found.add(row.getLong(0));
            }
            cycles.addAll(found);
        }
        return found;
    }

    static Restatement none() {
        return NONE;
    }

    /** Ids of the cycles that bill what is replaced: they have to be held open, too. */
    Set<Long> cycles() {
        return cycles;
    }

    /** Keeps other bills of the partner waiting; behind the locks of cycles. */
    void lockPartner() {
        if (this != NONE) {
            ask(RestatementSql.LOCK_PARTNER, Tuple.of(Long.toString(partner)));
        }
    }

    /**
     * Puts the bill in the place of those that it names, for the rules that look at what was billed before.
     *
     * @param billId {@code partner_bill.id}
     * @throws RefusedException if one that was received later counts in their place
     */
    void mark(long billId) {
        if (this == NONE) {
            return;
        }
        id = billId;
        for (Row later : ask(RestatementSql.LATER, Tuple.of(partner, bill.replaces(), document))) {
            throw new RefusedException(
                    RuleCode.ALREADY_REPLACED,
                    "document",
                    "the partner's bill " + later.getString(0)
                            + ", which was received later, has taken the place of bill " + bill.replaces());
        }
        RowSet<Row> bills = ask(RestatementSql.NAMED, named());
        // few come between the first look and the lock of the partner
        Set<Long> late = hold(bills);
        if (!late.isEmpty()) {
            ask(RestatementSql.HOLD_OPEN, Tuple.tuple().addValue(late.toArray(Long[]::new)));
        }
        List<Replaced> found = new ArrayList<>();
        for (Row row : bills) {
            known |= row.getString("number").equals(bill.replaces());
            Long before = row.getLong("replaced_by");
            if (before != null && before == billId) {
                settledBefore = true;
            } else {
                found.add(new Replaced(row.getLong("id"), row.getLong("document_id"), before));
            }
        }
        replaced = found;
        ask(RestatementSql.MARK, Tuple.of(billId).addValue(ids()));
    }

    /**
     * What keeps the bill from taking the place.
     *
     * @param waiting whether lines of it wait
     * @param net of its lines
     */
    List<Finding> findings(AgreementTerms terms, boolean waiting, BigDecimal net) {
        if (this == NONE || settledBefore) {
            return List.of();
        }
        if (!known && !bill.restatesItsNumber()) {
            String detail = bill.replaces().isEmpty()
                    ? "the document says that it corrects a bill, but not which one"
                    : "the bill takes the place of bill " + bill.replaces() + ", which is not there";
            return List.of(finding(terms, RuleCode.REPLACED_BILL_UNKNOWN, detail, net)
                    .because(bill.replaces().isEmpty() ? null : bill.replaces()));
        }
        return waiting && !replaced.isEmpty()
                ? List.of(finding(
                        terms,
                        RuleCode.RESTATEMENT_INCOMPLETE,
                        "lines of the bill wait, and it takes the place of bill " + bill.replaces()
                                + " as a whole only",
                        net))
                : List.of();
    }

    private Finding finding(AgreementTerms terms, RuleCode rule, String detail, BigDecimal net) {
        return new Finding(rule, terms.severity(rule), null, "document", detail, net, bill.currency());
    }

    /**
     * Ends it: the bill takes the place, unless a finding keeps it from that or all of its lines wait.
     *
     * @param found of the whole bill, as they count
     * @param accepted lines of the bill
     * @return what is told of the documents that are replaced
     */
    List<DomainEvent> end(LineWrites writes, List<Finding> found, int accepted, Instant now) {
        if (replaced.isEmpty()) {
            return List.of();
        }
        boolean kept = found.stream()
                .anyMatch(finding -> finding.severity() == Severity.QUARANTINE
                        && (finding.rule() == RuleCode.RESTATEMENT_INCOMPLETE
                                || finding.rule() == RuleCode.REPLACED_BILL_UNKNOWN));
        if (kept || accepted == 0) {
            Tuple before = Tuple.tuple()
                    .addValue(ids())
                    .addValue(replaced.stream().map(Replaced::before).toArray(Long[]::new));
            ask(RestatementSql.AS_BEFORE, before);
            return List.of();
        }
        return settle(writes, now);
    }

    private List<DomainEvent> settle(LineWrites writes, Instant now) {
        List<Replaced> counted =
                replaced.stream().filter(each -> each.before() == null).toList();
        Long[] bills = counted.stream().map(Replaced::id).toArray(Long[]::new);
        Long[] documents = counted.stream().map(Replaced::document).toArray(Long[]::new);
        List<LocalDate> open = new ArrayList<>();
        for (Row row : ask(RestatementSql.HOLD_CYCLES, Tuple.tuple().addValue(cycles.toArray(Long[]::new)))) {
            open.add(row.getLocalDate(0));
        }
        writes.ensurePeriods(open);
        ask(RestatementSql.NET_WITH_THIS, Tuple.tuple().addValue(bills).addLong(id));
        ask(RestatementSql.GIVE_BACK, Tuple.tuple().addValue(bills).addLong(id));
        for (Long each : bills) {
            BillRows.sums(connection, each);
        }
        ask(
                RestatementSql.SETTLE_ENTRIES,
                Tuple.tuple()
                        .addValue(documents)
                        .addValue(now.atOffset(ZoneOffset.UTC))
                        .addString("bill " + bill.number()));
        List<DomainEvent> events = new ArrayList<>();
        for (Row row : ask(RestatementSql.REPLACE_DOCUMENTS, Tuple.tuple().addValue(documents))) {
            DocumentRows.ToProcess document = new DocumentRows.ToProcess(
                    row.getLong("id"),
                    row.getUUID("uuid"),
                    partner,
                    row.getString("partner"),
                    row.getString("adapter"),
                    DocumentRows.REPLACED,
                    null,
                    null);
            events.add(DocumentEvents.event(
                    document,
                    DocumentRows.REPLACED,
                    row.getString("number"),
                    row.getInteger("accepted_lines"),
                    row.getInteger("quarantined_lines"),
                    now));
        }
        return events;
    }

    private Long[] ids() {
        return replaced.stream().map(Replaced::id).toArray(Long[]::new);
    }

    private Tuple named() {
        return Tuple.of(partner, bill.replaces(), document, bill.number());
    }

    private RowSet<Row> ask(String statement, Tuple values) {
        return Waiting.of(connection.preparedQuery(statement).execute(values));
    }
}
