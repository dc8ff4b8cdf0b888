package io.billinghub.adapters.assurance;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.Severity;
import io.billinghub.adapters.shadow.ShadowCheck;
import io.billinghub.adapters.validation.StoredBill;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a bill whose lines are written against what was billed before and what is agreed; for worker threads, in the transaction that took the
 * lines in, which sees the whole tenant. Lines that wait already are not looked at.
 */
public final class BillAssurance {

    /** All that is found beyond one line. */
    public static final Set<RuleCode> RULES = Collections.unmodifiableSet(EnumSet.of(
            RuleCode.AMOUNT_UNUSUAL,
            RuleCode.BILLED_WITHOUT_USAGE,
            RuleCode.CREDIT_EXCEEDS_BILLED,
            RuleCode.CREDIT_PRICE_DIFFERS,
            RuleCode.DUPLICATE_BILLED_LINE,
            RuleCode.DUPLICATE_BILL_CONTENT,
            RuleCode.FEE_CHARGED_BY_HUB,
            RuleCode.NEAR_DUPLICATE_BILL,
            RuleCode.OVERLAPPING_PERIOD,
            RuleCode.PERIOD_BILLED_BEFORE,
            RuleCode.PERIOD_OUTSIDE_BILL,
            RuleCode.PRICE_DIFFERS,
            RuleCode.REPLACED_BILL_UNKNOWN,
            RuleCode.RESTATEMENT_INCOMPLETE,
            RuleCode.SEQUENCE_GAP,
            RuleCode.SEVERAL_ACCOUNTS,
            RuleCode.SUBSCRIPTION_ENDED,
            RuleCode.SUBSCRIPTION_UNKNOWN,
            RuleCode.TAX_RATE_NOT_IN_FORCE,
            RuleCode.USAGE_DIFFERS,
            RuleCode.USAGE_NOT_BILLED));

    private static final int MOST_NAMED = 10;
    /** Days of a period that bills are made for. */
    private static final int SHORTEST_PERIOD = 7;
    /** Up to so many of both, any plan does. */
    private static final int FEW_ACCOUNTS = 100;

    private static final int FEW_LINES = 5_000;

    private final SqlConnection connection;
    private final StoredBill bill;
    private final int accepted;
    private Long[] accounts = {};

    /** @param accepted lines of the bill */
    public BillAssurance(SqlConnection connection, StoredBill bill, int accepted) {
        this.connection = connection;
        this.bill = bill;
        this.accepted = accepted;
    }

    /** Lines that wait now, and what they amount to. */
    public record Held(int lines, BigDecimal net) {}

    /**
     * What the bill and its lines break.
     *
     * @throws RefusedException if the agreement says so of one of the rules
     */
    public List<Finding> findings() {
        oneAfterTheOther();
        List<Finding> findings = new ArrayList<>(sequence());
        findings.addAll(ofLines());
        refuse(findings);
        return findings;
    }

    /**
     * What the bill and its lines break when some of its lines were judged again: as {@link #findings}, but that its place in the row of
     * bills was looked at when it came; whether what was missing then has come is asked again. Refuses nothing by itself: the caller knows
     * what was waived.
     */
    public List<Finding> again() {
        oneAfterTheOther();
        List<Finding> findings = new ArrayList<>(gap(numbers(AssuranceSql.STILL_MISSING, Tuple.of(bill.id()))));
        findings.addAll(ofLines());
        return findings;
    }

    /** @throws RefusedException if one of the findings says so */
    public static void refuse(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.severity() == Severity.REFUSE) {
                throw new RefusedException(finding.rule(), finding.place(), finding.detail());
            }
        }
    }

    private void oneAfterTheOther() {
        Waiting.of(connection
                .preparedQuery(AssuranceSql.ONE_AFTER_THE_OTHER)
                .execute(Tuple.of(Long.toString(bill.partnerId()))));
    }

    private List<Finding> ofLines() {
        List<Finding> findings = new ArrayList<>();
        if (accepted > 0) {
            accounts = ask(AssuranceSql.ACCOUNTS, ofBill()).iterator().next().getArrayOfLongs(0);
            boolean large = accounts.length > FEW_ACCOUNTS || accepted > FEW_LINES;
            if (large) {
                Waiting.of(connection.query(AssuranceSql.LARGE).execute());
            }
            findings.addAll(billedBefore());
            findings.addAll(outsidePeriod());
            findings.addAll(overlapping());
            findings.addAll(notSubscribed());
            findings.addAll(chargedByHub());
            findings.addAll(ShadowCheck.of(connection, bill));
            UsageComparison usage = new UsageComparison(connection, bill, accounts);
            findings.addAll(usage.findings());
            findings.addAll(unusual(usage));
            findings.addAll(new BillComparisons(connection, bill).findings());
            if (large) {
                Waiting.of(connection.query(AssuranceSql.AS_BEFORE).execute());
            }
        }
        return findings;
    }

    /** Makes the lines wait that the findings say should. */
    public Held hold(List<Finding> findings) {
        List<Finding> holding = holding(findings);
        boolean all = holding.stream().anyMatch(finding -> finding.position() == null);
        return hold(
                all,
                all
                        ? new Integer[0]
                        : holding.stream().map(Finding::position).distinct().toArray(Integer[]::new));
    }

    /** The same of some lines only: the others may be billed already. */
    public Held hold(List<Finding> findings, BitSet among) {
        List<Finding> holding = holding(findings);
        boolean all = holding.stream().anyMatch(finding -> finding.position() == null);
        return hold(
                false,
                all
                        ? among.stream().boxed().toArray(Integer[]::new)
                        : holding.stream()
                                .map(Finding::position)
                                .filter(among::get)
                                .distinct()
                                .toArray(Integer[]::new));
    }

    private static List<Finding> holding(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.QUARANTINE)
                .toList();
    }

    private Held hold(boolean all, Integer[] positions) {
        if (!all && positions.length == 0) {
            return new Held(0, BigDecimal.ZERO);
        }
        Tuple values = Tuple.tuple()
                .addLong(bill.id())
                .addValue(bill.periods())
                .addBoolean(all)
                .addValue(positions);
        Row held = Waiting.of(connection.preparedQuery(AssuranceSql.HOLD).execute(values))
                .iterator()
                .next();
        return new Held(held.getInteger(0), held.getBigDecimal(1));
    }

    private List<String> numbers(String statement, Tuple values) {
        List<String> numbers = new ArrayList<>();
        for (Row row : ask(statement, values)) {
            numbers.add(row.getString(0));
        }
        return numbers;
    }

    private Tuple ofBill() {
        return Tuple.tuple().addLong(bill.id()).addValue(bill.periods());
    }

    private RowSet<Row> ask(String statement, Tuple values) {
        return Waiting.of(connection.preparedQuery(statement).execute(values));
    }

    /** @param net what is at stake, or null */
    private Finding ofDocument(RuleCode rule, String detail, BigDecimal net) {
        return new Finding(rule, bill.terms().severity(rule), null, "document", detail, net, bill.currency());
    }

    private Finding ofLine(RuleCode rule, Row line, String detail) {
        return new Finding(
                rule,
                bill.terms().severity(rule),
                line.getInteger("position"),
                line.getString("place"),
                detail,
                line.getBigDecimal("net"),
                bill.currency());
    }

    /** The first period in which lines of the same days may be billed: earlier than this bill's own if that was closed meanwhile. */
    private LocalDate billedFrom() {
        LocalDate own = bill.billPeriods().stream()
                .min(LocalDate::compareTo)
                .orElse(bill.period().from());
        LocalDate from = bill.period().from();
        return from.isBefore(own) ? from.minusMonths(1) : own;
    }

    private LocalDate latest() {
        return bill.billPeriods().stream()
                .max(LocalDate::compareTo)
                .orElse(bill.period().to())
                .plusMonths(1);
    }

    private List<Finding> billedBefore() {
        Tuple values = ofBill().addLong(bill.partnerId())
                .addLocalDate(billedFrom())
                .addLocalDate(latest())
                .addValue(bill.offeringIds())
                .addValue(accounts);
        List<BilledBefore.Match> matches = new ArrayList<>();
        for (Row row : ask(AssuranceSql.BILLED_BEFORE, values)) {
            matches.add(new BilledBefore.Match(
                    row.getInteger("position"),
                    row.getString("place"),
                    row.getBigDecimal("net"),
                    row.getLong("id"),
                    row.getString("number"),
                    row.getInteger("lines")));
        }
        return new BilledBefore(accepted, matches)
                .ofBill()
                .map(whole -> List.of(ofDocument(whole.rule(), whole.detail(), whole.net())))
                .orElseGet(() -> billedTwice(matches));
    }

    /** A line that costs nothing may stand on many bills. */
    private List<Finding> billedTwice(List<BilledBefore.Match> matches) {
        Set<Integer> told = new HashSet<>();
        return matches.stream()
                .filter(match -> match.net().signum() != 0 && told.add(match.position()))
                .map(this::billedTwice)
                .toList();
    }

    private Finding billedTwice(BilledBefore.Match match) {
        return new Finding(
                RuleCode.DUPLICATE_BILLED_LINE,
                bill.terms().severity(RuleCode.DUPLICATE_BILLED_LINE),
                match.position(),
                match.place(),
                "the same account, product, quantity, amount and days stand on the partner's bill "
                        + match.otherNumber(),
                match.net(),
                bill.currency());
    }

    /** Where the period is made of the lines' own dates, none is outside; one of a few days is when the bill was made, not what it is for. */
    private List<Finding> outsidePeriod() {
        LocalDate from = bill.period().from();
        LocalDate to = bill.period().to();
        long days = ChronoUnit.DAYS.between(from, to);
        if (!bill.periodStated() || days < SHORTEST_PERIOD) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        // fees in advance are for the period behind the bill's
        for (Row row :
                ask(AssuranceSql.OUTSIDE_PERIOD, ofBill().addLocalDate(from).addLocalDate(to.plusDays(days)))) {
            findings.add(ofLine(
                    RuleCode.PERIOD_OUTSIDE_BILL,
                    row,
                    "the service from " + row.getLocalDate("service_from") + " until before "
                            + row.getLocalDate("service_to") + " is not in the bill's period, from " + from
                            + " until before " + to));
        }
        return findings;
    }

    private List<Finding> overlapping() {
        Tuple values = ofBill().addLong(bill.partnerId())
                .addLocalDate(bill.period().from().minusMonths(3).withDayOfMonth(1))
                .addLocalDate(latest())
                .addValue(bill.offeringIds())
                .addLocalDate(bill.period().from())
                .addLocalDate(bill.period().to())
                .addValue(accounts);
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(AssuranceSql.OVERLAPPING, values)) {
            findings.add(ofLine(
                    RuleCode.OVERLAPPING_PERIOD,
                    row,
                    "the days from " + row.getLocalDate("service_from") + " until before "
                            + row.getLocalDate("service_to") + " overlap those from "
                            + row.getLocalDate("other_from") + " until before " + row.getLocalDate("other_to")
                            + " on the partner's bill " + row.getString("number")));
        }
        return findings;
    }

    private List<Finding> notSubscribed() {
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(AssuranceSql.NOT_SUBSCRIBED, ofBill().addValue(bill.offeringIds()))) {
            String service = "the service from " + row.getLocalDate("service_from") + " until before "
                    + row.getLocalDate("service_to");
            findings.add(
                    row.getBoolean("known")
                            ? ofLine(
                                    RuleCode.SUBSCRIPTION_ENDED,
                                    row,
                                    service + " is not within the account's subscription, which began on "
                                            + row.getLocalDate("started_on") + " and ended on "
                                            + row.getLocalDate("ended_on"))
                            : ofLine(
                                    RuleCode.SUBSCRIPTION_UNKNOWN,
                                    row,
                                    service
                                            + ": other accounts have a subscription of this product, this one has none"));
        }
        return findings;
    }

    private List<Finding> chargedByHub() {
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(AssuranceSql.FEE_CHARGED, ofBill())) {
            findings.add(ofLine(
                    RuleCode.FEE_CHARGED_BY_HUB,
                    row,
                    "the hub charges the account a recurring fee for the product " + row.getString("key") + " since "
                            + row.getLocalDate("started_on") + "; the customer would pay it and the line"));
        }
        return findings;
    }

    /** Nothing is unusual that usage confirms. */
    private List<Finding> unusual(UsageComparison usage) {
        LocalDate period = bill.billPeriods().stream().min(LocalDate::compareTo).orElseThrow();
        Tuple values = ofBill().addLong(bill.partnerId())
                .addLocalDate(period.minusMonths(12))
                .addLocalDate(period)
                .addValue(bill.offeringIds())
                .addString(bill.currency())
                .addValue(accounts);
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(AssuranceSql.HISTORY, values)) {
            if (usage.confirms(row.getLong("account_id"), row.getLong("offering_id"))) {
                continue;
            }
            List<BigDecimal> before = Arrays.stream(row.getString("before").split(" "))
                    .map(BigDecimal::new)
                    .toList();
            Outlier.of(row.getBigDecimal("net"), before)
                    .ifPresent(detail -> findings.add(ofLine(RuleCode.AMOUNT_UNUSUAL, row, detail)));
        }
        return findings;
    }

    private List<Finding> sequence() {
        Long adapter = ask(AssuranceSql.ADAPTER, Tuple.of(bill.documentId()))
                .iterator()
                .next()
                .getLong(0);
        ask(AssuranceSql.ARRIVED, Tuple.of(adapter, bill.number()));
        List<String> missing = NumberSequence.missing(
                bill.number(),
                numbers(AssuranceSql.EARLIER_NUMBERS, Tuple.of(bill.partnerId(), bill.id(), adapter)),
                numbers(AssuranceSql.MISSING_NUMBERS, Tuple.of(adapter)));
        if (!missing.isEmpty()) {
            ask(
                    AssuranceSql.NOTE_MISSING,
                    Tuple.of(adapter, bill.partnerId(), bill.id()).addValue(missing.toArray(String[]::new)));
        }
        return gap(missing);
    }

    private List<Finding> gap(List<String> missing) {
        if (missing.isEmpty()) {
            return List.of();
        }
        String names = String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())));
        String more = missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more" : "";
        return List.of(ofDocument(
                RuleCode.SEQUENCE_GAP,
                "before this bill " + (missing.size() == 1 ? "is missing " : "are missing ") + names + more,
                null));
    }
}
