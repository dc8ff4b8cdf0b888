package io.billinghub.adapters.pull;

import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** A partner's database in the tests' PostgreSQL; the place is a table. */
final class JdbcTestServer implements DocumentServer {

    /** Of this name there is one at a time. */
    static final String DATABASE = "adapters_partner";

    private final Database database;
    private final URI address;
    private final Relay relay;

    JdbcTestServer() throws IOException {
        database = EmbeddedServices.attachForTests(Service.POSTGRES).freshDatabase(DATABASE);
        address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        relay = new Relay(address.getPort());
    }

    /** Of the server itself. */
    int port() {
        return address.getPort();
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public String transport(String place) throws SQLException {
        return transport(
                place,
                "select id, cost as \"BilledCost\", 'USD' as \"BillingCurrency\","
                        + " date '2026-10-01' as \"BillingPeriodStart\", date '2026-11-01' as \"BillingPeriodEnd\","
                        + " 'acc-1' as \"SubAccountId\", 'VM' as \"ServiceName\", number as \"InvoiceId\" from " + place
                        + " where id > :since::bigint",
                "");
    }

    String transport(String place, String query, String options) throws SQLException {
        execute("create table if not exists " + place
                + " (id bigint generated always as identity, cost numeric(9,2), number text)");
        return "{\"type\": \"jdbc\", \"host\": \"127.0.0.1\", \"port\": " + relay.port() + ", \"database\": \""
                + address.getPath().substring(1) + "\", \"user\": \""
                + database.owner().user()
                + "\", \"credential\": \"secret:password\", \"tls\": \"none\", \"timeout\": \"PT1S\", \"query\": \""
                + query.replace("\"", "\\\"")
                + "\", \"cursorColumn\": \"id\", \"initial\": \"0\"" + options + "}";
    }

    @Override
    public Map<String, String> secrets() {
        return Map.of("password", database.owner().password());
    }

    @Override
    public String put(String place, String number, int lines) throws SQLException {
        execute("insert into " + place + " (cost, number) select 1.50, '" + number + "' from generate_series(1, "
                + lines + ")");
        return "cirrus-" + lines + ".csv";
    }

    /** Numbers of rows differ, so the same bill is told by its number. */
    @Override
    public void putAgain(String place, String number, int lines) throws SQLException {
        put(place, number, lines);
    }

    void execute(String statement) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.owner().user());
        properties.setProperty("password", database.owner().password());
        try (Connection connection = new Driver().connect(database.jdbcUrl(), properties);
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        }
    }

    @Override
    public void stop() throws IOException {
        relay.close();
    }
}
