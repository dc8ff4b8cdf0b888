package io.billinghub.api.delivery;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.delivery.application.DocumentDeliveries;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the documents of a bill were handed over. */
@Path("/hub/v1/bills/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bills")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN
})
public class BillDeliveriesResource {

    /** The deliveries of a bill. */
    public record DeliveryListing(List<DeliveryView> items) {
        public DeliveryListing {
            items = List.copyOf(items);
        }
    }

    private final RequestContext context;
    private final DocumentDeliveries deliveries;

    BillDeliveriesResource(RequestContext context, DocumentDeliveries deliveries) {
        this.context = context;
        this.deliveries = deliveries;
    }

    @GET
    @Operation(
            summary =
                    "How the documents of a bill were handed over: when, how, to whom, what the other side said, what was sent",
            description = "Empty where nothing was to be sent.")
    @APIResponse(
            responseCode = "200",
            description = "The deliveries",
            content = @Content(schema = @Schema(implementation = DeliveryListing.class)))
    @APIResponse(responseCode = "404", description = "There is no such bill")
    public Uni<DeliveryListing> ofBill(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID bill = DeliveryResource.uuid("bill", id);
        return context.tenantContext()
                .flatMap(login -> deliveries.ofBill(login, bill))
                .map(found ->
                        new DeliveryListing(found.stream().map(DeliveryView::of).toList()));
    }
}
