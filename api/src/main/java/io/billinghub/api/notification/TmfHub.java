package io.billinghub.api.notification;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.core.notification.model.TmfApi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * {@code /hub} of one TMF API: registers listeners of its events. Each API has a class of its own with its whole path, since
 * RESTEasy Reactive prefers the longest literal beginning and does not look further.
 */
@Produces(MediaType.APPLICATION_JSON)
abstract class TmfHub {

    private final TmfApi api;
    private final TmfSubscriptions subscriptions;

    TmfHub(TmfApi api, TmfSubscriptions subscriptions) {
        this.api = api;
        this.subscriptions = subscriptions;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.PARTNER, RealmRoles.CUSTOMER})
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
                                    "{\"callback\": \"https://203.0.113.7/billing/events\", \"query\": \"eventType=CustomerBillStateChangeEvent\"}"))
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
            byte[] body,
            @Parameter(description = "Repeats are answered alike") @HeaderParam("Idempotency-Key") String key) {
        return subscriptions.register(api, body, key);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.PARTNER, RealmRoles.CUSTOMER})
    @Operation(summary = "One listener")
    @APIResponse(
            responseCode = "200",
            description = "As it was registered",
            content = @Content(schema = @Schema(implementation = TmfSubscription.class)))
    @APIResponse(responseCode = "404", description = "The login has no such listener")
    public Uni<TmfSubscription> one(@PathParam("id") String id) {
        return subscriptions.one(api, id);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.BILLING_MANAGER, RealmRoles.PARTNER, RealmRoles.CUSTOMER})
    @Operation(summary = "Unregisters a listener; what it was still to be told is forgotten")
    @APIResponse(responseCode = "204", description = "Nothing more is sent to it")
    @APIResponse(responseCode = "404", description = "The login has no such listener")
    public Uni<Void> unregister(@PathParam("id") String id) {
        return subscriptions.unregister(api, id);
    }
}
