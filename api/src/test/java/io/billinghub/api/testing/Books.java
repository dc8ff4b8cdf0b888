package io.billinghub.api.testing;

import io.billinghub.embedded.services.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the database says, for the tenant {@code nordlys}, and locks that hold the hub up where it should be killed. */
public final class Books implements AutoCloseable {

    private final Database database;
    private final Connection connection;

    public Books(Database database) throws SQLException {
        this.database = database;
        this.connection = asTenant();
    }

    /** The rows of a query, columns separated by blanks. */
    public List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    /** The one number that a query answers. */
    public long number(String sql) throws SQLException {
        return Long.parseLong(rows(sql).get(0));
    }

    /** How many transactions of the hub wait for a lock on a table. */
    public long waiting() throws SQLException {
        return number("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                + " where d.datname = current_database() and l.locktype = 'relation' and not l.granted");
    }

    /** Lets nobody write into the table until the hold is closed. */
    public Hold holdTable(String table) throws SQLException {
        Connection owner = DriverManager.getConnection(
                database.jdbcUrl(), database.owner().user(), database.owner().password());
        return new Hold(owner, "lock table " + table + " in share mode");
    }

    /** Lets nobody lease a shard behind the first ones until the hold is closed. */
    public Hold holdShardsBehind(int first) throws SQLException {
        return new Hold(
                asTenant(),
                "select shard from bill_run_shard where shard >= (select min(shard) + " + first
                        + " from bill_run_shard) order by shard for update");
    }

    /** Locks, until it is closed. */
    public static final class Hold implements AutoCloseable {
        private final Connection holder;

        private Hold(Connection holder, String sql) throws SQLException {
            this.holder = holder;
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            holder.close();
        }
    }

    private Connection asTenant() throws SQLException {
        Connection opened = DriverManager.getConnection(
                database.jdbcUrl(), database.app().user(), database.app().password());
        try (Statement statement = opened.createStatement()) {
            statement.execute("select set_config('hub.tenant', tenant_id_of('nordlys')::text, false)");
        }
        return opened;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
