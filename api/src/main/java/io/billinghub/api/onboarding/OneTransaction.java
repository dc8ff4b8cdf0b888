package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.Problem;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.billinghub.onboarding.masterdata.application.Importer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A request whose effect and whose kept answer are one transaction. */
@RequestScoped
public class OneTransaction {

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    OneTransaction(RequestContext context, TenantTransaction transactions, Idempotency idempotency, ObjectMapper json) {
        this.context = context;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** Reads what the login may see. */
    public <T> Uni<T> read(Function<SqlConnection, Uni<T>> reading) {
        return context.tenantContext().flatMap(login -> transactions.run(login, reading));
    }

    /**
     * Runs the effect once per key.
     *
     * @param request method and path, with the query if it matters
     * @param key of the header; null for none
     */
    public Uni<Response> once(
            String request, byte[] body, String key, BiFunction<SqlConnection, TenantContext, Uni<Answer>> effect) {
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, request, body);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection ->
                                idempotency.once(connection, login, keyed, () -> effect.apply(connection, login))))
                .map(answer -> answer.response()
                        .type(answer.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                        .build());
    }

    public Answer ok(Object body) {
        return Answer.of(json, 200, Optional.empty(), body);
    }

    public Answer created(String location, Object body) {
        return Answer.of(json, 201, Optional.of(location), body);
    }

    /** Who writes master data in the name of this login. */
    public Importer importer() {
        return new Importer(context.requiredTenantKey(), context.actor(), context.hasRole(RealmRoles.HUB_ADMIN));
    }
}
