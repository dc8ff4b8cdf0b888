package io.billinghub.adapters.usage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.usage.UsageEvent.Attribute;
import io.billinghub.adapters.usage.UsageFormat.EventSink;
import io.billinghub.core.error.HubException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Usage events as CSV: a column per attribute, and one {@code dimensions.NAME} per dimension. Empty fields say nothing. */
final class CsvEvents {

    private static final String DIMENSION = UsageEvent.DIMENSIONS + ".";

    private CsvEvents() {}

    static void read(byte[] content, EventSink sink) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            Iterator<CsvRecord> rows = CsvReader.builder()
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .iterator();
            if (!rows.hasNext()) {
                return;
            }
            List<String> headers = headers(rows.next());
            int position = 0;
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                if (row.getFields().stream().anyMatch(field -> !field.isBlank())) {
                    position++;
                    sink.take(event(headers, row, position));
                }
            }
        } catch (CharacterCodingException notUtf8) {
            throw refused("it is not in UTF-8");
        } catch (CsvParseException notCsv) {
            throw refused("it is no CSV: " + notCsv.getMessage());
        }
    }

    private static List<String> headers(CsvRecord row) {
        List<String> headers = row.getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String header : headers) {
            if (Attribute.of(header) == null && !header.startsWith(DIMENSION)) {
                throw refused("the column \"" + header + "\" is none of " + UsageEvent.allowedNames()
                        + "; a dimension is a column such as " + DIMENSION + "region");
            }
            if (!seen.add(header)) {
                throw refused("the column \"" + header + "\" stands twice");
            }
        }
        return headers;
    }

    private static ReadEvent event(List<String> headers, CsvRecord row, int position) {
        String place = "row " + row.getStartingLineNumber();
        UsageEvent event = new UsageEvent();
        try {
            if (row.getFieldCount() != headers.size()) {
                throw new LineFlawException(
                        "the row has " + row.getFieldCount() + " fields where the headers have " + headers.size());
            }
            for (int i = 0; i < headers.size(); i++) {
                String value = row.getField(i).strip();
                if (value.isEmpty()) {
                    continue;
                }
                String header = headers.get(i);
                if (header.startsWith(DIMENSION)) {
                    event.dimension(header.substring(DIMENSION.length()), value);
                } else {
                    event.text(header, value);
                }
            }
            return new ReadEvent(event.id(), event.line(position, place));
        } catch (LineFlawException flaw) {
            return new ReadEvent(
                    event.id(),
                    new FlawedLine(position, place, RuleCode.MALFORMED_LINE, flaw.getMessage(), null, null));
        }
    }

    private static HubException refused(String why) {
        return new HubException(AdapterError.INVALID_REQUEST, "the batch can't be read: " + why);
    }
}
