package io.billinghub.core.tenancy;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The one place where transactions of the reactive client begin, are committed and are tried again.
 *
 * <p>The settings are local to the transaction, so a pooled connection never carries a tenant over. Work that fails on a
 * serialization conflict or a deadlock is tried at most {@value #ATTEMPTS} times, so it must have no effect outside of
 * its connection.
 */
@ApplicationScoped
public class TenantTransaction {

    private static final int ATTEMPTS = 4;
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    private static final String SET_CONTEXT = """
            select set_config('hub.tenant', $1, true), set_config('hub.partner', $2, true),
                   set_config('hub.account', $3, true)
            """;

    private final Pool pool;

    public TenantTransaction(Pool pool) {
        this.pool = pool;
    }

    /**
     * Runs the work in one transaction: commits when its {@link Uni} ends with an item, rolls back when it fails.
     *
     * @param work what to do on the connection; must not keep it
     */
    public <T> Uni<T> run(TenantContext context, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> inContext(connection, context, work)))
                .onFailure(TenantTransaction::isRetryable)
                .retry()
                .atMost(ATTEMPTS - 1);
    }

    /** Runs statements that only read, and that all see the state of one moment. */
    public <T> Uni<T> snapshot(TenantContext context, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .flatMap(begun -> inContext(connection, context, work)));
    }

    /**
     * Runs a part of a login's work that needs rows which the login does not see, such as what price plans keep of earlier periods. The
     * caller has checked before what it asks about, and shows nothing that is not the login's.
     *
     * @param connection in a transaction of the context
     */
    public <T> Uni<T> lifted(SqlConnection connection, TenantContext context, Function<SqlConnection, Uni<T>> work) {
        return setContext(connection, TenantContext.of(context.tenantId(), context.actor()))
                .flatMap(lifted -> work.apply(connection))
                .call(done -> setContext(connection, context));
    }

    /**
     * As {@link #lifted} for work of several steps: from here to {@link #restore} the transaction sees the whole tenant. Work that fails in
     * between fails the transaction, and what it was set to ends with it.
     *
     * @param connection in a transaction of the context
     */
    public Uni<Void> lift(SqlConnection connection, TenantContext context) {
        return setContext(connection, TenantContext.of(context.tenantId(), context.actor()))
                .replaceWithVoid();
    }

    /** Ends what {@link #lift} has begun. */
    public Uni<Void> restore(SqlConnection connection, TenantContext context) {
        return setContext(connection, context).replaceWithVoid();
    }

    /**
     * The context and the first statement of the work are sent at once: a connection does statements in their order, and
     * without the first the transaction does none of the others. Both have ended before the transaction does.
     */
    private static <T> Uni<T> inContext(
            SqlConnection connection, TenantContext context, Function<SqlConnection, Uni<T>> work) {
        return Uni.combine()
                .all()
                .unis(setContext(connection, context), Uni.createFrom().deferred(() -> work.apply(connection)))
                .collectFailures()
                .with((set, done) -> done)
                .onFailure(CompositeException.class)
                .transform(both -> both.getCause()); // both have failed for the same reason, such as a lost connection
    }

    private static Uni<RowSet<Row>> setContext(SqlConnection connection, TenantContext context) {
        return connection
                .preparedQuery(SET_CONTEXT)
                .execute(Tuple.of(
                        Integer.toString(context.tenantId()), text(context.partnerId()), text(context.accountId())));
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "";
    }

    private static boolean isRetryable(Throwable failure) {
        return failure instanceof PgException postgres && RETRYABLE.contains(postgres.getSqlState());
    }
}
