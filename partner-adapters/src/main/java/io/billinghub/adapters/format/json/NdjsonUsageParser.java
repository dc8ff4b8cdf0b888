package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.flat.Columns;
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
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Usage as one JSON object per line; a line that is no JSON is quarantined alone. */
final class NdjsonUsageParser implements DocumentParser {

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
        NdjsonRows.read(file, (line, position, place) -> sink.accept(usage(line, position, place)));
        return Optional.empty();
    }

    private ParsedLine usage(String line, int position, String place) {
        try {
            JsonNode json = ExactJson.MAPPER.readTree(line);
            if (!json.isObject()) {
                throw new LineFlawException("the row is no JSON object");
            }
            return jsonata == null ? byFields(json, position, place) : byJsonata(json, position, place);
        } catch (JsonProcessingException e) {
            return flawed(position, place, "the row is no JSON: " + JsonFlaw.of(e));
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
                values.put(
                        field.getKey(), NdjsonRows.scalar(json, field.getValue().asText()));
            }
        });
        List<String> parts = new ArrayList<>();
        for (String path : group) {
            String part = NdjsonRows.scalar(json, path);
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
        return new MappedLines(jsonata)
                .usage(
                        mapped,
                        position,
                        place,
                        new MappedLines.UsageDefaults(
                                constants.path("product").textValue(),
                                constants.path("unit").asText("unit")));
    }

    private CanonicalUsage usage(
            Map<String, String> values, BigDecimal quantity, BigDecimal amount, int position, String place) {
        return new CanonicalUsage(
                position,
                place,
                MappedLines.eventId(values.get("eventId")),
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
}
