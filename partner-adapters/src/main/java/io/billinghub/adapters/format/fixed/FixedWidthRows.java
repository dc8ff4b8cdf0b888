package io.billinghub.adapters.format.fixed;

import io.billinghub.adapters.format.Texts;
import io.billinghub.adapters.format.flat.FlatRow;
import io.billinghub.adapters.format.flat.FlatRows;
import io.billinghub.adapters.format.flat.Header;
import io.billinghub.adapters.format.flat.RowDigest;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Rows of records with fixed fields. Each row has all columns of all records: those of its own record, those of the header
 * records that it stands under, and {@code record}, its kind; the others are empty. Thread-safe.
 */
final class FixedWidthRows implements FlatRows {

    private static final int LONGEST_LINE = 1 << 20;

    private final Layout layout;

    FixedWidthRows(Layout layout) {
        this.layout = layout;
    }

    @Override
    public void read(Path file, Reader reader) throws IOException {
        String place = "row 1";
        try (BufferedReader text = Texts.open(file, layout.encoding())) {
            Lines lines = new Lines(text);
            Header header = layout.header();
            reader.header(header);
            String[] carried = new String[header.count()];
            Arrays.fill(carried, "");
            RowDigest digest = new RowDigest();
            boolean found = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                place = "row " + lines.count;
                if (line.isBlank() || lines.count <= layout.skipRows()) {
                    continue;
                }
                found = true;
                Layout.RecordType type = type(line, place);
                String[] values = type.isHeader() ? carried : carried.clone();
                type.ended().forEach(slot -> values[slot] = "");
                fill(line, type, values, place);
                if (type.role().equals("row")) {
                    reader.row(new FlatRow(Arrays.asList(values), place, digest, flaw(line, type)));
                }
            }
            if (!found) {
                throw new RefusedException(RuleCode.EMPTY_DOCUMENT, place, "the document has no record");
            }
        } catch (CharacterCodingException e) {
            throw Texts.broken(place, e, layout.encoding());
        }
    }

    private Layout.RecordType type(String line, String place) {
        String kind =
                layout.selector() == null ? "" : cut(line, layout.selector()).strip();
        Layout.RecordType type = layout.types().get(kind);
        if (type == null) {
            throw new RefusedException(
                    RuleCode.MALFORMED_DOCUMENT,
                    place,
                    "the kind of record \"" + Values.shortened(kind) + "\" is none of "
                            + layout.types().keySet().stream().sorted().toList());
        }
        return type;
    }

    /** What is wrong with the record's length; null if nothing is. */
    private String flaw(String line, Layout.RecordType type) {
        return layout.trimmed() || line.length() >= type.length()
                ? null
                : "the record has " + line.length() + " characters where the descriptor has " + type.length();
    }

    private void fill(String line, Layout.RecordType type, String[] values, String place) {
        String flaw = type.isHeader() ? flaw(line, type) : null;
        if (flaw != null) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, place, flaw);
        }
        values[0] =
                layout.selector() == null ? "row" : cut(line, layout.selector()).strip();
        for (Layout.Field field : type.fields()) {
            String text = cut(line, field).strip();
            values[field.slot()] = field.decimals() == 0 ? text : withDecimals(text, field.decimals());
        }
    }

    private static String cut(String line, Layout.Field field) {
        return line.length() <= field.from() ? "" : line.substring(field.from(), Math.min(line.length(), field.to()));
    }

    /** Digits alone, perhaps with a sign, get their decimal sign; anything else stays, to be a flaw of its line. */
    private String withDecimals(String text, int decimals) {
        int first = 0;
        int end = text.length();
        if (end > 0 && "+-".indexOf(text.charAt(0)) >= 0) {
            first = 1;
        } else if (end > 0 && text.charAt(end - 1) == '-') {
            end--;
        }
        String digits = text.substring(first, end);
        if (digits.isEmpty()) {
            return text;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return "\"" + text + "\", which has more than digits";
            }
        }
        String padded = "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
        int point = padded.length() - decimals;
        return text.substring(0, first)
                + padded.substring(0, point)
                + layout.decimal()
                + padded.substring(point)
                + text.substring(end);
    }

    /** Lines that end. */
    private static final class Lines {
        private final BufferedReader text;
        private long count;

        Lines(BufferedReader text) {
            this.text = text;
        }

        /** The next line; null behind the last one. */
        String next() throws IOException {
            int c = text.read();
            if (c < 0) {
                return null;
            }
            count++;
            StringBuilder line = new StringBuilder(128);
            while (c >= 0 && c != '\n') {
                if (line.length() >= LONGEST_LINE) {
                    throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "row " + count, "the record does not end");
                }
                line.append((char) c);
                c = text.read();
            }
            int length = line.length();
            if (length > 0 && line.charAt(length - 1) == '\r') {
                line.setLength(length - 1);
            }
            return line.toString();
        }
    }
}
