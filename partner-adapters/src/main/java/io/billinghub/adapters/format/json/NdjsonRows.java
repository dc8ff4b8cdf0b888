package io.billinghub.adapters.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.mapping.JsonataMapping;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The rows of an NDJSON document; blank ones are left out. */
final class NdjsonRows {

    private static final int LONGEST_LINE = 1 << 20;

    /** Who is told the rows. */
    @FunctionalInterface
    interface Listener {
        void row(String line, int position, String place);
    }

    private NdjsonRows() {}

    static void read(Path file, Listener listener) throws IOException {
        Utf8.require(file);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Utf8.open(file), StandardCharsets.UTF_8))) {
            int row = 0;
            int position = 0;
            for (String line = next(reader, 1); line != null; line = next(reader, row + 1)) {
                row++;
                if (!line.isBlank()) {
                    position++;
                    listener.row(line, position, "row " + row);
                }
            }
        }
    }

    /** The next line, of a bounded length: a file without line ends must not fill the heap. */
    private static String next(BufferedReader reader, int row) throws IOException {
        StringBuilder line = null;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            line = line == null ? new StringBuilder(256) : line;
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
            if (line.length() > LONGEST_LINE) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "row " + row,
                        "the row has more than " + LONGEST_LINE + " characters");
            }
        }
        return line == null ? null : line.toString();
    }

    /** The value at a dotted path as text; null where there is none, or no single value. */
    static String scalar(JsonNode json, String path) {
        JsonNode node = json;
        for (String step : path.split("\\.", -1)) {
            node = node.path(step);
        }
        if (node.isNumber()) {
            return JsonataMapping.text(node.decimalValue());
        }
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }
}
