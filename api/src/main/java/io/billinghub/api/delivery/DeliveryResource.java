package io.billinghub.api.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.delivery.application.DocumentDeliveries;
import io.billinghub.core.delivery.model.Delivery;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Deliveries of documents, with their proof. */
@Path("/hub/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bills")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN
})
public class DeliveryResource {

    private final RequestContext context;
    private final DocumentDeliveries deliveries;
    private final TenantTransaction transactions;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    DeliveryResource(
            RequestContext context,
            DocumentDeliveries deliveries,
            TenantTransaction transactions,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.deliveries = deliveries;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.json = json;
    }

    @GET
    @Operation(summary = "Deliveries of documents, newest first")
    public Uni<Listing<DeliveryView>> list(
            @Parameter(description = "PENDING, DELIVERED or FAILED", example = "FAILED") @QueryParam("state")
                    String state,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        context.requireWholeTenant();
        PageRequest page = PageRequest.of("deliveries", cursor, limit);
        Optional<Delivery.State> wanted = Optional.ofNullable(KnownValue.of("state", state, Delivery.State.class))
                .map(Delivery.State::valueOf);
        return context.tenantContext()
                .flatMap(login -> deliveries.list(login, wanted, page.afterNumber(), page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.place())))
                .map(found -> new Listing<>(
                        found.items().stream().map(DeliveryView::of).toList(), found.next()));
    }

    @POST
    @Path("{id}/retry")
    @RolesAllowed({RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE, RealmRoles.MARKETPLACE_ADMIN})
    @Operation(summary = "Tries a delivery again that was given up, by the account's preference of now")
    @APIResponse(
            responseCode = "200",
            description = "It is due",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    @APIResponse(responseCode = "404", description = "There is no such delivery")
    @APIResponse(responseCode = "409", description = "It was not given up, or the account has no preference any more")
    public Uni<Response> retry(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        UUID delivery = uuid("delivery", id);
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(key, "POST /hub/v1/deliveries/" + delivery + "/retry", new byte[0]);
        return context.tenantContext()
                .flatMap(login -> transactions.run(
                        login,
                        connection -> idempotency.once(
                                connection,
                                login,
                                keyed,
                                () -> deliveries
                                        .retry(connection, delivery)
                                        .map(due -> Answer.of(json, 200, Optional.empty(), DeliveryView.of(due))))))
                .map(answer -> answer.response().build());
    }

    static UUID uuid(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    CoreError.UNKNOWN_RESOURCE, "There is no " + what + " with the id '" + text + "'.", e);
        }
    }
}
