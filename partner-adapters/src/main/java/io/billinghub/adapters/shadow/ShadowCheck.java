package io.billinghub.adapters.shadow;

import io.billinghub.adapters.document.Waiting;
import io.billinghub.adapters.model.Finding;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.adapters.validation.StoredBill;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.plan.StoredPlan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.PreparedStatement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Holds the accepted lines of a bill against the agreed prices; for worker threads, in the transaction that took the lines in. */
public final class ShadowCheck {

    private static final int PIECE = 5_000;
    /** Lines of one account and product that are looked at together; more of them are metered, not counted by hand, and are left out. */
    private static final int MOST_TOGETHER = 20_000;

    private static final String PLANS = """
            select id, offering_id, definition::text as definition, greatest(valid_from, date '0001-01-01') as valid_from,
                   least(valid_to, date '9999-12-31') as valid_to
              from price_plan where offering_id = any($1) and valid_from < valid_to order by offering_id, valid_from desc, version desc, id desc
            """;
    // one pass over the bill's own lines by their key; subscriptions joined once, not per line
    private static final String LINES = """
            select l.account_id, l.offering_id, l.unit, l.position, l.place, l.grouping_key, l.quantity, l.net, l.service_from, l.service_to,
                   s.started_on
              from partner_bill_line l
              left join (select account_id, offering_id, min(started_on) as started_on from product
                          where offering_id = any($3) and status not in ('created', 'pendingActive', 'cancelled', 'aborted')
                            and account_id = any(array(
                              select distinct account_id from partner_bill_line
                               where partner_bill_id = $1 and bill_period = any($2) and accepted and offering_id = any($3)))
                          group by account_id, offering_id) s using (account_id, offering_id)
             where l.partner_bill_id = $1 and l.bill_period = any($2) and l.accepted and l.offering_id = any($3)
             order by l.account_id, l.offering_id, l.unit, l.position
            """;
    private static final String TAX_RATES =
            "select distinct rate from tax_rate where rate > 0 order by rate desc limit 50";
    private static final String EXCHANGE_RATES = """
            select base, quote, rate, rate_date from exchange_rate where base = $1 or quote = $1 order by rate_date desc limit 30
            """;
    // by the index of account_id; only for accounts whose amounts differ
    private static final String OTHER_QUANTITIES = """
            select l.account_id, l.offering_id, date_trunc('month', l.service_from)::date as month, sum(l.quantity) as quantity
              from partner_bill_line l join partner_bill b on b.id = l.partner_bill_id and b.replaced_by is null
             where l.account_id = any($1) and l.offering_id = any($2) and l.bill_period >= $3 and l.partner_bill_id <> $4 and l.accepted
             group by 1, 2, 3
            """;

    private final SqlConnection connection;
    private final StoredBill bill;
    private final Map<Long, List<StoredPlan>> plans = new HashMap<>();
    private final List<PriceDifference> differences = new ArrayList<>();

    private ShadowCheck(SqlConnection connection, StoredBill bill) {
        this.connection = connection;
        this.bill = bill;
    }

    /** A finding for each line that is not priced as agreed, with the likely cause. */
    public static List<Finding> of(SqlConnection connection, StoredBill bill) {
        ShadowCheck check = new ShadowCheck(connection, bill);
        check.readPlans();
        if (check.plans.isEmpty()) {
            return List.of();
        }
        check.readLines();
        return check.findings();
    }

    private void readPlans() {
        Tuple offerings = Tuple.tuple().addValue(bill.offeringIds());
        for (Row row : Waiting.of(connection.preparedQuery(PLANS).execute(offerings))) {
            plans.computeIfAbsent(row.getLong("offering_id"), id -> new ArrayList<>())
                    .add(new StoredPlan(
                            row.getLong("id"),
                            row.getLong("offering_id"),
                            PricePlanJson.read(row.getString("definition")).orElseThrow(),
                            row.getLocalDate("valid_from"),
                            row.getLocalDate("valid_to")));
        }
    }

    private void readLines() {
        Tuple values = Tuple.tuple()
                .addLong(bill.id())
                .addValue(bill.periods())
                .addValue(plans.keySet().toArray(Long[]::new));
        PreparedStatement statement = Waiting.of(connection.prepare(LINES));
        Cursor cursor = statement.cursor(values);
        List<BilledLine> lines = new ArrayList<>();
        Row first = null;
        CompletableFuture<RowSet<Row>> next = cursor.read(PIECE).subscribeAsCompletionStage();
        while (next != null) {
            RowSet<Row> piece = Waiting.of(Uni.createFrom().completionStage(next));
            // the database reads on while these are looked at
            next = cursor.hasMore() ? cursor.read(PIECE).subscribeAsCompletionStage() : null;
            for (Row row : piece) {
                if (first != null && !together(first, row)) {
                    check(first, lines);
                    lines.clear();
                    first = null;
                }
                first = first == null ? row : first;
                if (lines.size() <= MOST_TOGETHER) {
                    lines.add(line(row));
                }
            }
        }
        if (first != null) {
            check(first, lines);
        }
        Waiting.of(cursor.close());
        Waiting.of(statement.close());
    }

    private static boolean together(Row one, Row other) {
        return one.getLong("account_id").equals(other.getLong("account_id"))
                && one.getLong("offering_id").equals(other.getLong("offering_id"))
                && one.getString("unit").equals(other.getString("unit"));
    }

    private static BilledLine line(Row row) {
        return new BilledLine(
                row.getInteger("position"),
                row.getString("place"),
                row.getString("grouping_key"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("net"),
                new ServicePeriod(row.getLocalDate("service_from"), row.getLocalDate("service_to")));
    }

    private void check(Row of, List<BilledLine> lines) {
        if (lines.size() > MOST_TOGETHER) {
            return;
        }
        ProductLines all = new ProductLines(
                of.getLong("account_id"),
                of.getLong("offering_id"),
                of.getString("unit"),
                bill.period(),
                of.getLocalDate("started_on"),
                lines);
        differences.addAll(new ShadowRating(
                        plans.get(all.offeringId()),
                        bill.currency(),
                        bill.terms().priceTolerance())
                .check(all));
    }

    private List<Finding> findings() {
        if (differences.isEmpty()) {
            return List.of();
        }
        Known known = known();
        Map<List<Long>, SortedMap<LocalDate, BigDecimal>> quantities = otherQuantities();
        List<Finding> findings = new ArrayList<>();
        for (PriceDifference difference : differences) {
            ProductLines of = difference.of();
            Explained explained = difference.explained(
                    plans.get(of.offeringId()),
                    known.with(quantities.getOrDefault(List.of(of.accountId(), of.offeringId()), new TreeMap<>())),
                    bill.terms().priceTolerance());
            for (BilledLine line : difference.lines()) {
                findings.add(new Finding(
                        RuleCode.PRICE_DIFFERS,
                        bill.terms().severity(RuleCode.PRICE_DIFFERS),
                        line.position(),
                        line.place(),
                        explained.detail(),
                        line.net(),
                        bill.currency(),
                        explained.evidence()));
            }
        }
        return findings;
    }

    private Known known() {
        List<BigDecimal> rates = new ArrayList<>();
        for (Row row : Waiting.of(connection.query(TAX_RATES).execute())) {
            rates.add(row.getBigDecimal(0));
        }
        List<Known.ExchangeRate> exchange = new ArrayList<>();
        for (Row row : Waiting.of(connection.preparedQuery(EXCHANGE_RATES).execute(Tuple.of(bill.currency())))) {
            exchange.add(new Known.ExchangeRate(
                    row.getString(0), row.getString(1), row.getBigDecimal(2), row.getLocalDate(3)));
        }
        return new Known(rates, exchange, new TreeMap<>());
    }

    private Map<List<Long>, SortedMap<LocalDate, BigDecimal>> otherQuantities() {
        Map<List<Long>, SortedMap<LocalDate, BigDecimal>> quantities = new HashMap<>();
        Tuple values = Tuple.tuple()
                .addValue(differences.stream()
                        .map(difference -> difference.of().accountId())
                        .distinct()
                        .toArray(Long[]::new))
                .addValue(differences.stream()
                        .map(difference -> difference.of().offeringId())
                        .distinct()
                        .toArray(Long[]::new))
                .addLocalDate(bill.period().from().minusMonths(6).withDayOfMonth(1))
                .addLong(bill.id());
        for (Row row : Waiting.of(connection.preparedQuery(OTHER_QUANTITIES).execute(values))) {
            quantities
                    .computeIfAbsent(List.of(row.getLong(0), row.getLong(1)), key -> new TreeMap<>())
                    .put(row.getLocalDate(2), row.getBigDecimal(3));
        }
        return quantities;
    }
}
