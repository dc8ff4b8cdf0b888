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

    private static final String SEED = "/bench/seed.sql";

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
        set(app, "hub.tenant", Integer.toString(createTenant(app)));
        set(app, "bench.accounts", Integer.toString(size.accounts()));
        set(app, "bench.lines", Integer.toString(size.lines()));
        try (Statement statement = app.createStatement()) {
            statement.execute(script());
        }
        app.commit();
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

    private static String script() {
        try (InputStream in = BenchTenant.class.getResourceAsStream(SEED)) {
            if (in == null) {
                throw new EmbeddedServicesException(SEED + " is missing from the launcher. Build the project again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EmbeddedServicesException("Cannot read " + SEED + ": " + e.getMessage(), e);
        }
    }
}
