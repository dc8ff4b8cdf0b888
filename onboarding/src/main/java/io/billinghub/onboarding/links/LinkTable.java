package io.billinghub.onboarding.links;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A CSV with a row of headers, in UTF-8; the separator is a comma, or a semicolon where the headers have one. */
final class LinkTable {

    static final int MOST_ROWS = 20_000;

    private LinkTable() {}

    /** @param number as a spreadsheet shows it: the headers are row 1 */
    record Row(int number, Map<String, String> fields) {

        Row {
            fields = Map.copyOf(fields);
        }

        /** The field; null where it is empty or there is no such column. */
        String get(String column) {
            return fields.get(column);
        }
    }

    /**
     * Reads all rows that are not blank.
     *
     * @throws HubException INVALID_LINKS
     */
    static List<Row> read(byte[] content, List<String> needed, List<String> optional) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return rows(text.startsWith("\uFEFF") ? text.substring(1) : text, needed, optional);
        } catch (CharacterCodingException notUtf8) {
            throw refusal("It is not in UTF-8.", needed, optional, notUtf8);
        } catch (CsvParseException notCsv) {
            throw refusal("It is no CSV: " + notCsv.getMessage() + ".", needed, optional, notCsv);
        }
    }

    private static List<Row> rows(String text, List<String> needed, List<String> optional) {
        if (text.indexOf('\0') >= 0) {
            throw refusal("It holds U+0000, which is no character of a text.", needed, optional, null);
        }
        String first = text.lines().findFirst().orElse("");
        Iterator<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(first.indexOf(';') >= 0 ? ';' : ',')
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)
                .iterator();
        if (!records.hasNext()) {
            throw refusal("It is empty.", needed, optional, null);
        }
        List<String> headers =
                records.next().getFields().stream().map(String::strip).toList();
        if (!headers.containsAll(needed)) {
            throw refusal("Its first row is " + headers + ".", needed, optional, null);
        }
        for (String header : headers) {
            if (!needed.contains(header) && !optional.contains(header)) {
                throw refusal("The column '" + header + "' is not known.", needed, optional, null);
            }
        }
        if (Set.copyOf(headers).size() < headers.size()) {
            throw refusal("A column stands there twice.", needed, optional, null);
        }
        List<Row> rows = new ArrayList<>();
        for (int number = 2; records.hasNext(); number++) {
            List<String> fields = records.next().getFields();
            Map<String, String> named = new HashMap<>();
            for (int i = 0; i < Math.min(headers.size(), fields.size()); i++) {
                String value = fields.get(i).strip();
                if (!value.isEmpty()) {
                    named.put(headers.get(i), value);
                }
            }
            if (!named.isEmpty()) {
                rows.add(new Row(number, named));
            }
            if (rows.size() > MOST_ROWS) {
                throw refusal("It has more than " + MOST_ROWS + " rows; send it in parts.", needed, optional, null);
            }
        }
        if (rows.isEmpty()) {
            throw refusal("It has no row but the headers.", needed, optional, null);
        }
        return rows;
    }

    private static HubException refusal(String why, List<String> needed, List<String> optional, Throwable cause) {
        return new HubException(
                OnboardingError.INVALID_LINKS,
                why + " Needed are the columns " + String.join(", ", needed) + "; there may be "
                        + String.join(", ", optional) + ".",
                cause);
    }
}
