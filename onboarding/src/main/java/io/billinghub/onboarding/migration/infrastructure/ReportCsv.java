package io.billinghub.onboarding.migration.infrastructure;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.billinghub.onboarding.migration.model.RowReport;
import io.billinghub.onboarding.ratecard.SafeText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What became of rows as CSV that no spreadsheet takes for formulas. */
public final class ReportCsv {

    /** The headers, with the end of their line. */
    public static final String HEADERS = "line,reference,fate,column,code,message,whatToDo\n";

    private ReportCsv() {}

    /** A line each, without headers. */
    public static String of(List<RowReport> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            for (RowReport row : rows) {
                csv.writeRecord(
                        Integer.toString(row.line()),
                        safe(row.reference()),
                        row.fate().name(),
                        safe(row.field()),
                        safe(row.code()),
                        safe(row.message()),
                        safe(row.whatToDo()));
            }
        } catch (IOException bug) {
            throw new UncheckedIOException("a text can always be written", bug);
        }
        return text.toString();
    }

    private static String safe(String text) {
        return text == null ? "" : SafeText.written(text);
    }
}
