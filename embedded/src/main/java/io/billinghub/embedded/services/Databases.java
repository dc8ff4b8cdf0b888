package io.billinghub.embedded.services;

import io.billinghub.embedded.folder.EmbeddedServicesException;
import io.billinghub.embedded.postgres.PostgresConnections;
import io.billinghub.embedded.postgres.PostgresRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;

/** Creates and drops databases of the embedded PostgreSQL. */
final class Databases {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final String DUPLICATE_DATABASE = "42P04";
    /** PostgreSQL reports two creations at the same instant as a unique violation of its own catalogue. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final int port;
    private final Map<String, String> passwords;

    Databases(int port, Map<String, String> passwords) {
        this.port = port;
        this.passwords = passwords;
    }

    Database existingOrNew(String name) {
        require(name);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                create(statement, name);
            }
        } catch (SQLException e) {
            throw failure("create", name, e);
        }
        return describe(name);
    }

    Database fresh(String name) {
        require(name);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            create(statement, name);
        } catch (SQLException e) {
            throw failure("create afresh", name, e);
        }
        return describe(name);
    }

    Connection connect(Database database, PostgresRole role) {
        try {
            return PostgresConnections.open(port, database.name(), role, passwords.get(role.roleName()));
        } catch (SQLException e) {
            throw failure("connect to", database.name(), e);
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + name + "'")) {
            return found.next();
        }
    }

    private static void create(Statement statement, String name) throws SQLException {
        try {
            statement.execute(
                    "CREATE DATABASE " + name + " OWNER " + PostgresRole.OWNER.roleName() + " TEMPLATE template0");
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private Connection connect() throws SQLException {
        return PostgresConnections.open(
                port, "postgres", PostgresRole.POSTGRES, passwords.get(PostgresRole.POSTGRES.roleName()));
    }

    private Database describe(String name) {
        return new Database(
                name,
                port,
                credentials(PostgresRole.OWNER),
                credentials(PostgresRole.APP),
                credentials(PostgresRole.RELAY));
    }

    private Database.Credentials credentials(PostgresRole role) {
        return new Database.Credentials(role.roleName(), passwords.get(role.roleName()));
    }

    private static void require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A database name has lower-case letters, digits and underscores, at most 63, letter first: "
                            + name);
        }
    }

    private EmbeddedServicesException failure(String what, String name, SQLException e) {
        return new EmbeddedServicesException(
                "Cannot " + what + " the database " + name + " on port " + port + ": " + e.getMessage(), e);
    }
}
