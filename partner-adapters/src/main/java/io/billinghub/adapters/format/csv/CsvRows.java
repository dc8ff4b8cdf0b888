package io.billinghub.adapters.format.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.billinghub.adapters.format.Texts;
import io.billinghub.adapters.format.flat.FlatRow;
import io.billinghub.adapters.format.flat.FlatRows;
import io.billinghub.adapters.format.flat.Header;
import io.billinghub.adapters.format.flat.RowDigest;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** Rows of CSV. Thread-safe. */
public final class CsvRows implements FlatRows {

    /** A field of more characters is a quote that was never closed. */
    private static final int LONGEST_FIELD = 1 << 20;

    private final CsvDialect dialect;

    /** @param dialect how the partner writes CSV */
    public CsvRows(CsvDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void read(Path file, Reader reader) throws IOException {
        String place = "row 1";
        try (BufferedReader text = Texts.open(file, dialect.encoding())) {
            skip(text);
            try (CsvReader<CsvRecord> csv = csv(text)) {
                Iterator<CsvRecord> records = csv.iterator();
                if (!records.hasNext()) {
                    throw new RefusedException(RuleCode.EMPTY_DOCUMENT, place, "the document has no row of headers");
                }
                CsvRecord first = records.next();
                Header header = dialect.headers()
                        ? new Header(first.getFields(), "row " + number(first))
                        : Header.ofPositions(first.getFieldCount());
                reader.header(header);
                Handing handing = new Handing(header, reader);
                if (!dialect.headers()) {
                    handing.take(first);
                }
                place = "row " + number(first);
                while (records.hasNext()) {
                    CsvRecord csvRecord = records.next();
                    handing.take(csvRecord);
                    place = handing.place;
                }
                handing.end();
            }
        } catch (CsvParseException | UncheckedIOException | CharacterCodingException e) {
            throw Texts.broken(place, e, dialect.encoding());
        }
    }

    private CsvReader<CsvRecord> csv(BufferedReader text) {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(dialect.separator())
                .quoteCharacter(dialect.quote())
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_FIELD);
        return (dialect.comment() == null
                        ? builder
                        : builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(dialect.comment()))
                .ofCsvRecord(text);
    }

    /** The lines before the headers are no CSV: a quote in them means nothing. */
    private void skip(BufferedReader text) throws IOException {
        for (int line = 0; line < dialect.skipRows(); line++) {
            int length = 0;
            int c = text.read();
            while (c >= 0 && c != '\n') {
                if (++length > LONGEST_FIELD) {
                    throw new RefusedException(
                            RuleCode.MALFORMED_DOCUMENT,
                            "row " + (line + 1),
                            "the line before the headers does not end");
                }
                c = text.read();
            }
        }
    }

    private long number(CsvRecord csvRecord) {
        return csvRecord.getStartingLineNumber() + dialect.skipRows();
    }

    /** Hands rows on, but for those of the document's end that are no lines. */
    private final class Handing {
        private final Header header;
        private final Reader reader;
        private final RowDigest digest = new RowDigest();
        private final ArrayDeque<FlatRow> last = new ArrayDeque<>();
        private String place = "row 1";

        Handing(Header header, Reader reader) {
            this.header = header;
            this.reader = reader;
        }

        void take(CsvRecord csvRecord) {
            place = "row " + number(csvRecord);
            List<String> fields = csvRecord.getFields();
            if (isBlank(fields)) {
                return;
            }
            FlatRow row = new FlatRow(header, fields, place, digest);
            if (dialect.footerRows() == 0) {
                reader.row(row);
                return;
            }
            last.add(row);
            if (last.size() > dialect.footerRows()) {
                reader.row(last.remove());
            }
        }

        void end() {
            last.forEach(reader::footer);
        }

        private static boolean isBlank(List<String> fields) {
            for (String field : fields) {
                if (!field.isBlank()) {
                    return false;
                }
            }
            return true;
        }
    }
}
