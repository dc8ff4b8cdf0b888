package io.billinghub.adapters.format.json;

import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lines and usage from what a JSONata expression gives for them. */
final class MappedLines {

    private final JsonataMapping mapping;

    MappedLines(JsonataMapping mapping) {
        this.mapping = mapping;
    }

    /** What the lines of one bill have in common. */
    record Bill(String currency, boolean credit, String reference) {}

    ParsedLine line(Object mapped, int position, String where, Bill bill) {
        String place = where;
        if (!(mapped instanceof Map<?, ?> line)) {
            return new FlawedLine(
                    position, place, RuleCode.MALFORMED_LINE, "the expression gives no object here", null, null);
        }
        BigDecimal net = null;
        try {
            place = Values.text(Values.orElse(JsonataMapping.text(line.get("place")), place));
            net = signed(mapping.number("net", line.get("net")), bill.credit());
            String currency = JsonataMapping.text(line.get("currency"));
            if (currency != null && bill.currency() != null && !currency.equalsIgnoreCase(bill.currency())) {
                return new FlawedLine(
                        position,
                        place,
                        RuleCode.LINE_CURRENCY_DIFFERS,
                        "the line is in " + Values.text(currency) + ", the document in " + bill.currency(),
                        net,
                        Values.text(currency).toUpperCase(Locale.ROOT));
            }
            return line(line, position, place, net, bill);
        } catch (LineFlawException e) {
            return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, null);
        }
    }

    private CanonicalLine line(Map<?, ?> line, int position, String place, BigDecimal net, Bill bill) {
        String id = JsonataMapping.text(line.get("id"));
        String product = Values.text(JsonataMapping.text(line.get("product")));
        Object quantity = line.get("quantity");
        Object rate = line.get("taxRate");
        return new CanonicalLine(
                position,
                place,
                id == null ? null : "id:" + id,
                Values.text(JsonataMapping.text(line.get("account"))),
                product,
                Values.text(group(line.get("group"))),
                Values.text(Values.orElse(JsonataMapping.text(line.get("description")), product)),
                signed(quantity == null ? BigDecimal.ONE : mapping.number("quantity", quantity), bill.credit()),
                Values.text(Values.orElse(JsonataMapping.text(line.get("unit")), "unit")),
                net,
                Values.tax(
                        JsonataMapping.text(line.get("taxCategory")),
                        rate == null ? null : mapping.number("taxRate", rate)),
                period(line.get("from"), line.get("to")),
                Values.orElse(JsonataMapping.text(line.get("reference")), bill.reference()));
    }

    /** One usage record; {@code until} and {@code dimensions} may be left out. */
    CanonicalUsage usage(Map<?, ?> mapped, int position, String place, UsageDefaults defaults) {
        Object amount = mapped.get("amount");
        String until = JsonataMapping.text(mapped.get("until"));
        Map<String, String> dimensions = new TreeMap<>();
        if (mapped.get("dimensions") instanceof Map<?, ?> named) {
            named.forEach((name, value) -> {
                String text = JsonataMapping.text(value);
                if (text != null) {
                    dimensions.put(Values.text(String.valueOf(name)), Values.text(text));
                }
            });
        }
        Instant at = Values.instant("at", JsonataMapping.text(mapped.get("at")));
        Instant end = until == null ? null : Values.instant("until", until);
        if (end != null && end.isBefore(at)) {
            throw new LineFlawException("until: the end " + end + " is before the begin " + at);
        }
        return new CanonicalUsage(
                position,
                place,
                eventId(JsonataMapping.text(mapped.get("eventId"))),
                Values.text(JsonataMapping.text(mapped.get("account"))),
                Values.text(Values.orElse(JsonataMapping.text(mapped.get("product")), defaults.product())),
                Values.text(group(mapped.get("group"))),
                mapping.number("quantity", mapped.get("quantity")),
                Values.text(Values.orElse(JsonataMapping.text(mapped.get("unit")), defaults.unit())),
                at,
                end,
                dimensions,
                amount == null ? null : mapping.number("amount", amount),
                null);
    }

    /** What holds where a record says nothing. */
    record UsageDefaults(String product, String unit) {}

    static String eventId(String given) {
        if (given == null || given.isBlank()) {
            throw new LineFlawException("eventId is missing");
        }
        return Values.text(given);
    }

    static String group(Object group) {
        if (group instanceof List<?> parts) {
            return String.join(
                    " / ",
                    parts.stream()
                            .map(JsonataMapping::text)
                            .filter(p -> p != null)
                            .toList());
        }
        return JsonataMapping.text(group);
    }

    static BigDecimal signed(BigDecimal amount, boolean credit) {
        return credit ? amount.negate() : amount;
    }

    static ServicePeriod period(Object from, Object to) {
        if (from == null && to == null) {
            return null;
        }
        LocalDate first = Values.isoDate("from", JsonataMapping.text(from));
        return Values.period(first, to == null ? first.plusDays(1) : Values.isoDate("to", JsonataMapping.text(to)));
    }
}
