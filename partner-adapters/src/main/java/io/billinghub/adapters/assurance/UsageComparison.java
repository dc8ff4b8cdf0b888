package io.billinghub.adapters.assurance;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Evidence;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.validation.StoredBill;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a bill against the partner's usage, and the usage against the bill, where the agreement says that usage is evidence. Usage that comes
 * behind the bill is not seen here: whoever judges the bill again sees it, and the report of a run in review does.
 */
final class UsageComparison {

    /** Usage of so many months before shows that usage of a product comes. */
    private static final int KNOWN_MONTHS = 3;

    private static final int SHORTEST_PERIOD = 7;
    private static final int MOST_NAMED = 10;

    private final SqlConnection connection;
    private final StoredBill bill;
    private final Long[] accounts;
    private final Set<List<Long>> confirmed = new HashSet<>();
    private final Set<List<Long>> doubted = new HashSet<>();

    /** @param accounts of the bill's accepted lines */
    UsageComparison(SqlConnection connection, StoredBill bill, Long[] accounts) {
        this.connection = connection;
        this.bill = bill;
        this.accounts = accounts.clone();
    }

    /** An account's lines of a product for the same days. */
    private record Span(
            long account, long offering, String unit, LocalDate from, LocalDate to, String detail, Evidence evidence) {}

    /** What the bill breaks; nothing where usage is charged by the hub. */
    List<Finding> findings() {
        if (!bill.terms().usage().on(bill.period().from()).evidence()) {
            return List.of();
        }
        List<Span> different = new ArrayList<>();
        List<Span> without = new ArrayList<>();
        BigDecimal tolerance = bill.terms().usage().on(bill.period().from()).tolerancePercent();
        for (Row row : ask(UsageComparisonSql.COMPARED, compared())) {
            BilledQuantity quantity = new BilledQuantity(
                    row.getBigDecimal("billed"),
                    row.getBigDecimal("balance"),
                    row.getBigDecimal("used"),
                    row.getInteger("lines"),
                    row.getInteger("decimals"));
            quantity.differs(tolerance, row.getString("unit"))
                    .ifPresent(detail -> different.add(span(row, detail, quantity.used())));
            if (quantity.withoutUsage()) {
                without.add(span(row, "the account has no usage of the product on these days", BigDecimal.ZERO));
            }
            boolean doubt = quantity.used() != null && !quantity.confirmed(tolerance);
            List<Long> key = List.of(row.getLong("account_id"), row.getLong("offering_id"));
            (doubt || quantity.used() == null ? doubted : confirmed).add(key);
        }
        List<Finding> findings = new ArrayList<>(ofLines(RuleCode.USAGE_DIFFERS, different));
        findings.addAll(ofLines(RuleCode.BILLED_WITHOUT_USAGE, without));
        findings.addAll(notBilled());
        return findings;
    }

    /** Whether usage shows that the account used as much of the product as is billed. */
    boolean confirms(long account, long offering) {
        List<Long> key = List.of(account, offering);
        return confirmed.contains(key) && !doubted.contains(key);
    }

    private static Span span(Row row, String detail, BigDecimal used) {
        return new Span(
                row.getLong("account_id"),
                row.getLong("offering_id"),
                row.getString("unit"),
                row.getLocalDate("begins"),
                row.getLocalDate("ends"),
                detail,
                new Evidence(used, row.getBigDecimal("billed"), null));
    }

    private List<Finding> ofLines(RuleCode rule, List<Span> spans) {
        if (spans.isEmpty()) {
            return List.of();
        }
        Tuple values = ofBill().addValue(spans.stream().map(Span::account).toArray(Long[]::new))
                .addValue(spans.stream().map(Span::offering).toArray(Long[]::new))
                .addValue(spans.stream().map(Span::unit).toArray(String[]::new))
                .addValue(spans.stream().map(Span::from).toArray(LocalDate[]::new))
                .addValue(spans.stream().map(Span::to).toArray(LocalDate[]::new));
        List<Finding> findings = new ArrayList<>();
        for (Row row : ask(UsageComparisonSql.LINES_OF, values)) {
            Span span = spans.get(row.getInteger("span") - 1);
            findings.add(new Finding(
                    rule,
                    bill.terms().severity(rule),
                    row.getInteger("position"),
                    row.getString("place"),
                    span.detail(),
                    row.getBigDecimal("net"),
                    bill.currency(),
                    span.evidence()));
        }
        return findings;
    }

    private List<Finding> notBilled() {
        LocalDate from = bill.period().from();
        LocalDate to = bill.period().to();
        if (ChronoUnit.DAYS.between(from, to) < SHORTEST_PERIOD) {
            return List.of();
        }
        Tuple values = Tuple.tuple()
                .addLong(bill.partnerId())
                .addValue(accounts)
                .addLocalDate(from)
                .addLocalDate(to)
                .addLocalDate(since())
                .addLocalDate(latest())
                .addLong(bill.terms().versionId())
                .addInteger(MOST_NAMED);
        List<String> unbilled = new ArrayList<>();
        long all = 0;
        String sums = "";
        for (Row row : ask(UsageComparisonSql.NOT_BILLED, values)) {
            all = row.getLong("all");
            sums = row.getString("sums");
            unbilled.add(BilledQuantity.words(row.getBigDecimal("quantity")) + " " + row.getString("unit") + " of "
                    + row.getString("offering") + " by account " + row.getString("account"));
        }
        if (unbilled.isEmpty()) {
            return List.of();
        }
        // the sums too, so that one who waives it waives no more than that
        String more = all > unbilled.size() ? " and " + (all - unbilled.size()) + " more, " + sums + " in all" : "";
        return List.of(new Finding(
                RuleCode.USAGE_NOT_BILLED,
                bill.terms().severity(RuleCode.USAGE_NOT_BILLED),
                null,
                "document",
                "no line of the partner's bills has what was used in the period: " + String.join(", ", unbilled) + more,
                null,
                bill.currency()));
    }

    private Tuple ofBill() {
        return Tuple.tuple().addLong(bill.id()).addValue(bill.periods());
    }

    private Tuple compared() {
        return ofBill().addLocalDate(bill.period().from())
                .addLocalDate(bill.period().to())
                .addLocalDate(since())
                .addLocalDate(latest())
                .addValue(bill.offeringIds())
                .addValue(accounts);
    }

    private LocalDate since() {
        LocalDate own = bill.billPeriods().stream()
                .min(LocalDate::compareTo)
                .orElse(bill.period().from());
        LocalDate first =
                own.isBefore(bill.period().from()) ? own : bill.period().from();
        return first.minusMonths(KNOWN_MONTHS).withDayOfMonth(1);
    }

    private LocalDate latest() {
        return bill.billPeriods().stream()
                .max(LocalDate::compareTo)
                .orElse(bill.period().to())
                .plusMonths(1);
    }

    private RowSet<Row> ask(String statement, Tuple values) {
        return Waiting.of(connection.preparedQuery(statement).execute(values));
    }
}
