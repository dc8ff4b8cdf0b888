package io.billinghub.embedded.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;

/** The lower bound of reading: a program that takes each field of a CSV file as a text, with the parser that the hub uses, and does nothing with it. */
final class BareParsing {
    private BareParsing() {}

    /** Prints rows, characters of all fields and seconds. */
    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        long rows = 0;
        long characters = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(Path.of(arguments[0]))) {
            for (CsvRecord row : csv) {
                rows++;
                for (int field = 0; field < row.getFieldCount(); field++) {
                    characters += row.getField(field).length();
                }
            }
        }
        System.out.println(rows + " " + characters + " " + (System.nanoTime() - begin) / 1e9);
    }
}
