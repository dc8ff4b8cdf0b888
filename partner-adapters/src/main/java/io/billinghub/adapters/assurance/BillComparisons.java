package io.billinghub.adapters.assurance;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.validation.StoredBill;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that hold a bill against how the partner has always billed: whose lines it has, which days, what is given back. */
final class BillComparisons {

    /** So many bills of one account each show that the adapter's bills are for one account. */
    static final int LEARNT = 5;

    private static final int MONTHS = 12;

    private final SqlConnection connection;
    private final StoredBill bill;

    BillComparisons(SqlConnection connection, StoredBill bill) {
        this.connection = connection;
        this.bill = bill;
    }

    /** What the accepted lines break. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(ofOtherAccounts());
        findings.addAll(daysBilledBefore());
        findings.addAll(credits());
        if (bill.terms().agency()) {
            findings.addAll(taxRates());
        }
        return findings;
    }

    private List<Finding> ofOtherAccounts() {
        if (number(ComparisonSql.ACCOUNTS, ofBill()) < 2) {
            return List.of();
        }
        Long adapter = ask(AssuranceSql.ADAPTER, Tuple.of(bill.documentId()))
                .iterator()
                .next()
                .getLong(0);
        Tuple values = Tuple.tuple()
                .addLong(adapter)
                .addLong(bill.partnerId())
                .addLong(bill.id())
                .addLocalDate(since(MONTHS))
                .addLocalDate(latest())
                .addInteger(LEARNT);
        Row before = ask(ComparisonSql.ACCOUNTS_BEFORE, values).iterator().next();
        if (before.getInteger("bills") < LEARNT || before.getInteger("several") > 0) {
            return List.of();
        }
        return minority();
    }

    /** The lines of all accounts but the one that has most of them; the whole bill, if none has. */
    private List<Finding> minority() {
        List<Row> lines = new ArrayList<>();
        Map<Long, Integer> counts = new HashMap<>();
        for (Row row : ask(ComparisonSql.LINES_BY_ACCOUNT, ofBill())) {
            lines.add(row);
            counts.put(row.getLong("account_id"), row.getInteger("lines"));
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (counts.values().stream().filter(count -> count == most).count() > 1) {
            return List.of(new Finding(
                    RuleCode.SEVERAL_ACCOUNTS,
                    bill.terms().severity(RuleCode.SEVERAL_ACCOUNTS),
                    null,
                    "document",
                    "the lines are of " + counts.size() + " accounts; each of the bills before was for one",
                    null,
                    bill.currency()));
        }
        return lines.stream()
                .filter(row -> row.getInteger("lines") < most)
                .map(
                        row -> ofLine(
                                RuleCode.SEVERAL_ACCOUNTS,
                                row,
                                "the line is of another account than the bill's other lines; each of the bills before was for one"))
                .toList();
    }

    private List<Finding> daysBilledBefore() {
        List<Finding> lines = new ArrayList<>();
        String other = "";
        for (Row row : ask(ComparisonSql.DAYS_BILLED_BEFORE, before(3))) {
            other = row.getString("number");
            lines.add(ofLine(
                    RuleCode.OVERLAPPING_PERIOD,
                    row,
                    "the days from " + row.getLocalDate("service_from") + " until before "
                            + row.getLocalDate("service_to")
                            + ", whose bills are closed, stand on the partner's bill " + other));
        }
        if (lines.isEmpty() || lines.size() < number(ComparisonSql.CHARGES, ofBill())) {
            return lines;
        }
        return List.of(new Finding(
                RuleCode.PERIOD_BILLED_BEFORE,
                bill.terms().severity(RuleCode.PERIOD_BILLED_BEFORE),
                null,
                "document",
                "all charges are for days, accounts and products that are billed already, on the partner's bill "
                        + other + " among others, and closed",
                null,
                bill.currency()));
    }

    private List<Finding> credits() {
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(ComparisonSql.CREDITS, before(MONTHS).addString(bill.currency()))) {
            Credit credit = new Credit(
                    row.getBigDecimal("quantity"),
                    row.getBigDecimal("net"),
                    row.getString("bill"),
                    row.getBigDecimal("billed"),
                    row.getBigDecimal("credited"),
                    row.getBigDecimal("dearest"));
            credit.exceeds().ifPresent(detail -> findings.add(ofLine(RuleCode.CREDIT_EXCEEDS_BILLED, row, detail)));
            credit.dearer().ifPresent(detail -> findings.add(ofLine(RuleCode.CREDIT_PRICE_DIFFERS, row, detail)));
        }
        return findings;
    }

    private List<Finding> taxRates() {
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(ComparisonSql.RATE_NOT_IN_FORCE, ofBill().addLong(bill.partnerId()))) {
            findings.add(ofLine(
                    RuleCode.TAX_RATE_NOT_IN_FORCE,
                    row,
                    row.getBigDecimal("tax_rate").stripTrailingZeros().toPlainString()
                            + " % is none of the rates of VAT that are in force in the seller's country on "
                            + row.getLocalDate("service_from")));
        }
        return findings;
    }

    private Tuple ofBill() {
        return Tuple.tuple().addLong(bill.id()).addValue(bill.periods());
    }

    /** The bill, its partner, the bill periods of so many months before and after, and its products. */
    private Tuple before(int months) {
        return ofBill().addLong(bill.partnerId())
                .addLocalDate(since(months))
                .addLocalDate(latest())
                .addValue(bill.offeringIds());
    }

    private LocalDate since(int months) {
        LocalDate own = bill.billPeriods().stream()
                .min(LocalDate::compareTo)
                .orElse(bill.period().from());
        LocalDate first =
                own.isBefore(bill.period().from()) ? own : bill.period().from();
        return first.minusMonths(months).withDayOfMonth(1);
    }

    private LocalDate latest() {
        return bill.billPeriods().stream()
                .max(LocalDate::compareTo)
                .orElse(bill.period().to())
                .plusMonths(1);
    }

    private int number(String statement, Tuple values) {
        return ask(statement, values).iterator().next().getInteger(0);
    }

    private RowSet<Row> ask(String statement, Tuple values) {
        return Waiting.of(connection.preparedQuery(statement).execute(values));
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
}
