package io.billinghub.embedded.measure;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * One bill of a partner for one of its customers.
 *
 * @param customer the partner's customer number
 * @param month that is billed
 * @param total as stated
 */
record Bill(
        Partner partner,
        String number,
        String customer,
        YearMonth month,
        String currency,
        List<Line> lines,
        BigDecimal total) {

    /**
     * One line.
     *
     * @param id unique with the partner
     * @param last last day of service
     * @param reference what a credit corrects; empty else
     */
    record Line(
            String id,
            Product product,
            String customer,
            BigDecimal quantity,
            BigDecimal net,
            BigDecimal rate,
            LocalDate first,
            LocalDate last,
            String reference) {

        Line costing(BigDecimal other) {
            return new Line(id, product, customer, quantity, other, rate, first, last, reference);
        }

        Line of(BigDecimal otherQuantity, BigDecimal other) {
            return new Line(id, product, customer, otherQuantity, other, rate, first, last, reference);
        }

        Line called(String other) {
            return new Line(other, product, customer, quantity, net, rate, first, last, reference);
        }

        Line forCustomer(String other) {
            return new Line(id, product, other, quantity, net, rate, first, last, reference);
        }

        Line during(LocalDate from, LocalDate until) {
            return new Line(id, product, customer, quantity, net, rate, from, until, reference);
        }

        Line crediting(BigDecimal amount, String what) {
            return new Line(id, product, customer, quantity.negate(), amount.negate(), rate, first, last, what);
        }

        Line taxed(BigDecimal otherRate) {
            return new Line(id, product, customer, quantity, net, otherRate, first, last, reference);
        }
    }

    Bill {
        lines = List.copyOf(lines);
    }

    /** A bill that states what its lines add up to. */
    static Bill of(Partner partner, String number, String customer, YearMonth month, List<Line> lines) {
        return new Bill(partner, number, customer, month, "EUR", lines, sum(lines));
    }

    private static BigDecimal sum(List<Line> lines) {
        return lines.stream().map(Line::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** With another line in the place of one, and the total that follows. */
    Bill with(int index, Line line) {
        List<Line> changed = new ArrayList<>(lines);
        changed.set(index, line);
        return new Bill(partner, number, customer, month, currency, changed, sum(changed));
    }

    /** With these lines, and the total that follows. */
    Bill with(List<Line> others) {
        return new Bill(partner, number, customer, month, currency, others, sum(others));
    }

    /** With these lines, and the total of before. */
    Bill withoutNewTotal(List<Line> others) {
        return new Bill(partner, number, customer, month, currency, others, total);
    }

    Bill stating(BigDecimal otherTotal) {
        return new Bill(partner, number, customer, month, currency, lines, otherTotal);
    }

    Bill numbered(String other) {
        return new Bill(partner, other, customer, month, currency, lines, total);
    }

    Bill in(String otherCurrency) {
        return new Bill(partner, number, customer, month, otherCurrency, lines, total);
    }

    /** The document. */
    String csv(Dialect dialect) {
        return csv(dialect, "");
    }

    /** The document of a bill that takes the place of the one of a number, or of none. */
    String csv(Dialect dialect, String replaced) {
        StringBuilder text = new StringBuilder(dialect.row(Dialect.HEADERS));
        for (Line line : lines) {
            text.append(dialect.row(List.of(
                    number,
                    line.id(),
                    line.customer(),
                    line.product().code(),
                    line.product().name(),
                    dialect.number(line.quantity()),
                    line.product().unit(),
                    dialect.number(line.net()),
                    "S",
                    dialect.number(line.rate()),
                    dialect.date(line.first()),
                    dialect.date(line.last()),
                    currency,
                    line.reference(),
                    replaced)));
        }
        text.append(dialect.row(
                List.of(number, "", "", "TOTAL", "", "", "", dialect.number(total), "", "", "", "", currency, "", "")));
        return text.toString();
    }
}
