package io.billinghub.core.testing;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.Database.Credentials;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * A fresh database with all migrations, and pools of the roles that the hub connects as. Where the server is, is known
 * here alone.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    static {
        // Mutiny finds with its first callback how it passes contexts on, which two classes of tests must not do at
        // once
        Uni.createFrom().emitter(emitter -> emitter.complete(null)).await().atMost(PATIENCE);
    }

    private final Database database;
    private final Vertx vertx = Vertx.vertx();
    private final Pool app;
    private final Pool relay;

    private TestDatabase(Database database) {
        this.database = database;
        this.app = pool(database.app());
        this.relay = pool(database.relay());
    }

    /**
     * Creates the database and migrates it.
     *
     * @param name of the database; one of the same name is dropped first
     */
    public static TestDatabase create(String name) {
        Database database = EmbeddedServices.attachForTests(Service.POSTGRES).freshDatabase(name);
        Flyway.configure()
                .dataSource(
                        database.jdbcUrl(),
                        database.owner().user(),
                        database.owner().password())
                .placeholders(Map.of(
                        "appRole",
                        database.app().user(),
                        "relayRole",
                        database.relay().user()))
                .load()
                .migrate();
        return new TestDatabase(database);
    }

    /** As the application, bound by row-level security. */
    public Pool app() {
        return app;
    }

    /** As the relay, which sees every tenant's events. */
    public Pool relay() {
        return relay;
    }

    public Vertx vertx() {
        return vertx;
    }

    public TenantTransaction transactions() {
        return new TenantTransaction(app);
    }

    /** A tenant with this key; a new one if there is none. */
    public TenantContext tenant(String key) {
        return TenantContext.of(await(new Tenants(app).create(key, key, "Europe/Helsinki")), "test");
    }

    /** Runs the work in one transaction of the tenant and waits for it. */
    public <T> T inTenant(TenantContext tenant, Function<SqlConnection, Uni<T>> work) {
        return await(transactions().run(tenant, work));
    }

    /** Runs statements of the tenant's own, separated by semicolons. */
    public void execute(TenantContext tenant, String sql) {
        inTenant(tenant, connection -> connection.query(sql).execute());
    }

    /**
     * Loads the published bill of {@code fixtures/published-bill.sql} into the tenant. Its run, bill and accounts have
     * ids of the tenant's id x 1000.
     */
    public void loadPublishedBill(TenantContext tenant) {
        try (InputStream script = TestDatabase.class.getResourceAsStream("/fixtures/published-bill.sql")) {
            execute(tenant, new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The first column of the first row, as text; as the application in the tenant. */
    public String text(TenantContext tenant, String sql) {
        return inTenant(tenant, connection -> connection.query(sql).execute())
                .iterator()
                .next()
                .getValue(0)
                .toString();
    }

    /** The first column of the first row; as the application in the tenant. */
    public long number(TenantContext tenant, String sql) {
        return Long.parseLong(text(tenant, sql));
    }

    public static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        await(app.close());
        await(relay.close());
        await(vertx.close());
    }

    private Pool pool(Credentials role) {
        PgConnectOptions server = PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(role.user())
                .setPassword(role.password());
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(server)
                .using(vertx)
                .build();
    }
}
