package io.billinghub.embedded.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Connections without the driver registry, whose contents depend on class loaders. */
public final class PostgresConnections {
    private PostgresConnections() {}

    /**
     * Opens a connection to the embedded server.
     *
     * @param port on 127.0.0.1
     * @throws SQLException if the server does not answer within 5 seconds or refuses
     */
    public static Connection open(int port, String database, PostgresRole role, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role.roleName());
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "billing-hub services");
        return new org.postgresql.Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
