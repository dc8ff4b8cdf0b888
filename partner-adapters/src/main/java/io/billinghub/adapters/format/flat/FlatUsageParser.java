package io.billinghub.adapters.format.flat;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Units;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalUsage;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Usage as a flat document, one event per row. */
public final class FlatUsageParser implements DocumentParser {

    private final Fields fields;
    private final Units units;
    private final FlatRows rows;

    /** @throws IllegalArgumentException if an expression of the mapping can't be used */
    public FlatUsageParser(JsonNode mapping, FlatStyle style, FlatRows rows) {
        this.fields = new Fields(mapping, style);
        this.units = mapping.path("units").asText("plain").equals("blocks") ? new Units() : null;
        this.rows = rows;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        rows.read(file, new FlatRows.Reader() {
            private int position;

            @Override
            public void header(Header header) {
                fields.bind(header);
            }

            @Override
            public void row(FlatRow row) {
                sink.accept(usage(row, ++position));
            }

            @Override
            public void footer(FlatRow row) {
                if (usage(row, position + 1) instanceof CanonicalUsage) {
                    position++;
                    sink.accept(new FlawedLine(
                            position, row.place(), RuleCode.MALFORMED_LINE, FlatRow.LINE_IN_FOOTER, null, null));
                }
            }
        });
        return Optional.empty();
    }

    private ParsedLine usage(FlatRow row, int position) {
        try {
            row.requireWhole();
            String eventId = text(row, "eventId");
            if (eventId == null) {
                throw new LineFlawException("eventId is missing");
            }
            Fields.Field quantity = fields.field("quantity");
            Fields.Field amount = fields.field("amount");
            BigDecimal count = quantity.numbers().number("quantity", quantity.of(row));
            String unit = Values.orElse(text(row, "unit"), "unit");
            if (units != null) {
                Units.Block block = units.of(unit);
                count = block.times(count);
                unit = block.unit();
            }
            String carried = amount.of(row);
            return new CanonicalUsage(
                    position,
                    row.place(),
                    Values.text(eventId),
                    Values.text(text(row, "account")),
                    Values.text(text(row, "product")),
                    Values.text(text(row, "group")),
                    count,
                    Values.text(unit),
                    Values.instant("at", text(row, "at")),
                    carried == null ? null : amount.numbers().amount("amount", carried, null));
        } catch (LineFlawException e) {
            return new FlawedLine(position, row.place(), RuleCode.MALFORMED_LINE, e.getMessage(), null, null);
        }
    }

    private String text(FlatRow row, String field) {
        return fields.field(field).of(row);
    }
}
