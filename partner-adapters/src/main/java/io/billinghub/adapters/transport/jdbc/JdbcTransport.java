package io.billinghub.adapters.transport.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.AdapterSettings;
import io.billinghub.adapters.transport.EgressSockets;
import io.billinghub.adapters.transport.PullSession;
import io.billinghub.adapters.transport.PullTransport;
import io.billinghub.adapters.transport.TransportFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The rows of a query in a partner's PostgreSQL database, as one flat document per pull. The query runs in a transaction that can
 * only read and sees one moment.
 */
public final class JdbcTransport implements PullTransport {

    private final AdapterSettings settings;
    private final EgressSockets sockets;

    public JdbcTransport(AdapterSettings settings, EgressSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public void pull(PullSession session) {
        JsonNode options = session.options();
        String partner = "postgresql://" + options.path("host").asText() + ":"
                + options.path("port").asInt(5432) + "/"
                + options.path("database").asText();
        try (Connection connection = new Driver().connect("jdbc:" + partner, properties(session))) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set time zone 'UTC'");
                statement.execute("set datestyle to iso");
            }
            take(session, new Query(connection, options));
            connection.rollback();
        } catch (SQLException e) {
            if (refused(e)) {
                throw TransportFailure.refused(partner + ": " + e.getMessage(), e);
            }
            throw TransportFailure.of(partner, e);
        } catch (IOException | UncheckedIOException e) {
            throw TransportFailure.of(partner, e);
        }
    }

    private Properties properties(PullSession session) {
        JsonNode options = session.options();
        String host = options.path("host").asText();
        Properties properties = new Properties();
        properties.setProperty("user", options.path("user").asText());
        properties.setProperty(
                "password", session.secret(options.path("credential").asText()));
        properties.setProperty("ApplicationName", "billing-hub");
        properties.setProperty("socketFactory", EgressSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", String.join(",", sockets.allowed()));
        if ("none".equals(options.path("tls").asText())) {
            properties.setProperty("sslmode", "disable");
        } else {
            properties.setProperty("sslmode", "require");
            properties.setProperty("sslfactory", DriverTls.class.getName());
            properties.setProperty(
                    "sslfactoryarg",
                    host + "\n" + options.path("trustedCertificate").asText(""));
        }
        Duration timeout = Duration.parse(options.path("timeout").asText("PT1M"));
        properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("loginTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("socketTimeout", seconds(timeout.plusSeconds(1)));
        properties.setProperty(
                "options", "-c default_transaction_read_only=on -c statement_timeout=" + timeout.toMillis());
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("binaryTransfer", "false");
        return properties;
    }

    private static String seconds(Duration time) {
        return String.valueOf(Math.max(1, time.toSeconds()));
    }

    private static void take(PullSession session, Query query) throws SQLException, IOException {
        String cursorColumn = session.options().path("cursorColumn").textValue();
        if (cursorColumn == null) {
            query.read(
                    null,
                    rows -> give(
                            session,
                            session.adapterKey() + "-"
                                    + session.now().toString().substring(0, 10),
                            rows));
            return;
        }
        // the end is noted before the rows are read: a pull that is done again after a crash has the same rows
        Position position =
                Position.of(session.cursor(), session.options().path("initial").asText(""));
        if (position.until() == null) {
            String until = query.end(position.since());
            if (until == null) {
                return;
            }
            position = new Position(position.since(), until);
            session.cursor(position.toString());
        }
        String name =
                session.adapterKey() + "-" + position.until().replace(' ', 'T').replaceAll("[^A-Za-z0-9.-]", "");
        query.read(position, rows -> give(session, name, rows));
        session.cursor(new Position(position.until(), null).toString());
    }

    private static void give(PullSession session, String name, InputStream rows) {
        session.document(name + ".csv", "text/csv", rows);
    }

    /** Whether the database has said no: to the credential, the query, or a value; not that it is away or slow. */
    private static boolean refused(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("42")
                || state.startsWith("22")
                || state.startsWith("25")
                || state.startsWith("0A");
    }
}
