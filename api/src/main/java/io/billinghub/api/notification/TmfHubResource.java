package io.billinghub.api.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.application.Listeners;
import io.billinghub.core.notification.application.Secrets;
import io.billinghub.core.notification.model.NewListener;
import io.billinghub.core.notification.model.TmfApi;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /hub} of each TMF API: registers listeners of its events. */
@Path(TmfHubResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "TMF notifications")
@RolesAllowed({
    RealmRoles.IT_OPERATIVE,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.HUB_ADMIN,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.PARTNER,
    RealmRoles.CUSTOMER
})
public class TmfHubResource {

    static final String PATH = "/tmf-api/{api: customerBillManagement|party|partyRoleManagement|partnershipManagement"
            + "|agreementManagement|accountManagement|productCatalogManagement|productInventory|usageManagement}/v4/hub";

    private static final String API = "The API whose events are meant";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final Listeners listeners;
    private final Secrets secrets;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    TmfHubResource(
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
            summary = "Registers a listener",
            description =
                    "From now on each event of the API is posted to the callback, until it answers with 2xx or a day has gone by. "
                            + "The query chooses types (eventType=A,B), values of the resource's attributes (state=sent) and the "
                            + "attributes that are told (fields=state); its parts are joined by &. A partner's and a customer's "
                            + "listener is told of what concerns it alone.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = TmfSubscription.class),
                            example =
                                    "{\"callback\": \"https://crm.example.com/billing/events\", \"query\": \"eventType=CustomerBillStateChangeEvent\"}"))
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            headers = {
                @Header(name = "Location", description = "The listener", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Hub-Secret",
                        description =
                                "The secret that the header Hub-Signature of each event is made with; told here alone",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = @Content(schema = @Schema(implementation = TmfSubscription.class)))
    @APIResponse(responseCode = "400", description = "The callback or the query can't be understood")
    @APIResponse(responseCode = "409", description = "There is such a listener already")
    @APIResponse(responseCode = "422", description = "The hub may not call this address")
    public Uni<Response> register(
            @Parameter(description = API, example = "customerBillManagement") @PathParam("api") String api,
            byte[] body,
            @Parameter(description = "Repeats are answered alike") @HeaderParam("Idempotency-Key") String key) {
        TmfApi of = api(api);
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

    @GET
    @Path("{id}")
    @Operation(summary = "One listener")
    @APIResponse(
            responseCode = "200",
            description = "As it was registered",
            content = @Content(schema = @Schema(implementation = TmfSubscription.class)))
    @APIResponse(responseCode = "404", description = "The login has no such listener")
    public Uni<TmfSubscription> one(
            @Parameter(description = API, example = "customerBillManagement") @PathParam("api") String api,
            @PathParam("id") String id) {
        TmfApi of = api(api);
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login ->
                        transaction.run(login, connection -> listeners.find(connection, Optional.of(of), uuid)))
                .map(TmfSubscription::of);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Unregisters a listener; what it was still to be told is forgotten")
    @APIResponse(responseCode = "204", description = "Nothing more is sent to it")
    @APIResponse(responseCode = "404", description = "The login has no such listener")
    public Uni<Void> unregister(
            @Parameter(description = API, example = "customerBillManagement") @PathParam("api") String api,
            @PathParam("id") String id) {
        TmfApi of = api(api);
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
                        new Answer(201, Optional.of(path(api) + "/" + made.uuid()), write(TmfSubscription.of(made))));
    }

    /** The secret is computed for each answer and kept in none. */
    private Response response(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .header(HttpHeaders.LOCATION, answer.location().orElse(null))
                .entity(answer.body());
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
            return NewListener.of(api, callback, body.text("query").orElse(""), listeners.canSign());
        } catch (IllegalArgumentException unreadable) {
            throw new HubException(ApiError.INVALID_BODY, "/query: " + unreadable.getMessage(), unreadable);
        }
    }

    private String write(TmfSubscription subscription) {
        try {
            return json.writeValueAsString(subscription);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a subscription could not be written", e);
        }
    }

    private static String path(TmfApi api) {
        return "/tmf-api/" + api.pathName() + "/v4/hub";
    }

    private static TmfApi api(String name) {
        return TmfApi.ofPathName(name)
                .orElseThrow(() -> new HubException(CoreError.UNKNOWN_RESOURCE, "there is no API " + name));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(CoreError.UNKNOWN_RESOURCE, "there is no listener with the id '" + text + "'", e);
        }
    }
}
