package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.descriptor.CsvDialect;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Usage as flat CSV, one event per row. */
final class CsvUsageParser implements DocumentParser {

    private final JsonNode columns;
    private final JsonNode constants;
    private final List<String> group;
    private final CsvDialect dialect;

    CsvUsageParser(JsonNode mapping, CsvDialect dialect) {
        this.columns = mapping.path("columns");
        this.constants = mapping.path("constants");
        this.group = Columns.names(columns.path("group"));
        this.dialect = dialect;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        List<String> required = new ArrayList<>(group);
        columns.properties().forEach(column -> {
            if (column.getValue().isTextual()) {
                required.add(column.getValue().asText());
            }
        });
        int[] position = {0};
        new CsvRows(dialect).read(file, required, row -> sink.accept(usage(row, ++position[0])));
        return Optional.empty();
    }

    private ParsedLine usage(CsvRows.Row row, int position) {
        try {
            row.requireWhole();
            String eventId = value(row, "eventId");
            if (eventId == null) {
                throw new LineFlawException("eventId is missing");
            }
            String amount = value(row, "amount");
            return new CanonicalUsage(
                    position,
                    row.place(),
                    Values.text(eventId),
                    Values.text(value(row, "account")),
                    Values.text(value(row, "product")),
                    Columns.joined(row, group),
                    Values.number("quantity", value(row, "quantity"), dialect.decimal()),
                    Values.text(Values.orElse(value(row, "unit"), "unit")),
                    Values.instant("at", value(row, "at")),
                    amount == null || amount.isBlank() ? null : Values.number("amount", amount, dialect.decimal()));
        } catch (LineFlawException e) {
            return new FlawedLine(position, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), null, null);
        }
    }

    private String value(CsvRows.Row row, String field) {
        String value = columns.has(field) ? row.get(columns.path(field).asText()) : null;
        return value == null ? constants.path(field).textValue() : value;
    }
}
