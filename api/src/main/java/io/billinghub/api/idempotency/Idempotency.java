package io.billinghub.api.idempotency;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the effect of a keyed request happen once. */
@ApplicationScoped
public class Idempotency {

    /** Two requests with one key wait for each other until the first one's transaction ends. */
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended($1 || chr(31) || $2 || chr(31) || $3, 0))
            """;

    private static final String FIND = """
            select request_hash, status, location, body from idempotency_key
            where tenant_id = $1 and client = $2 and key = $3
            """;

    private static final String KEEP = """
            insert into idempotency_key (tenant_id, client, key, request_hash, status, location, body)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict do nothing
            """;

    private final TenantTransaction transaction;

    public Idempotency(TenantTransaction transaction) {
        this.transaction = transaction;
    }

    /**
     * To be called inside the transaction of the effect: answers what was answered before, or runs the effect and keeps its
     * answer in the same transaction.
     *
     * @param request empty where the client sent no key: then the effect simply runs
     * @return fails with {@link ApiError#IDEMPOTENCY_KEY_REUSED} if the key was used for another request
     */
    public Uni<Answer> once(
            SqlConnection connection,
            TenantContext context,
            Optional<KeyedRequest> request,
            Supplier<Uni<Answer>> effect) {
        if (request.isEmpty()) {
            return effect.get();
        }
        KeyedRequest keyed = request.get();
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(Integer.toString(context.tenantId()), context.actor(), keyed.key()))
                .flatMap(locked -> find(connection, context, keyed))
                .flatMap(found -> found.map(answer -> Uni.createFrom().item(answer))
                        .orElseGet(() -> effect.get().call(answer -> keep(connection, context, keyed, answer))));
    }

    /**
     * For use cases that begin their own transaction and are harmless when repeated: the answer is kept after the effect,
     * so a crash between the two lets a repetition reach the use case again, which then finds its work done. Of two requests at
     * once both may reach it; both are answered what was kept first.
     */
    public Uni<Answer> around(TenantContext context, Optional<KeyedRequest> request, Supplier<Uni<Answer>> effect) {
        if (request.isEmpty()) {
            return effect.get();
        }
        KeyedRequest keyed = request.get();
        return transaction
                .run(context, connection -> find(connection, context, keyed))
                .flatMap(found -> found.map(answer -> Uni.createFrom().item(answer))
                        .orElseGet(() -> effect.get()
                                .flatMap(answer -> transaction.run(
                                        context,
                                        connection -> keep(connection, context, keyed, answer)
                                                .flatMap(done -> find(connection, context, keyed))
                                                .map(kept -> kept.orElse(answer))))));
    }

    private static Uni<Optional<Answer>> find(SqlConnection connection, TenantContext context, KeyedRequest request) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(context.tenantId(), context.actor(), request.key()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(sameRequest(row, request));
                    }
                    return Optional.empty();
                });
    }

    private static Answer sameRequest(Row row, KeyedRequest request) {
        if (!MessageDigest.isEqual(row.getBuffer("request_hash").getBytes(), request.hash())) {
            throw new HubException(
                    ApiError.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key '" + request.key() + "' was sent before with another path or body.");
        }
        return new Answer(
                row.getShort("status"), Optional.ofNullable(row.getString("location")), row.getString("body"));
    }

    private static Uni<Void> keep(
            SqlConnection connection, TenantContext context, KeyedRequest request, Answer answer) {
        Tuple values = Tuple.tuple()
                .addInteger(context.tenantId())
                .addString(context.actor())
                .addString(request.key())
                .addBuffer(Buffer.buffer(request.hash()))
                .addShort((short) answer.status())
                .addString(answer.location().orElse(null))
                .addString(answer.body());
        return connection.preparedQuery(KEEP).execute(values).replaceWithVoid();
    }
}
