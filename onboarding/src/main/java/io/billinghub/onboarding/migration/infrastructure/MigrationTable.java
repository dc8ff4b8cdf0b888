package io.billinghub.onboarding.migration.infrastructure;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.error.OnboardingError;
import io.billinghub.onboarding.migration.model.Flaw;
import io.billinghub.onboarding.migration.model.MigrationKind;
import io.billinghub.onboarding.migration.model.MigrationRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CSV with a row of headers, in UTF-8, read a part at a time; the separator is a comma, or a semicolon where the headers have one. For one
 * thread at a time, which may block.
 */
public final class MigrationTable implements AutoCloseable {

    private static final int BOM = '\uFEFF';
    private static final int LONGEST_HEADER = 8_192;

    private final MigrationKind kind;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> headers;

    private MigrationTable(MigrationKind kind, CsvReader<CsvRecord> reader) {
        this.kind = kind;
        this.reader = reader;
        this.records = reader.iterator();
        this.headers = headers();
    }

    /**
     * Opens a file and reads its headers.
     *
     * @throws HubException INVALID_MIGRATION_FILE
     */
    public static MigrationTable open(MigrationKind kind, Path file) {
        try {
            InputStream bytes = Files.newInputStream(file);
            try {
                return open(kind, bytes);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(kind, e);
        }
    }

    private static MigrationTable open(MigrationKind kind, InputStream bytes) throws IOException {
        BufferedReader text = new BufferedReader(
                new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 2 * LONGEST_HEADER);
        text.mark(1);
        if (text.read() != BOM) {
            text.reset();
        }
        text.mark(LONGEST_HEADER);
        char[] start = new char[LONGEST_HEADER - 1];
        int length = Math.max(text.read(start, 0, start.length), 0);
        text.reset();
        String first = new String(start, 0, length).lines().findFirst().orElse("");
        try {
            return new MigrationTable(
                    kind,
                    CsvReader.builder()
                            .fieldSeparator(first.indexOf(';') >= 0 ? ';' : ',')
                            .allowExtraFields(true)
                            .allowMissingFields(true)
                            .ofCsvRecord(text));
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(kind, e);
        }
    }

    /**
     * The next rows that are not blank.
     *
     * @return none at the end
     * @throws HubException INVALID_MIGRATION_FILE
     */
    public List<MigrationRow> next(int most) {
        List<MigrationRow> rows = new ArrayList<>();
        try {
            while (rows.size() < most && records.hasNext()) {
                row(records.next(), rows);
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(kind, e);
        }
        return rows;
    }

    private void row(CsvRecord csv, List<MigrationRow> rows) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < Math.min(headers.size(), csv.getFieldCount()); i++) {
            String value = csv.getField(i).strip();
            if (!value.isEmpty()) {
                values.put(headers.get(i), value);
            }
        }
        if (values.isEmpty()) {
            return;
        }
        MigrationRow row = new MigrationRow(kind, Math.toIntExact(csv.getStartingLineNumber()), values);
        if (csv.getFieldCount() > headers.size()) {
            row.refuse(new Flaw(
                    null,
                    OnboardingError.INVALID_VALUE,
                    "the row has " + csv.getFieldCount() + " fields, the headers " + headers.size()
                            + "; a value that holds the separator stands in double quotes"));
        }
        rows.add(row);
    }

    private List<String> headers() {
        if (!records.hasNext()) {
            throw refusal(kind, "It is empty.", null);
        }
        List<String> found =
                records.next().getFields().stream().map(String::strip).toList();
        if (!found.containsAll(kind.needed())) {
            List<String> missing =
                    kind.needed().stream().filter(name -> !found.contains(name)).toList();
            throw refusal(kind, "Its first row lacks " + String.join(", ", missing) + ".", null);
        }
        for (String header : found) {
            if (!kind.needed().contains(header) && !kind.optional().contains(header)) {
                throw refusal(kind, "A column is not known: number " + (found.indexOf(header) + 1) + ".", null);
            }
        }
        if (Set.copyOf(found).size() < found.size()) {
            throw refusal(kind, "A column stands there twice.", null);
        }
        return found;
    }

    private static HubException unreadable(MigrationKind kind, Exception why) {
        boolean coding = why instanceof CharacterCodingException || why.getCause() instanceof CharacterCodingException;
        return refusal(kind, coding ? "It is not in UTF-8." : "It is no CSV: " + why.getMessage() + ".", why);
    }

    private static HubException refusal(MigrationKind kind, String why, Exception cause) {
        return new HubException(
                OnboardingError.INVALID_MIGRATION_FILE,
                why + " A file of " + kind + " needs the columns " + String.join(", ", kind.needed())
                        + "; there may be "
                        + (kind.optional().isEmpty() ? "no others" : String.join(", ", kind.optional())) + ".",
                cause);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of a migration could not be closed", e);
        }
    }
}
