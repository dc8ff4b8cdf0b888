package io.billinghub.embedded.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Usage that is there before anything is measured, written set by set. */
final class UsageSeed {
    private static final String ACCOUNTS = "/bench/usage-accounts.sql";
    private static final String STORED = "/bench/usage-stored.sql";
    private static final int AT_ONCE = 1_000_000;
    /** Read in {@code pg_constraint} and {@code pg_indexes} before the seed, made again behind it: built at once they are built sorted. */
    private static final String INDEXES = """
            select 'alter table ' || conrelid::regclass || ' drop constraint ' || conname,
                   'alter table ' || conrelid::regclass || ' add constraint ' || conname || ' ' || pg_get_constraintdef(oid)
              from pg_constraint where contype = 'p' and conparentid = 0 and conrelid in ('usage_key'::regclass, 'usage_record'::regclass)
            union all
            select 'drop index ' || indexname, replace(indexdef, ' ON ONLY ', ' ON ') from pg_indexes
             where tablename in ('usage_key', 'usage_record') and indexname not in (select conname from pg_constraint)
            """;

    private final Connection administrator;

    /** Gives the tenant's partner its meters. */
    UsageSeed(Connection administrator, int tenant, int accounts) throws SQLException {
        this.administrator = administrator;
        set(administrator, "hub.tenant", tenant);
        set(administrator, "bench.accounts", accounts);
        execute(BenchTenant.resource(ACCOUNTS));
    }

    /** Writes the records from the first number on, and brings statistics and visibility up to date. */
    void stored(long from, long to, boolean randomIds) throws SQLException {
        if (from == to) {
            execute("vacuum analyze");
            execute("checkpoint");
            return;
        }
        List<String[]> indexes = indexes();
        for (String[] index : indexes) {
            execute(index[0]);
        }
        set(administrator, "bench.all", to);
        set(administrator, "bench.random", randomIds);
        execute("set synchronous_commit = off");
        for (long begin = from; begin < to; begin += AT_ONCE) {
            set(administrator, "bench.from", begin);
            set(administrator, "bench.to", Math.min(to, begin + AT_ONCE));
            execute(BenchTenant.resource(STORED));
            System.err.printf("%,d records%n", Math.min(to, begin + AT_ONCE));
        }
        execute("set maintenance_work_mem = '1GB'");
        for (String[] index : indexes) {
            execute(index[1]);
        }
        execute("reset synchronous_commit");
        execute("vacuum analyze");
        execute("checkpoint");
    }

    /** Bytes of what usage is kept in: records, keys and raw batches. */
    long bytes() throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery("""
                        select sum(pg_total_relation_size(c.oid))::bigint from pg_class c
                         where c.relkind = 'r' and (c.relname like 'usage_%' or c.relname in ('document_chunk', 'received_document'))
                        """)) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<String[]> indexes() throws SQLException {
        List<String[]> indexes = new ArrayList<>();
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(INDEXES)) {
            while (row.next()) {
                indexes.add(new String[] {row.getString(1), row.getString(2)});
            }
        }
        return indexes;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A setting of the session, for the scripts. */
    static void set(Connection connection, String name, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, String.valueOf(value));
            statement.execute();
        }
    }
}
