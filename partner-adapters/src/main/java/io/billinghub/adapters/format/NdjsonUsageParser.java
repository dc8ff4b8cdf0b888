package io.billinghub.adapters.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Usage as one JSON object per line; a line that is no JSON is quarantined alone. */
final class NdjsonUsageParser implements DocumentParser {

    private static final int LONGEST_LINE = 1 << 20;

    private final JsonNode fields;
    private final JsonNode constants;
    private final List<String> group;
    private final JsonataMapping jsonata;

    NdjsonUsageParser(JsonNode mapping) {
        this.fields = mapping.path("fields");
        this.constants = mapping.path("constants");
        this.group = Columns.names(fields.path("group"));
        this.jsonata = mapping.has("jsonata")
                ? JsonataMapping.compile(mapping.path("jsonata").asText())
                : null;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Utf8.require(file);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Utf8.open(file), StandardCharsets.UTF_8))) {
            int row = 0;
            int position = 0;
            for (String line = next(reader, 1); line != null; line = next(reader, row + 1)) {
                row++;
                if (!line.isBlank()) {
                    position++;
                    sink.accept(usage(line, position, "row " + row));
                }
            }
        }
        return Optional.empty();
    }

    /** The next line, of a bounded length: a file without line ends must not fill the heap. */
    private static String next(BufferedReader reader, int row) throws IOException {
        StringBuilder line = null;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            line = line == null ? new StringBuilder(256) : line;
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
            if (line.length() > LONGEST_LINE) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "row " + row,
                        "the row has more than " + LONGEST_LINE + " characters");
            }
        }
        return line == null ? null : line.toString();
    }

    private ParsedLine usage(String line, int position, String place) {
        try {
            JsonNode json = ExactJson.MAPPER.readTree(line);
            if (!json.isObject()) {
                throw new LineFlawException("the row is no JSON object");
            }
            return jsonata == null ? byFields(json, position, place) : byJsonata(json, position, place);
        } catch (JsonProcessingException e) {
            return flawed(position, place, "the row is no JSON: " + e.getOriginalMessage());
        } catch (LineFlawException | RefusedException e) {
            return flawed(position, place, e.getMessage());
        }
    }

    private static FlawedLine flawed(int position, String place, String detail) {
        return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, detail, null, null);
    }

    private CanonicalUsage byFields(JsonNode json, int position, String place) {
        Map<String, String> values = new HashMap<>();
        fields.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                values.put(field.getKey(), scalar(json, field.getValue().asText()));
            }
        });
        List<String> parts = new ArrayList<>();
        for (String path : group) {
            String part = scalar(json, path);
            if (part != null) {
                parts.add(part);
            }
        }
        values.put("group", String.join(" / ", parts));
        BigDecimal amount = values.get("amount") == null ? null : Values.number("amount", values.get("amount"), '.');
        return usage(values, Values.number("quantity", values.get("quantity"), '.'), amount, position, place);
    }

    private CanonicalUsage byJsonata(JsonNode json, int position, String place) {
        if (!(jsonata.evaluate(json, place) instanceof Map<?, ?> mapped)) {
            throw new LineFlawException("the expression gives no object for this row");
        }
        Map<String, String> values = new HashMap<>();
        mapped.forEach((name, value) -> values.put(String.valueOf(name), JsonataMapping.text(value)));
        BigDecimal amount = mapped.get("amount") == null ? null : jsonata.number("amount", mapped.get("amount"));
        return usage(values, jsonata.number("quantity", mapped.get("quantity")), amount, position, place);
    }

    private CanonicalUsage usage(
            Map<String, String> values, BigDecimal quantity, BigDecimal amount, int position, String place) {
        String eventId = values.get("eventId");
        if (eventId == null || eventId.isBlank()) {
            throw new LineFlawException("eventId is missing");
        }
        return new CanonicalUsage(
                position,
                place,
                Values.text(eventId),
                Values.text(values.get("account")),
                Values.text(Values.orElse(
                        values.get("product"), constants.path("product").textValue())),
                Values.text(values.get("group")),
                quantity,
                Values.text(
                        Values.orElse(values.get("unit"), constants.path("unit").asText("unit"))),
                Values.instant("at", values.get("at")),
                amount);
    }

    private static String scalar(JsonNode json, String path) {
        JsonNode node = json;
        for (String step : path.split("\\.", -1)) {
            node = node.path(step);
        }
        if (node.isNumber()) {
            return JsonataMapping.text(node.decimalValue());
        }
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }
}
