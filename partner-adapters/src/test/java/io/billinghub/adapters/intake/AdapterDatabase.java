package io.billinghub.adapters.intake;

import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.core.tenancy.Tenants;
import io.billinghub.embedded.services.Database;
import io.billinghub.embedded.services.EmbeddedServices;
import io.billinghub.embedded.services.Service;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A fresh database with all migrations, reached as the application: bound by row-level security. */
public final class AdapterDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private AdapterDatabase(Database database) {
        PgConnectOptions options = PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(database.app().user())
                .setPassword(database.app().password());
        this.pool = PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(8))
                .using(vertx)
                .build();
    }

    public static AdapterDatabase create(String name) {
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
        return new AdapterDatabase(database);
    }

    public Pool pool() {
        return pool;
    }

    public Vertx vertx() {
        return vertx;
    }

    public TenantTransaction transactions() {
        return new TenantTransaction(pool);
    }

    public TenantContext tenant(String key) {
        return TenantContext.of(await(new Tenants(pool).create(key, key, "Europe/Helsinki")), "test");
    }

    /** Runs statements of the tenant's own. */
    public void execute(TenantContext tenant, String sql) {
        await(transactions()
                .run(tenant, connection -> connection.query(sql).execute().replaceWithVoid()));
    }

    /** The first column of the first row, as text. */
    public String text(TenantContext tenant, String sql) {
        Row row = await(transactions()
                        .run(tenant, connection -> connection.query(sql).execute()))
                .iterator()
                .next();
        return String.valueOf(row.getValue(0));
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
