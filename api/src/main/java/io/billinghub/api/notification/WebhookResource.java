package io.billinghub.api.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.application.Secrets;
import io.billinghub.core.notification.model.Listener;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The hub's own webhooks: signed CloudEvents over HTTP. */
@Path(WebhookView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.PARTNER, RealmRoles.CUSTOMER})
public class WebhookResource {

    private static final String REPEATS = "Repeats are answered alike";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final Listeners listeners;
    private final Secrets secrets;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    WebhookResource(
            RequestContext context,
            TenantTransaction transaction,
            Listeners listeners,
            Secrets secrets,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.listeners = listeners;
        this.secrets = secrets;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes a webhook",
            description =
                    "From now on events are posted to the URL as CloudEvents 1.0, signed with the secret that the answer tells and "
                            + "no later one will. A partner's and a customer's webhook is told of what concerns it alone.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = WebhookView.class),
                            example =
                                    "{\"url\": \"https://203.0.113.7/hub\", \"eventTypes\": [\"io.billinghub.document.accepted.v1\"], \"description\": \"our intake\"}"))
    @APIResponse(
            responseCode = "201",
            description = "The webhook with its secret",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "409", description = "There is one with this URL and these types already")
    @APIResponse(responseCode = "422", description = "The hub may not call this address")
    public Uni<Response> make(
            byte[] body, @Parameter(description = REPEATS) @HeaderParam("Idempotency-Key") String key) {
        var wanted = new WebhookRequest(JsonBody.read(json, body, "webhook")).made();
        Optional<KeyedRequest> keyed = KeyedRequest.of(key, "POST " + WebhookView.PATH, body);
        return listeners
                .refusal(wanted.callback())
                .flatMap(refusal -> once(
                        keyed,
                        (connection, login) -> permitted(refusal, () -> listeners.register(connection, login, wanted)),
                        made -> answer(201, made)))
                .map(this::withSecret);
    }

    @GET
    @Operation(summary = "Webhooks, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = WebhookView.Page.class)))
    public Uni<WebhookView.Page> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("webhooks", cursor, limit);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login, connection -> listeners.webhooks(connection, page.afterNumber(), page.limit() + 1)))
                .map(found -> page.listing(found, listener -> Long.toString(listener.id())))
                .map(found -> new WebhookView.Page(
                        found.items().stream().map(WebhookView::of).toList(), found.next()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One webhook, without its secret")
    @APIResponse(
            responseCode = "200",
            description = "The webhook; its ETag goes into If-Match of a change",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "404", description = "The login has no such webhook")
    public Uni<Response> one(@PathParam("id") String id) {
        UUID uuid = Ids.of(id);
        return context.tenantContext()
                .flatMap(login ->
                        transaction.run(login, connection -> listeners.find(connection, Optional.empty(), uuid)))
                .map(WebhookResource::tagged);
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(summary = "Changes the URL, the types or the description of a webhook; pauses or resumes it")
    @RequestBody(
            required = true,
            content =
                    @Content(schema = @Schema(implementation = WebhookView.class), example = "{\"state\": \"paused\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The webhook as it is now",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "409", description = "There is another one with this URL and these types")
    @APIResponse(responseCode = "412", description = "It was changed since the version that If-Match names")
    public Uni<Response> change(
            @PathParam("id") String id,
            byte[] body,
            @Parameter(description = "The ETag of what was read") @HeaderParam("If-Match") String ifMatch) {
        UUID uuid = Ids.of(id);
        Optional<Integer> version = Ids.version(ifMatch);
        WebhookRequest wanted = new WebhookRequest(JsonBody.read(json, body, "webhook"));
        Uni<Optional<HubException>> checked =
                wanted.newUrl().map(listeners::refusal).orElse(Uni.createFrom().item(Optional.empty()));
        return context.tenantContext()
                .flatMap(login -> checked.flatMap(refusal -> transaction.run(
                        login,
                        connection -> permitted(
                                refusal, () -> listeners.change(connection, login, uuid, version, wanted::changed)))))
                .map(WebhookResource::tagged);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a webhook with its log")
    @APIResponse(responseCode = "204", description = "Nothing more is sent to it")
    @APIResponse(responseCode = "404", description = "The login has no such webhook")
    public Uni<Void> delete(@PathParam("id") String id) {
        UUID uuid = Ids.of(id);
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login, connection -> listeners.delete(connection, login, Optional.empty(), uuid)));
    }

    @POST
    @Path("{id}/rotate-secret")
    @Operation(
            summary = "Gives a webhook another secret",
            description = "What is sent from now on is signed with the new one, repeats of earlier events too.")
    @APIResponse(
            responseCode = "200",
            description = "The webhook with its new secret",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    public Uni<Response> rotateSecret(
            @PathParam("id") String id, @Parameter(description = REPEATS) @HeaderParam("Idempotency-Key") String key) {
        UUID uuid = Ids.of(id);
        return once(
                        keyed(key, uuid, "rotate-secret"),
                        (connection, login) ->
                                listeners.change(connection, login, uuid, Optional.empty(), Listener::withNextSecret),
                        changed -> answer(200, changed))
                .map(this::withSecret);
    }

    private static Optional<KeyedRequest> keyed(String key, UUID webhook, String action) {
        return KeyedRequest.of(key, "POST " + WebhookView.PATH + "/" + webhook + "/" + action, new byte[0]);
    }

    /** The change and, where the request has a key, its answer in one transaction. */
    private Uni<Answer> once(
            Optional<KeyedRequest> keyed,
            BiFunction<SqlConnection, TenantContext, Uni<Listener>> change,
            Function<Listener, Answer> answer) {
        return context.tenantContext()
                .flatMap(login -> transaction.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> change.apply(connection, login).map(answer))));
    }

    private static Uni<Listener> permitted(Optional<HubException> refusal, Supplier<Uni<Listener>> effect) {
        return refusal.isPresent() ? Uni.createFrom().failure(refusal.get()) : effect.get();
    }

    /** Without the secret: it is kept in no answer. */
    private Answer answer(int status, Listener listener) {
        WebhookView view = WebhookView.of(listener);
        return Answer.of(json, status, status == 201 ? Optional.of(view.href()) : Optional.empty(), view);
    }

    /** The secret is computed for each answer anew, so a repeat is told the same one. */
    private Response withSecret(Answer answer) {
        try {
            WebhookView view = json.readValue(answer.body(), WebhookView.class);
            String secret = secrets.secretOf(UUID.fromString(view.id()), view.secretVersion());
            return answer.response().entity(view.withSecret(secret)).build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that was kept can't be read", e);
        }
    }

    private static Response tagged(Listener listener) {
        return Response.ok(WebhookView.of(listener))
                .header(HttpHeaders.ETAG, "\"" + listener.version() + "\"")
                .build();
    }

    /** What paths and headers say. */
    static final class Ids {

        private Ids() {}

        static UUID of(String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw new HubException(
                        CoreError.UNKNOWN_RESOURCE, "there is no webhook or delivery with the id '" + text + "'", e);
            }
        }

        static Optional<Integer> version(String ifMatch) {
            if (ifMatch == null || ifMatch.strip().equals("*")) {
                return Optional.empty();
            }
            String tag = ifMatch.strip();
            if (!tag.matches("\"\\d{1,9}\"")) {
                throw new HubException(
                        ApiError.INVALID_PARAMETER, "The header If-Match is the ETag of a webhook, like \"3\".");
            }
            return Optional.of(Integer.valueOf(tag.substring(1, tag.length() - 1)));
        }
    }
}
