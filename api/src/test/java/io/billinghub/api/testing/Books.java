package io.billinghub.api.testing;

import io.billinghub.embedded.services.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the database says, for the tenant {@code nordlys}, and locks that hold the hub up where it should be killed. */
public final class Books implements AutoCloseable {

    private static final Duration IN_QUEUE = Duration.ofSeconds(30);

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

    /** Makes the tables of the days' months, as housekeeping does ahead of time. */
    public void makeMonths(String... days) throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        database.jdbcUrl(),
                        database.owner().user(),
                        database.owner().password());
                Statement statement = owner.createStatement()) {
            for (String day : days) {
                statement.execute("call ensure_period('" + day + "')");
            }
        }
    }

    /** How many transactions of the hub wait for a table that is held: to write rows or to make a partition for them. */
    public long waitingFor(String table) throws SQLException {
        return waiting(table, "l.mode not in ('ShareLock', 'ShareUpdateExclusiveLock')"); // neither a hold nor vacuum
    }

    private long waiting(String table, String mode) throws SQLException {
        return number("select count(*) from pg_locks l join pg_database d on d.oid = l.database"
                + " where d.datname = current_database() and l.locktype = 'relation' and not l.granted"
                + " and l.relation = '" + table + "'::regclass and " + mode);
    }

    /** Lets nobody write into the table until the hold is closed. */
    public Hold holdTable(String table) throws SQLException {
        Connection owner = DriverManager.getConnection(
                database.jdbcUrl(), database.owner().user(), database.owner().password());
        return new Hold(table, owner, "lock table " + table + " in share mode");
    }

    /**
     * Closes a hold that is waited for, and holds its table again as soon as whoever waits by now has written and committed:
     * PostgreSQL serves those who wait for a lock in their order.
     */
    public Hold holdTableAfterItsWriter(Hold held) {
        CompletableFuture<Hold> next = CompletableFuture.supplyAsync(() -> {
            try {
                return holdTable(held.table());
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
        Patience.until(
                "the second hold is in the queue", IN_QUEUE, () -> waiting(held.table(), "l.mode = 'ShareLock'") > 0);
        held.close();
        return next.join();
    }

    /** Lets nobody lease a shard behind the first ones until the hold is closed. */
    public Hold holdShardsBehind(int first) throws SQLException {
        return new Hold(
                "bill_run_shard",
                asTenant(),
                "select shard from bill_run_shard where shard >= (select min(shard) + " + first
                        + " from bill_run_shard) order by shard for update");
    }

    /** Locks, until it is closed. */
    public static final class Hold implements AutoCloseable {
        private final String table;
        private final Connection holder;

        private Hold(String table, Connection holder, String sql) throws SQLException {
            this.table = table;
            this.holder = holder;
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(sql);
            }
        }

        /** What is held. */
        public String table() {
            return table;
        }

        /** May be called again. */
        @Override
        public void close() {
            try {
                holder.close();
            } catch (SQLException e) {
                throw new IllegalStateException(table + " could not be released", e);
            }
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
