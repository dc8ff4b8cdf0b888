package io.billinghub.api.customerbill;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.tmf630.resource.ResourceReads;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TMF678 appliedCustomerBillingRate. */
@Path(CustomerBillTypes.BASE + "/appliedCustomerBillingRate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "TMF678 Customer Bill Management")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.CUSTOMER
})
public class AppliedRateResource {

    private final ResourceReads reads;
    private final CustomerBillQueries queries;

    AppliedRateResource(ResourceReads reads, CustomerBillQueries queries) {
        this.reads = reads;
        this.queries = queries;
    }

    @GET
    @Operation(
            summary = "The rates that were applied on bills: their lines",
            description = "Filters: id, isBilled, date, type, bill.id, billingAccount.id, product.id.")
    @Parameter(name = "fields", description = "Attributes to give", example = "name,taxExcludedAmount")
    @Parameter(name = "offset", description = "First resource, from 0", example = "0")
    @Parameter(name = "limit", description = "At most so many, up to 1000", example = "20")
    @Parameter(name = "bill.id", description = "The lines of one bill")
    @APIResponse(
            responseCode = "200",
            description = "All rates that match",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AppliedRate.class)))
    @APIResponse(responseCode = "206", description = "The page of them that was asked for")
    public Uni<Response> rates(@Context UriInfo uri) {
        return reads.list(CustomerBillTypes.APPLIED_RATE, uri, queries::rates);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One applied rate")
    @APIResponse(
            responseCode = "200",
            description = "The rate",
            content = @Content(schema = @Schema(implementation = AppliedRate.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> rate(@PathParam("id") String id, @Context UriInfo uri) {
        return reads.one(CustomerBillTypes.APPLIED_RATE, id, uri, queries::rates);
    }
}
