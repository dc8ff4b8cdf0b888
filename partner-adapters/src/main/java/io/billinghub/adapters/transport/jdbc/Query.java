package io.billinghub.adapters.transport.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The descriptor's query on an open connection. It stands inside of the hub's own, so it can't be more than one query. */
final class Query {

    private static final Pattern SINCE = Pattern.compile("(?<!:):since\\b");
    private static final int FETCHED_AT_ONCE = 1000;

    private final Connection connection;
    private final String text;
    private final int parameters;
    private final String column;
    private final long mostRows;

    Query(Connection connection, JsonNode options) {
        this.connection = connection;
        String query = options.path("query").asText();
        this.parameters = Math.toIntExact(SINCE.matcher(query).results().count());
        this.text = "(\n" + SINCE.matcher(query.replace("?", "??")).replaceAll("?") + "\n) q";
        this.column = "q.\"" + options.path("cursorColumn").asText("") + "\"";
        this.mostRows = options.path("mostRows").asLong(100_000);
    }

    /** Takes the rows, if there are any. */
    @FunctionalInterface
    interface Taking {
        void take(InputStream csv) throws IOException;
    }

    /** The greatest value of the cursor's column; null where there are no rows. */
    String end(String since) throws SQLException {
        try (PreparedStatement statement = prepared("select max(" + column + ")::text from " + text, values(since))) {
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /** @param position up to where rows are read, in an order that is always the same; null for all of them, as they come */
    void read(Position position, Taking taking) throws SQLException, IOException {
        List<String> values = new ArrayList<>();
        String all = "select q.* from " + text;
        if (position != null) {
            values.addAll(values(position.since()));
            values.add(position.until());
            all += " where " + column + " <= ? order by " + column + ", q::text";
        }
        try (PreparedStatement statement = prepared(all + " limit " + (mostRows + 1), values);
                ResultSet rows = statement.executeQuery()) {
            if (rows.next()) {
                taking.take(new RowsAsCsv(rows, mostRows));
            }
        }
    }

    private List<String> values(String since) {
        return java.util.Collections.nCopies(parameters, since);
    }

    private PreparedStatement prepared(String sql, List<String> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCHED_AT_ONCE);
        for (int number = 0; number < values.size(); number++) {
            statement.setObject(number + 1, values.get(number), Types.OTHER); // the database knows the type
        }
        return statement;
    }
}
