package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Usage as one JSON document, mapped by a JSONata expression that gives the records. */
final class JsonUsageParser implements DocumentParser {

    private final JsonataMapping mapping;
    private final long maxBytes;

    JsonUsageParser(JsonNode mapping, long maxBytes) {
        this.mapping = JsonataMapping.compile(mapping.path("jsonata").asText());
        this.maxBytes = maxBytes;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        List<?> records = JsonBillParser.list(mapping.evaluate(JsonFile.read(file, maxBytes), "document"));
        MappedLines lines = new MappedLines(mapping);
        for (int i = 0; i < records.size(); i++) {
            sink.accept(usage(lines, records.get(i), i + 1));
        }
        return Optional.empty();
    }

    private static ParsedLine usage(MappedLines lines, Object record, int position) {
        String place = "/" + (position - 1);
        try {
            if (!(record instanceof Map<?, ?> mapped)) {
                throw new LineFlawException("the expression gives no object here");
            }
            return lines.usage(mapped, position, place, new MappedLines.UsageDefaults(null, "unit"));
        } catch (LineFlawException e) {
            return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), null, null);
        }
    }
}
