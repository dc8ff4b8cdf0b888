package io.billinghub.api.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.api.tmf630.resource.TmfResources;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.application.Secrets;
import io.billinghub.core.notification.model.ChangeKind;
import io.billinghub.core.notification.model.NewListener;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** What the {@code /hub} of every TMF API does. */
@ApplicationScoped
class TmfSubscriptions {

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final Listeners listeners;
    private final Secrets secrets;
    private final Idempotency idempotency;
    private final TmfResources resources;
    private final ObjectMapper json;

    TmfSubscriptions(
            RequestContext context,
            TenantTransaction transaction,
            Listeners listeners,
            Secrets secrets,
            Idempotency idempotency,
            TmfResources resources,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.listeners = listeners;
        this.secrets = secrets;
        this.idempotency = idempotency;
        this.resources = resources;
        this.json = json;
    }

    Uni<Response> register(TmfApi of, byte[] body, String key) {
        NewListener wanted = read(of, JsonBody.read(json, body, "EventSubscriptionInput"));
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + path(of), body);
        return context.tenantContext()
                .flatMap(login -> listeners
                        .refusal(wanted.callback())
                        .flatMap(refusal -> transaction.run(
                                login,
                                connection -> idempotency.once(
                                        connection,
                                        login,
                                        keyed,
                                        () -> register(connection, login, of, wanted, refusal)))))
                .map(this::response);
    }

    Uni<TmfSubscription> one(TmfApi of, String id) {
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login ->
                        transaction.run(login, connection -> listeners.find(connection, Optional.of(of), uuid)))
                .map(TmfSubscription::of);
    }

    Uni<Void> unregister(TmfApi of, String id) {
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login, connection -> listeners.delete(connection, login, Optional.of(of), uuid)));
    }

    private Uni<Answer> register(
            SqlConnection connection,
            TenantContext login,
            TmfApi api,
            NewListener wanted,
            Optional<HubException> refusal) {
        if (refusal.isPresent()) {
            return Uni.createFrom().failure(refusal.get());
        }
        return listeners
                .register(connection, login, wanted)
                .map(made ->
                        Answer.of(json, 201, Optional.of(path(api) + "/" + made.uuid()), TmfSubscription.of(made)));
    }

    /** The secret is computed for each answer and kept in none. */
    private Response response(Answer answer) {
        Response.ResponseBuilder response = answer.response();
        if (secrets.available() && answer.location().isPresent()) {
            String location = answer.location().get();
            UUID id = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
            response.header("Hub-Secret", secrets.secretOf(id, 1));
        }
        return response.build();
    }

    private NewListener read(TmfApi api, JsonBody body) {
        body.allowOnly(Set.of("callback", "query"), "is no part of a subscription");
        String callback = body.text("callback")
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY, "/callback: is missing; give the URL that events are posted to"));
        try {
            NewListener read = NewListener.of(api, callback, body.text("query").orElse(""), listeners.canSign());
            requireKnown(api, read.eventTypes());
            return read;
        } catch (IllegalArgumentException unreadable) {
            throw new HubException(ApiError.INVALID_BODY, "/query: " + unreadable.getMessage(), unreadable);
        }
    }

    /** A type that the API never tells of is a slip of the pen, which would be waited for in vain. */
    private void requireKnown(TmfApi api, Set<String> eventTypes) {
        Set<String> known = new TreeSet<>();
        Stream.concat(
                        resources.all().stream()
                                .map(resource -> resource.definition().type())
                                .filter(type -> type.path().startsWith("/tmf-api/" + api.pathName() + "/"))
                                .map(ResourceType::name),
                        api == TmfApi.CUSTOMER_BILL_MANAGEMENT ? Stream.of("CustomerBill") : Stream.empty())
                .forEach(
                        name -> Arrays.stream(ChangeKind.values()).forEach(kind -> known.add(kind.tmfEventType(name))));
        for (String type : new TreeSet<>(eventTypes)) {
            if (!known.contains(type)) {
                throw new IllegalArgumentException(
                        "\"" + type + "\" is no event of this API; there are " + String.join(", ", known));
            }
        }
    }

    private static String path(TmfApi api) {
        return "/tmf-api/" + api.pathName() + "/v4/hub";
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "there is no listener with the id '" + text + "'", e);
        }
    }
}
