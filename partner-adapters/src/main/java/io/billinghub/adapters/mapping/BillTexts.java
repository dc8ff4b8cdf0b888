package io.billinghub.adapters.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Lines of bills from texts that were found by the fields' names: {@code id, account, product, description, quantity, unit,
 * net, taxCategory, taxRate, from, to, group, currency, reference}. Constants hold where a text is missing.
 *
 * @param decimal the decimal sign
 * @param dates null where dates are ISO 8601, perhaps with a time
 * @param endInclusive whether {@code to} is the last day, or the first day after
 * @param constants texts by field name
 */
public record BillTexts(char decimal, DateTimeFormatter dates, boolean endInclusive, JsonNode constants) {

    public BillTexts {
        Objects.requireNonNull(constants, "constants");
    }

    /**
     * What the lines of one bill have in common.
     *
     * @param currency null where the document names none
     * @param credit whether amounts are turned round
     * @param reference the bill that a negative line corrects where the line itself does not say, or null
     */
    public record Bill(String currency, boolean credit, String reference) {}

    /** The field's text, else its constant, else null. */
    public String value(UnaryOperator<String> texts, String field) {
        return Values.orElse(texts.apply(field), constants.path(field).textValue());
    }

    /** The line, or what is wrong with it. */
    public ParsedLine line(UnaryOperator<String> texts, int position, String place, Bill bill) {
        BigDecimal net = null;
        try {
            net = number("net", value(texts, "net"), bill.credit());
            String currency = value(texts, "currency");
            if (currency != null && !currency.strip().equalsIgnoreCase(bill.currency())) {
                return new FlawedLine(
                        position,
                        place,
                        RuleCode.LINE_CURRENCY_DIFFERS,
                        "the line is in " + Values.text(currency) + ", the document in " + bill.currency(),
                        net,
                        Values.text(currency).toUpperCase(Locale.ROOT));
            }
            return line(texts, position, place, net, bill);
        } catch (LineFlawException e) {
            return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, bill.currency());
        }
    }

    private CanonicalLine line(UnaryOperator<String> texts, int position, String place, BigDecimal net, Bill bill) {
        String id = value(texts, "id");
        String quantity = value(texts, "quantity");
        String rate = value(texts, "taxRate");
        String product = Values.text(value(texts, "product"));
        return new CanonicalLine(
                position,
                place,
                id == null ? null : "id:" + Values.text(id),
                Values.text(value(texts, "account")),
                product,
                Values.text(value(texts, "group")),
                Values.text(Values.orElse(value(texts, "description"), product)),
                quantity == null ? number("quantity", "1", bill.credit()) : number("quantity", quantity, bill.credit()),
                Values.text(Values.orElse(value(texts, "unit"), "unit")),
                net,
                Values.tax(value(texts, "taxCategory"), rate == null ? null : number("taxRate", rate, false)),
                period(value(texts, "from"), value(texts, "to")),
                Values.orElse(value(texts, "reference"), bill.reference()));
    }

    /**
     * The number, turned round in a credit note.
     *
     * @throws LineFlawException if it is none
     */
    public BigDecimal number(String field, String text, boolean credit) {
        BigDecimal number = Values.number(field, text, decimal);
        return credit ? number.negate() : number;
    }

    /**
     * The period; null where there are no dates.
     *
     * @throws LineFlawException if a date can't be read, or it ends before it begins
     */
    public ServicePeriod period(String from, String to) {
        if (from == null && to == null) {
            return null;
        }
        LocalDate first = date("from", Values.orElse(from, to));
        if (to == null) {
            return Values.period(first, first.plusDays(1));
        }
        LocalDate last = date("to", to);
        return Values.period(first, endInclusive ? last.plusDays(1) : last);
    }

    private LocalDate date(String field, String text) {
        return dates == null ? Values.isoDate(field, text) : Values.date(field, text, dates);
    }
}
