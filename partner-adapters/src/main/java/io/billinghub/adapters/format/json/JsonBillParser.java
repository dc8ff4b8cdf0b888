package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A bill as JSON, mapped by a JSONata expression; {@code type} is {@code invoice} (if left out) or {@code credit-note}, whose
 * amounts are positive and become negative lines. Ends of periods are the first day after. An expression that finds more than
 * one bill gives an array of them, which is refused; one that finds that lines are missing says so in {@code incomplete}.
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
        Map<?, ?> bill = one(mapping.evaluate(JsonFile.read(file, maxBytes), "document"));
        String incomplete = JsonataMapping.text(bill.get("incomplete"));
        if (incomplete != null && !incomplete.isBlank() && !incomplete.equals("false")) {
            throw new RefusedException(RuleCode.INCOMPLETE_DOCUMENT, "document", Values.shortened(incomplete));
        }
        String type = JsonataMapping.text(bill.get("type"));
        boolean credit = "credit-note".equals(type);
        if (type != null && !credit && !type.equals("invoice")) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED,
                    "/type",
                    "the type is \"" + Values.shortened(type) + "\"; it is invoice or credit-note");
        }
        String number = JsonataMapping.text(bill.get("number"));
        if (number == null || number.isBlank()) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED, "/number", "the expression gives no number for this bill");
        }
        requireText(number);
        CanonicalBill head = head(bill, number, credit);
        String reference = credit ? "credit note " + number : JsonataMapping.text(bill.get("reference"));
        MappedLines lines = new MappedLines(mapping);
        MappedLines.Bill common = new MappedLines.Bill(head.currency(), credit, reference);
        List<?> list = list(bill.get("lines"));
        for (int i = 0; i < list.size(); i++) {
            sink.accept(lines.line(list.get(i), i + 1, "/lines/" + i, common));
        }
        return Optional.of(head);
    }

    private static Map<?, ?> one(Object result) {
        List<?> bills = list(result);
        if (bills.size() > 1) {
            throw new RefusedException(
                    RuleCode.SEVERAL_BILLS, "document", "the document holds " + bills.size() + " bills");
        }
        if (bills.isEmpty() || !(bills.get(0) instanceof Map<?, ?> bill)) {
            throw new RefusedException(
                    RuleCode.MAPPING_FAILED, "document", "the expression gives no object for this document");
        }
        return bill;
    }

    static List<?> list(Object value) {
        return value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
    }

    private static void requireText(String number) {
        try {
            Values.text(number);
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/number", e.getMessage());
        }
    }

    private CanonicalBill head(Map<?, ?> bill, String number, boolean credit) {
        try {
            ServicePeriod period = MappedLines.period(bill.get("periodFrom"), bill.get("periodTo"));
            String currency = JsonataMapping.text(bill.get("currency"));
            return new CanonicalBill(
                    Values.text(number),
                    credit ? BillType.CREDIT_NOTE : BillType.INVOICE,
                    currency == null ? null : currency.toUpperCase(Locale.ROOT),
                    period == null ? null : period.from(),
                    period == null ? null : period.to(),
                    optional("net", bill.get("net"), credit),
                    optional("tax", bill.get("tax"), credit),
                    Restated.of("/replaces", null, JsonataMapping.text(bill.get("replaces"))));
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MAPPING_FAILED, "document", e.getMessage());
        }
    }

    private BigDecimal optional(String field, Object value, boolean credit) {
        return value == null ? null : MappedLines.signed(mapping.number(field, value), credit);
    }
}
