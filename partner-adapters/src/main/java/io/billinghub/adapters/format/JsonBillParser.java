package io.billinghub.adapters.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A bill as JSON, mapped by a JSONata expression; {@code type} is {@code invoice} (if left out) or {@code credit-note}, whose
 * amounts are positive and become negative lines. Ends of periods are the first day after.
 */
final class JsonBillParser implements DocumentParser {

    private final JsonataMapping mapping;
    private final long maxBytes;

    JsonBillParser(JsonNode mapping, long maxBytes) {
        this.mapping = JsonataMapping.compile(mapping.path("jsonata").asText());
        this.maxBytes = maxBytes;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        if (Files.size(file) > maxBytes) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    "document",
                    "JSON is mapped as a whole, so it may have " + maxBytes
                            + " bytes at most; send NDJSON, CSV or more documents");
        }
        Utf8.require(file);
        Object result = mapping.evaluate(json(file), "document");
        if (!(result instanceof Map<?, ?> bill)) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED, "document", "the expression gives no object for this document");
        }
        boolean credit = "credit-note".equals(JsonataMapping.text(bill.get("type")));
        String number = JsonataMapping.text(bill.get("number"));
        if (number == null || number.isBlank()) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED, "/number", "the expression gives no number for this bill");
        }
        requireText(number);
        String reference = credit ? "credit note " + number : JsonataMapping.text(bill.get("reference"));
        Object lines = bill.get("lines");
        List<?> list = lines instanceof List<?> many ? many : lines == null ? List.of() : List.of(lines);
        for (int i = 0; i < list.size(); i++) {
            sink.accept(line(list.get(i), i + 1, credit, reference));
        }
        return Optional.of(head(bill, number, credit));
    }

    private static void requireText(String number) {
        try {
            Values.text(number);
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/number", e.getMessage());
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try (InputStream in = Utf8.open(file)) {
            return ExactJson.MAPPER.readTree(in);
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    e.getLocation() == null
                            ? "document"
                            : "line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr(),
                    "this is no JSON: " + e.getOriginalMessage());
        }
    }

    private CanonicalBill head(Map<?, ?> bill, String number, boolean credit) {
        try {
            ServicePeriod period = period(bill.get("periodFrom"), bill.get("periodTo"));
            String currency = JsonataMapping.text(bill.get("currency"));
            return new CanonicalBill(
                    Values.text(number),
                    credit ? BillType.CREDIT_NOTE : BillType.INVOICE,
                    currency == null ? null : currency.toUpperCase(Locale.ROOT),
                    period == null ? null : period.from(),
                    period == null ? null : period.to(),
                    optional("net", bill.get("net"), credit),
                    optional("tax", bill.get("tax"), credit));
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MAPPING_FAILED, "document", e.getMessage());
        }
    }

    private ParsedLine line(Object mapped, int position, boolean credit, String billReference) {
        String place = "/lines/" + (position - 1);
        if (!(mapped instanceof Map<?, ?> line)) {
            return new FlawedLine(
                    position, place, RuleCode.MALFORMED_LINE, "the expression gives no object here", null, null);
        }
        BigDecimal net = null;
        try {
            place = Values.text(Values.orElse(JsonataMapping.text(line.get("place")), place));
            net = signed(mapping.number("net", line.get("net")), credit);
            String id = JsonataMapping.text(line.get("id"));
            String product = Values.text(JsonataMapping.text(line.get("product")));
            Object quantity = line.get("quantity");
            Object rate = line.get("taxRate");
            String reference = JsonataMapping.text(line.get("reference"));
            return new CanonicalLine(
                    position,
                    place,
                    id == null ? null : "id:" + id,
                    Values.text(JsonataMapping.text(line.get("account"))),
                    product,
                    Values.text(group(line.get("group"))),
                    Values.text(Values.orElse(JsonataMapping.text(line.get("description")), product)),
                    signed(quantity == null ? BigDecimal.ONE : mapping.number("quantity", quantity), credit),
                    Values.text(Values.orElse(JsonataMapping.text(line.get("unit")), "unit")),
                    net,
                    Values.tax(
                            JsonataMapping.text(line.get("taxCategory")),
                            rate == null ? null : mapping.number("taxRate", rate)),
                    period(line.get("from"), line.get("to")),
                    Values.orElse(reference, billReference));
        } catch (LineFlawException e) {
            return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, null);
        }
    }

    private static String group(Object group) {
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

    private BigDecimal optional(String field, Object value, boolean credit) {
        return value == null ? null : signed(mapping.number(field, value), credit);
    }

    private static BigDecimal signed(BigDecimal amount, boolean credit) {
        return credit ? amount.negate() : amount;
    }

    private static ServicePeriod period(Object from, Object to) {
        if (from == null && to == null) {
            return null;
        }
        LocalDate first = Values.isoDate("from", JsonataMapping.text(from));
        return Values.period(first, to == null ? first.plusDays(1) : Values.isoDate("to", JsonataMapping.text(to)));
    }
}
