package io.billinghub.embedded.bench;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills an empty, migrated database with what the hub would hold after all partner bills were accepted. */
final class BenchTenant {
    /** The tenant that the demo users' tokens name. */
    private static final String KEY = "nordlys";

    private static final String TENANT = "/bench/tenant.sql";
    private static final String LINES = "/bench/lines.sql";
    private static final String PRICED_USAGE = "/bench/priced-usage.sql";
    private static final String BILLS = "/bench/bills.sql";
    private static final int BILLS_AT_ONCE = 50_000;

    private BenchTenant() {}

    /**
     * Seeds in one transaction, as the application's role under row-level security; then brings statistics and visibility
     * up to date, as autovacuum would have.
     *
     * @param app a connection of the application's role
     * @param administrator a connection of the superuser to the same database
     */
    static void seed(Connection app, Connection administrator, BenchSize size) throws SQLException {
        app.setAutoCommit(false);
        context(app, createTenant(app), size);
        execute(app, TENANT);
        execute(app, size.dimensions() > 0 ? PRICED_USAGE : LINES);
        app.commit();
        settle(administrator);
    }

    /** Makes the tenant with its accounts and nothing to bill; answers its id. */
    static int seedAccounts(Connection app, Connection administrator, BenchSize size) throws SQLException {
        app.setAutoCommit(false);
        int tenant = createTenant(app);
        context(app, tenant, size);
        execute(app, TENANT);
        app.commit();
        settle(administrator);
        return tenant;
    }

    /** Gives the tenant published bills to read, a part of them in each transaction. */
    static void seedBills(Connection app, Connection administrator, BenchSize size) throws SQLException {
        int tenant = seedAccounts(app, administrator, size);
        for (int from = 0; from < size.accounts(); from += BILLS_AT_ONCE) {
            context(app, tenant, size);
            set(app, "bench.from", Integer.toString(from));
            set(app, "bench.to", Integer.toString(Math.min(size.accounts(), from + BILLS_AT_ONCE)));
            execute(app, BILLS);
            app.commit();
            System.err.printf("%,d bills%n", Math.min(size.accounts(), from + BILLS_AT_ONCE));
        }
        settle(administrator);
    }

    private static void context(Connection app, int tenant, BenchSize size) throws SQLException {
        set(app, "hub.tenant", Integer.toString(tenant));
        set(app, "bench.accounts", Integer.toString(size.accounts()));
        set(app, "bench.lines", Integer.toString(size.lines()));
        set(app, "bench.dimensions", Integer.toString(size.dimensions()));
    }

    private static void execute(Connection app, String name) throws SQLException {
        try (Statement statement = app.createStatement()) {
            statement.execute(resource(name));
        }
    }

    private static void settle(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    private static int createTenant(Connection app) throws SQLException {
        try (PreparedStatement statement =
                app.prepareStatement("select create_tenant(?, 'Nordlys', 'Europe/Helsinki')")) {
            statement.setString(1, KEY);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void set(Connection app, String name, String value) throws SQLException {
        try (PreparedStatement statement = app.prepareStatement("select set_config(?, ?, true)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    /** The text of a resource of the benchmark. */
    static String resource(String name) {
        try (InputStream in = BenchTenant.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new EmbeddedServicesException(name + " is missing from the launcher. Build the project again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
