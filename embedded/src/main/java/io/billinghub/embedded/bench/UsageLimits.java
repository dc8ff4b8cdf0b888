package io.billinghub.embedded.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What the database alone can do with usage that was just taken in, as the superuser, on one connection. */
final class UsageLimits {
    private static final String ARRAYS = "/bench/usage-arrays.sql";
    private static final String COPY_OF = "bench_usage_copy";

    private final Connection administrator;
    private final Path folder;

    /** @param folder existing; takes the exported rows */
    UsageLimits(Connection administrator, Path folder) {
        this.administrator = administrator;
        this.folder = folder;
    }

    /** Rows per second of a bare COPY of the last rows, in text format, into an empty table with the same checks and indexes. */
    double copy(int rows) throws SQLException, IOException {
        CopyManager copy = administrator.unwrap(PGConnection.class).getCopyAPI();
        Path file = folder.resolve("usage.copy");
        execute("drop table if exists " + COPY_OF);
        execute("create table " + COPY_OF + " (like usage_record including all)");
        try (OutputStream out = Files.newOutputStream(file)) {
            copy.copyOut(
                    "copy (select * from usage_record where bill_period = '2026-10-01' order by document_id desc limit "
                            + rows + ") to stdout",
                    out);
        }
        execute("checkpoint");
        long begin = System.nanoTime();
        long copied;
        try (InputStream in = Files.newInputStream(file)) {
            copied = copy.copyIn("copy " + COPY_OF + " from stdin", in, 1 << 16);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        execute("drop table " + COPY_OF);
        Files.delete(file);
        return copied / seconds;
    }

    /** Records per second of array inserts with keys into the tables themselves, new events from the number on. */
    double arrays(UsageSize size, long from, int rows) throws SQLException {
        execute("checkpoint");
        UsageSeed.set(administrator, "bench.rows", rows);
        UsageSeed.set(administrator, "bench.batch", 5_000);
        UsageSeed.set(administrator, "bench.from", from);
        UsageSeed.set(administrator, "bench.random", size.randomIds());
        // a block that commits is sent alone
        for (String part : BenchTenant.resource(ARRAYS).split("(?=\ndo )", -1)) {
            execute(part);
        }
        try (Statement statement = administrator.createStatement();
                ResultSet spent = statement.executeQuery("select seconds from bench_spent")) {
            spent.next();
            return rows / spent.getDouble(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
