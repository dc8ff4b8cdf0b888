package io.billinghub.embedded.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The lower bound: COPY, in text format on one connection, of the rows that a run has written, into empty tables with the same
 * columns, checks and indexes; without foreign keys, row-level security and everything that decides what the rows are.
 */
final class CopyBaseline {
    private static final String SCHEMA = "bench_copy";

    private final Connection administrator;
    private final Path folder;

    /**
     * @param administrator a connection of the superuser, since COPY is refused under row-level security
     * @param folder existing; takes the exported rows
     */
    CopyBaseline(Connection administrator, Path folder) {
        this.administrator = administrator;
        this.folder = folder;
    }

    /**
     * How long it took.
     *
     * @param rows of all tables
     * @param bytes in COPY's text format
     */
    record Copied(long rows, long bytes, double seconds) {}

    /** Exports the rows, empties the caches of dirty pages by a checkpoint, copies, and drops the copies. */
    Copied run() throws SQLException, IOException {
        CopyManager copy = administrator.unwrap(PGConnection.class).getCopyAPI();
        Map<String, Path> files = new LinkedHashMap<>();
        execute("drop schema if exists " + SCHEMA + " cascade");
        execute("create schema " + SCHEMA);
        long bytes = 0;
        for (Map.Entry<String, String> table : tables().entrySet()) {
            Path file = folder.resolve(table.getKey() + ".copy");
            try (OutputStream out = Files.newOutputStream(file)) {
                copy.copyOut("copy (select t.* from " + table.getKey() + " t " + table.getValue() + ") to stdout", out);
            }
            bytes += Files.size(file);
            files.put(table.getKey(), file);
            execute("create table " + SCHEMA + "." + table.getKey() + " (like public." + table.getKey()
                    + " including all)");
        }
        execute("checkpoint");
        long rows = 0;
        long begin = System.nanoTime();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            try (InputStream in = Files.newInputStream(file.getValue())) {
                rows += copy.copyIn("copy " + SCHEMA + "." + file.getKey() + " from stdin", in, 1 << 16);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        execute("drop schema " + SCHEMA + " cascade");
        for (Path file : files.values()) {
            Files.delete(file);
        }
        return new Copied(rows, bytes, seconds);
    }

    /** The tables that a run writes until its bills are published, and which of their rows; shares come afterwards. */
    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("charge", "");
        tables.put("customer_bill", "");
        tables.put("tax_invoice", "");
        tables.put("bill_line", "");
        tables.put("tax_item", "");
        tables.put("invoice_number", "");
        tables.put("ledger_transaction", "where t.kind = 'BILL'");
        tables.put("ledger_entry", "join ledger_transaction x on x.id = t.transaction_id and x.kind = 'BILL'");
        tables.put("outbox", "where t.type like '%.shard-published.%'");
        return tables;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
