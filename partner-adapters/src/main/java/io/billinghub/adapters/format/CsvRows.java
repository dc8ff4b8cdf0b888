package io.billinghub.adapters.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.adapters.descriptor.CsvDialect;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * CSV with a row of headers. Columns are found by name; case, blanks, hyphens and underscores don't count, as partners
 * write {@code BilledCost}, {@code Billed Cost} and {@code billed_cost}.
 */
final class CsvRows {

    /** A field of more characters is a quote that was never closed. */
    private static final int LONGEST_FIELD = 1 << 20;

    private final CsvDialect dialect;

    CsvRows(CsvDialect dialect) {
        this.dialect = dialect;
    }

    /** Hands each row after the headers to the consumer; rows of blank fields only are left out. */
    void read(Path file, Collection<String> required, Consumer<Row> consumer) throws IOException {
        boolean utf8 = dialect.encoding().equals(StandardCharsets.UTF_8);
        if (utf8) {
            Utf8.require(file);
        }
        String place = "row 1";
        try (Reader reader = reader(file);
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .fieldSeparator(dialect.separator())
                        .quoteCharacter(dialect.quote())
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowUnclosedQuote(false)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(reader)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw new RefusedException(RuleCode.EMPTY_DOCUMENT, place, "the document has no row of headers");
            }
            Headers headers = new Headers(records.next().getFields(), required);
            MessageDigest digest = sha256();
            while (records.hasNext()) {
                CsvRecord csvRecord = records.next();
                place = "row " + csvRecord.getStartingLineNumber();
                List<String> fields = csvRecord.getFields();
                if (fields.stream().anyMatch(field -> !field.isBlank())) {
                    consumer.accept(new Row(headers, fields, place, digest));
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw broken(place, e);
        } catch (CharacterCodingException e) {
            throw notInEncoding(place);
        }
    }

    private Reader reader(Path file) throws IOException {
        return new InputStreamReader(
                Utf8.open(file),
                dialect.encoding()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private RefusedException broken(String place, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return notInEncoding(place);
            }
        }
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                "after " + place,
                "this is no CSV as the descriptor says: " + e.getMessage());
    }

    private RefusedException notInEncoding(String place) {
        return new RefusedException(
                RuleCode.MALFORMED_DOCUMENT,
                "after " + place,
                "there are bytes that the encoding " + dialect.encoding() + " does not have");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Column names to positions. */
    static final class Headers {
        private final Map<String, Integer> positions = new HashMap<>();
        private final int count;

        Headers(List<String> names, Collection<String> required) {
            count = names.size();
            for (int i = 0; i < count; i++) {
                positions.putIfAbsent(normal(names.get(i)), i);
            }
            TreeSet<String> missing = new TreeSet<>();
            for (String name : required) {
                if (!has(name)) {
                    missing.add(name);
                }
            }
            if (!missing.isEmpty()) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "row 1",
                        "the columns " + missing + " are missing; the document has "
                                + Values.shortened(String.join(", ", names)));
            }
        }

        boolean has(String name) {
            return name != null && positions.containsKey(normal(name));
        }

        int position(String name) {
            return positions.getOrDefault(normal(name), -1);
        }

        private static String normal(String name) {
            String plain = name.replace("\uFEFF", "").replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
            return plain.isEmpty() ? name : plain;
        }
    }

    /** One row. */
    static final class Row {
        private final Headers headers;
        private final List<String> fields;
        private final String place;
        private final MessageDigest digest;

        Row(Headers headers, List<String> fields, String place, MessageDigest digest) {
            this.headers = headers;
            this.fields = fields;
            this.place = place;
            this.digest = digest;
        }

        String place() {
            return place;
        }

        /** The field, or null where there is no such column, it is empty or says {@code NULL}. */
        String get(String column) {
            int position = column == null ? -1 : headers.position(column);
            if (position < 0 || position >= fields.size()) {
                return null;
            }
            String value = fields.get(position).strip();
            return value.isEmpty() || value.equals("NULL") ? null : value;
        }

        /** A row with too few or too many fields has shifted columns: nothing in it can be trusted. */
        void requireWhole() {
            if (fields.size() != headers.count) {
                throw new LineFlawException(
                        "the row has " + fields.size() + " fields where the headers have " + headers.count);
            }
        }

        /** The same for rows that are equal in every field. */
        String identity() {
            digest.reset();
            for (String field : fields) {
                digest.update(field.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return "row:" + Base64.getEncoder().encodeToString(Arrays.copyOf(digest.digest(), 15));
        }
    }
}
