package io.billinghub.onboarding.ratecard;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.onboarding.priceplan.model.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of a rate card, and what is wrong with the file as such. Not safe for concurrent use. */
final class CardRows {
    /** A price list of more rows comes in parts. */
    static final int MOST_ROWS = 10_000;

    /** Nothing that a price plan holds in one field is longer. */
    private static final int LONGEST_FIELD = 2_000;

    private final Flaws flaws;
    private final List<CardRow> rows = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    /** By position in the row; null where the column is none of a dimension. */
    private final List<String> dimensions = new ArrayList<>();

    private CardRows(Flaws flaws) {
        this.flaws = flaws;
    }

    /** The rows, blank ones left out; what is wrong goes to the flaws. */
    static List<CardRow> read(byte[] content, Flaws flaws) {
        CardRows card = new CardRows(flaws);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            card.all(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            flaws.file("is not in UTF-8; save it as \"CSV UTF-8\"");
        } catch (CsvParseException notCsv) {
            flaws.file("is no CSV: " + notCsv.getMessage());
        }
        return card.rows;
    }

    private void all(String text) {
        Iterator<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowExtraFields(true) // told with the row, as all else
                .allowMissingFields(true)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text)
                .iterator();
        if (!records.hasNext()) {
            flaws.file("is empty; the first row names the columns");
            return;
        }
        headers(records.next());
        while (flaws.isEmpty() && records.hasNext()) {
            CsvRecord next = records.next();
            if (next.getFields().stream().anyMatch(field -> !field.isBlank())) {
                row(next);
            }
            if (rows.size() > MOST_ROWS) {
                flaws.file("has more than " + MOST_ROWS + " rows; divide it, each plan in one of the parts");
            }
        }
        if (flaws.isEmpty() && rows.isEmpty()) {
            flaws.file("has no row with a price");
        }
    }

    /** Where a comma is the decimal sign, spreadsheets put semicolons between fields. */
    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
    }

    private void headers(CsvRecord record) {
        Set<String> seen = new HashSet<>();
        for (String field : record.getFields()) {
            String header = SafeText.read(field.strip());
            boolean isDimension = header.startsWith(Column.DIMENSION) && header.length() > Column.DIMENSION.length();
            Optional<Column> column = Column.of(header);
            if (!isDimension && column.isEmpty()) {
                flaws.add(
                        Place.row((int) record.getStartingLineNumber(), header),
                        "is not known; there are "
                                + known()
                                + ", and for each dimension one such as " + Column.DIMENSION + "zone");
            }
            if (!seen.add(column.map(Column::header).orElse(header))) {
                flaws.add(Place.row((int) record.getStartingLineNumber(), header), "stands twice");
            }
            columns.add(column.orElse(null));
            dimensions.add(isDimension ? header.substring(Column.DIMENSION.length()) : null);
        }
    }

    private static String known() {
        return Arrays.stream(Column.values()).map(Column::header).collect(Collectors.joining(", "));
    }

    private void row(CsvRecord record) {
        int number = (int) record.getStartingLineNumber();
        if (record.getFieldCount() != columns.size()) {
            flaws.add(
                    Place.row(number, null),
                    "has " + record.getFieldCount() + " fields where the headers have " + columns.size()
                            + "; a value with the separator in it stands in double quotes, and decimals have a point");
            return;
        }
        Map<Column, String> values = new EnumMap<>(Column.class);
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < record.getFieldCount(); i++) {
            String value = SafeText.read(record.getField(i).strip());
            if (value.isEmpty()) {
                continue;
            }
            if (value.length() > LONGEST_FIELD) {
                flaws.add(Place.row(number, null), "has a field of more than " + LONGEST_FIELD + " characters");
                return;
            }
            if (dimensions.get(i) != null) {
                named.put(dimensions.get(i), value);
            } else {
                values.put(columns.get(i), value);
            }
        }
        rows.add(new CardRow(number, values, named));
    }
}
