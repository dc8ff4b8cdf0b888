package io.billinghub.embedded.bench;

import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Rates a cycle's usage in a bill run. The hub runs already, on an empty database of its own. */
public final class RatingBench {
    private static final int STATEMENT_AT_MOST = (int) Duration.ofHours(2).toMillis();
    /** Of each account, over {@value UsageSize#METERS} products. */
    private static final int RECORDS_OF_AN_ACCOUNT = 100;

    private static final String GROUPED = """
            select count(*), sum(records) from (
              select account_id, offering_id, partner_id, grouping_key, unit, sum(quantity) as quantity, count(*) as records
                from usage_record where bill_period = '2026-10-01'
               group by account_id, offering_id, partner_id, grouping_key, unit offset 0) grouped
            """;

    private final int records;
    private final HubClient hub;
    private final PrintStream out;

    /** @param records of usage that is rated */
    public RatingBench(int records, HubClient hub, PrintStream out) {
        this.records = records;
        this.hub = hub;
        this.out = out;
    }

    /**
     * Seeds, rates, compares; prints the figures.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     * @throws EmbeddedServicesException if the hub or the database refuses a step, or usage is missing from the charges
     */
    public void run(Connection app, Connection administrator) throws InterruptedException {
        try {
            app.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            administrator.setNetworkTimeout(Runnable::run, STATEMENT_AT_MOST);
            int accounts = Math.max(1, records / RECORDS_OF_AN_ACCOUNT);
            long begin = System.nanoTime();
            int tenant = BenchTenant.seedAccounts(app, administrator, new BenchSize(accounts, 1));
            new UsageSeed(administrator, tenant, accounts).stored(0, records, false);
            System.err.printf("Seeded %,d records in %.1f s%n", records, (System.nanoTime() - begin) / 1e9);
            grouped(administrator, 2); // the first reads what the seed has left on the disk
            double parallel = grouped(administrator, 2);
            double alone = grouped(administrator, 0);
            Map<String, Double> seconds = new BenchRun(hub).review();
            require(administrator);
            double rating = seconds.get("RATING");
            out.printf(
                    Locale.ROOT,
                    "Rating of %,d usage records, %,d accounts x %d meters: %.2f s, %,.0f records/s (stages: %s)%n",
                    records,
                    accounts,
                    UsageSize.METERS,
                    rating,
                    records / rating,
                    seconds);
            out.printf(
                    Locale.ROOT,
                    "Plain SELECT ... GROUP BY of the same rows: %.2f s by parallel processes, ratio %.2f; %.2f s by one, ratio %.2f%n",
                    parallel,
                    parallel / rating,
                    alone,
                    alone / rating);
        } catch (SQLException e) {
            throw new EmbeddedServicesException("The database refused a step of the benchmark: " + e.getMessage(), e);
        }
    }

    private static double grouped(Connection administrator, int workers) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("set max_parallel_workers_per_gather = " + workers);
            long begin = System.nanoTime();
            statement.execute(GROUPED);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    /** Each record is the detail of one charge. */
    private void require(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(
                        "select sum(detail_rows), sum(c.quantity) = (select sum(quantity) from usage_record) from charge c")) {
            row.next();
            if (row.getLong(1) != records || !row.getBoolean(2)) {
                throw new EmbeddedServicesException(
                        "Of " + records + " records " + row.getLong(1) + " were rated, or other quantities");
            }
        }
    }
}
