package io.billinghub.embedded.services;

/**
 * A database of the embedded PostgreSQL.
 *
 * @param name database name
 * @param port on 127.0.0.1
 * @param owner owns the database: migrations
 * @param app the hub's application, bound by row-level security
 * @param relay publishes the outbox
 */
public record Database(String name, int port, Credentials owner, Credentials app, Credentials relay) {

    /**
     * A role that may log in.
     *
     * @param user role name
     * @param password its password
     */
    public record Credentials(String user, String password) {}

    /** For JDBC, without credentials. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** For the reactive client, without credentials. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port + "/" + name;
    }
}
