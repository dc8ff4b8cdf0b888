package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.FileStem;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.format.flat.Columns;
import io.billinghub.adapters.mapping.BillTexts;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A bill as one JSON object per line of the bill. The first number and the first currency are the bill's; records that the
 * mapping names as totals carry its sums. A row that is no JSON is quarantined alone.
 */
final class NdjsonBillParser implements DocumentParser {

    private final JsonNode fields;
    private final JsonNode totals;
    private final List<String> group;
    private final BillTexts texts;
    private final JsonataMapping jsonata;
    private final String fileName;

    NdjsonBillParser(JsonNode mapping, String fileName) {
        this.fields = mapping.path("fields");
        this.totals = mapping.path("totals");
        this.group = Columns.names(fields.path("group"));
        this.texts = new BillTexts(
                '.',
                null,
                mapping.path("periodEnd").asText("exclusive").equals("inclusive"),
                mapping.path("constants"));
        this.jsonata = mapping.has("jsonata")
                ? JsonataMapping.compile(mapping.path("jsonata").asText())
                : null;
        this.fileName = fileName;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        NdjsonRows.read(file, (line, position, place) -> reading.row(line, place));
        return Optional.of(new CanonicalBill(
                number(FileStem.orNumber(reading.number, fileName, file)),
                BillType.INVOICE,
                reading.currency(),
                null,
                null,
                reading.net,
                reading.tax,
                reading.replaces));
    }

    private static String number(String number) {
        try {
            return Values.text(number);
        } catch (LineFlawException e) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "document", "number: " + e.getMessage());
        }
    }

    /** One document while it is read. */
    private final class Reading {

        private final Consumer<ParsedLine> sink;
        private int position;
        private String number;
        private String replaces;
        private String currency;
        private BigDecimal net;
        private BigDecimal tax;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        private String currency() {
            return currency == null ? texts.constants().path("currency").textValue() : currency;
        }

        private void row(String line, String place) {
            try {
                JsonNode json = ExactJson.MAPPER.readTree(line);
                if (!json.isObject()) {
                    throw new LineFlawException("the row is no JSON object");
                }
                if (jsonata == null) {
                    byFields(json, place);
                } else {
                    byJsonata(json, place);
                }
            } catch (JsonProcessingException e) {
                flawed(place, "the row is no JSON: " + JsonFlaw.of(e));
            } catch (LineFlawException e) {
                flawed(place, e.getMessage());
            }
        }

        private void flawed(String place, String detail) {
            position++;
            sink.accept(new FlawedLine(position, place, RuleCode.MALFORMED_LINE, detail, null, currency()));
        }

        private void byFields(JsonNode json, String place) {
            if (totals.has("field")
                    && totals.path("equals")
                            .asText()
                            .equals(NdjsonRows.scalar(json, totals.path("field").asText()))) {
                totals(place, total(json, "net"), total(json, "tax"));
                return;
            }
            see(place, text(json, "number"), text(json, "currency"));
            replaces = Restated.of(place, replaces, text(json, "replaces"));
            position++;
            sink.accept(texts.line(
                    field -> text(json, field), position, place, new BillTexts.Bill(currency(), false, null)));
        }

        private String total(JsonNode json, String name) {
            return totals.has(name) ? NdjsonRows.scalar(json, totals.path(name).asText()) : null;
        }

        private void totals(String place, String netText, String taxText) {
            try {
                net = netText == null ? net : texts.number("total net", netText, false);
                tax = taxText == null ? tax : texts.number("total tax", taxText, false);
            } catch (LineFlawException e) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT, place, "in the record of totals: " + e.getMessage());
            }
        }

        private void byJsonata(JsonNode json, String place) {
            Object result = jsonata.evaluate(json, place);
            if (result == null) {
                return;
            }
            if (!(result instanceof Map<?, ?> mapped)) {
                throw new LineFlawException("the expression gives no object for this row");
            }
            if (Boolean.TRUE.equals(mapped.get("totals"))) {
                totals(place, JsonataMapping.text(mapped.get("net")), JsonataMapping.text(mapped.get("tax")));
                return;
            }
            see(place, JsonataMapping.text(mapped.get("number")), JsonataMapping.text(mapped.get("currency")));
            replaces = Restated.of(place, replaces, JsonataMapping.text(mapped.get("replaces")));
            position++;
            sink.accept(new MappedLines(jsonata)
                    .line(mapped, position, place, new MappedLines.Bill(currency(), false, null)));
        }

        private String text(JsonNode json, String field) {
            if (field.equals("group")) {
                return group.stream()
                        .map(path -> NdjsonRows.scalar(json, path))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" / "));
            }
            return fields.path(field).isTextual()
                    ? NdjsonRows.scalar(json, fields.path(field).asText())
                    : null;
        }

        private void see(String place, String rowNumber, String rowCurrency) {
            currency = currency == null && rowCurrency != null
                    ? Values.text(rowCurrency).toUpperCase(Locale.ROOT)
                    : currency;
            if (number == null) {
                number = rowNumber;
            } else if (rowNumber != null && !rowNumber.equals(number)) {
                throw new RefusedException(
                        RuleCode.SEVERAL_BILLS,
                        place,
                        "the row belongs to bill " + Values.shortened(rowNumber) + ", those before it to "
                                + Values.shortened(number));
            }
        }
    }
}
