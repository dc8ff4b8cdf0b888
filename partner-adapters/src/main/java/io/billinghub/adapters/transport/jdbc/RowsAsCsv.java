package io.billinghub.adapters.transport.jdbc;

import io.billinghub.adapters.transport.TransportFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * A result as a flat document, by RFC 4180 in UTF-8 with a header; a row is fetched when its bytes are asked for. What is null is empty.
 * Ends with a failure where there are more rows than allowed, so that no part passes for the whole.
 */
final class RowsAsCsv extends InputStream {

    private final ResultSet rows;
    private final int columns;
    private final long mostRows;
    private byte[] line;
    private int position;
    private long count;

    /** @param rows the first row is fetched already */
    RowsAsCsv(ResultSet rows, long mostRows) throws SQLException {
        this.rows = rows;
        this.mostRows = mostRows;
        ResultSetMetaData about = rows.getMetaData();
        this.columns = about.getColumnCount();
        StringBuilder header = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
            add(header, about.getColumnLabel(column), column == columns);
        }
        this.line = header.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(StringBuilder line, String value, boolean last) {
        if (value != null) {
            boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                    || !value.equals(value.strip());
            line.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
        }
        line.append(last ? '\n' : ',');
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (line != null && position == line.length) {
            line = next();
            position = 0;
        }
        if (line == null) {
            return -1;
        }
        int part = Math.min(length, line.length - position);
        System.arraycopy(line, position, target, offset, part);
        position += part;
        return part;
    }

    /** The next row's line; null behind the last one. */
    private byte[] next() throws IOException {
        try {
            if (count > 0 && !rows.next()) {
                return null;
            }
            if (++count > mostRows) {
                throw TransportFailure.refused(
                        "the query has more than " + mostRows + " rows; narrow it, or raise mostRows", null);
            }
            StringBuilder text = new StringBuilder();
            for (int column = 1; column <= columns; column++) {
                add(text, rows.getString(column), column == columns);
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
