package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands on customers' bills of the measured month, read from the lines that were sent, whatever the hub said of the documents: per
 * account and product one amount, beside the one that is due.
 */
final class ReadBack {
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final String BILLED = """
            select a.number, upper(o.key), sum(l.net), min(c.service_from), min(l.tax_rate)
              from customer_bill b
              join bill_line l on l.bill_id = b.id and l.bill_period = b.bill_period
              join charge c on c.id = l.charge_id and c.bill_period = l.bill_period
              join product_offering o on o.id = c.offering_id
              join billing_account a on a.id = b.account_id
             where b.bill_period = ? and b.state in ('sent', 'partiallyPaid', 'settled')
             group by 1, 2
            """;

    /** An account's amount for a product. */
    record Place(String account, String product) {}

    /** @param from first day of service of its lines */
    private record Billed(BigDecimal net, LocalDate from, BigDecimal taxRate) {}

    private final Map<Place, BigDecimal> due = new HashMap<>();
    private final Map<Place, LocalDate> dueFrom = new HashMap<>();
    private final Map<Place, BigDecimal> sent = new HashMap<>();
    private final Map<Place, Billed> billed = new HashMap<>();
    private final BigDecimal taxRate;

    /**
     * @param period first day of the measured month
     * @throws SQLException if the database can't be read
     */
    ReadBack(Connection administrator, LocalDate period, Month month, BigDecimal taxRate) throws SQLException {
        this.taxRate = taxRate;
        for (Bill bill : month.due()) {
            add(due, bill);
            bill.lines()
                    .forEach(line -> place(bill, line)
                            .forEach(place -> dueFrom.merge(
                                    place, line.first(), (one, other) -> one.isBefore(other) ? one : other)));
        }
        month.deliveries().stream()
                .filter(delivery -> delivery.content().isPresent())
                .forEach(delivery -> add(sent, delivery.bill()));
        try (PreparedStatement statement = administrator.prepareStatement(BILLED)) {
            statement.setObject(1, period);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    billed.put(
                            new Place(rows.getString(1), rows.getString(2)),
                            new Billed(
                                    rows.getBigDecimal(3), rows.getObject(4, LocalDate.class), rows.getBigDecimal(5)));
                }
            }
        }
    }

    private static void add(Map<Place, BigDecimal> amounts, Bill bill) {
        for (Bill.Line line : bill.lines()) {
            place(bill, line).forEach(place -> amounts.merge(place, line.net(), BigDecimal::add));
        }
    }

    /** Where a line belongs; nowhere, if nobody has its customer number. */
    private static List<Place> place(Bill bill, Bill.Line line) {
        return bill.partner().customers().stream()
                .filter(customer -> customer.number().equals(line.customer()))
                .map(customer -> new Place(customer.account(), line.product().code()))
                .toList();
    }

    /** Whether something else stands on a customer's bill than what is due: another amount, days before or another rate. Nothing is not. */
    boolean wrong(Delivery delivery) {
        return places(delivery).stream().anyMatch(this::wrong);
    }

    private Set<Place> places(Delivery delivery) {
        Set<Place> places = new HashSet<>();
        Bill bill = delivery.bill();
        for (int i = 0; i < bill.lines().size(); i++) {
            if (delivery.rows().isEmpty() || delivery.rows().contains(i + 2)) {
                places.addAll(place(bill, bill.lines().get(i)));
            }
        }
        return places;
    }

    private boolean wrong(Place place) {
        Billed there = billed.get(place);
        if (there == null) {
            return false;
        }
        return there.net().subtract(dueAt(place)).abs().compareTo(CENT) > 0
                || there.from().isBefore(dueFrom.getOrDefault(place, there.from()))
                || there.taxRate().compareTo(taxRate) != 0;
    }

    private BigDecimal dueAt(Place place) {
        return due.getOrDefault(place, BigDecimal.ZERO);
    }

    /** In words: what is due, what partners sent too much and too little of it, and what of that stands on bills. */
    String money() {
        Set<Place> all = new HashSet<>(due.keySet());
        all.addAll(sent.keySet());
        all.addAll(billed.keySet());
        BigDecimal total = sum(due.values());
        BigDecimal sentMore = BigDecimal.ZERO;
        BigDecimal sentLess = BigDecimal.ZERO;
        BigDecimal more = BigDecimal.ZERO;
        BigDecimal less = BigDecimal.ZERO;
        BigDecimal absent = BigDecimal.ZERO;
        for (Place place : all) {
            BigDecimal bySender = sent.getOrDefault(place, BigDecimal.ZERO).subtract(dueAt(place));
            sentMore = sentMore.add(bySender.max(BigDecimal.ZERO));
            sentLess = sentLess.add(bySender.negate().max(BigDecimal.ZERO));
            Billed there = billed.get(place);
            if (there == null) {
                absent = absent.add(dueAt(place));
            } else {
                BigDecimal byHub = there.net().subtract(dueAt(place));
                more = more.add(byHub.max(BigDecimal.ZERO));
                less = less.add(byHub.negate().max(BigDecimal.ZERO));
            }
        }
        return "Read back from customers' bills, EUR: " + total.setScale(2, RoundingMode.HALF_UP)
                + " due; partners' documents have " + amount(sentMore, total) + " too much and "
                + amount(sentLess, total)
                + " too little; the bills have " + amount(more, total) + " too much and " + amount(less, total)
                + " too little, and " + amount(absent, total) + " is not billed yet";
    }

    private static BigDecimal sum(Collection<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String amount(BigDecimal amount, BigDecimal of) {
        return amount.setScale(2, RoundingMode.HALF_UP) + " ("
                + amount.multiply(HUNDRED).divide(of.max(BigDecimal.ONE), 1, RoundingMode.HALF_UP) + " %)";
    }
}
