package io.billinghub.api.customerbill;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.TmfAnswers;
import io.billinghub.api.tmf630.resource.ResourceReads;
import io.billinghub.core.billrun.application.BillHolds;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TMF678 customerBill. */
@Path(CustomerBillTypes.BASE + "/customerBill")
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
public class CustomerBillResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Set<String> PATCHABLE = Set.of("state", "@type", "@baseType", "@schemaLocation");

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final ResourceReads reads;
    private final CustomerBillQueries queries;
    private final BillHolds holds;
    private final TmfAnswers answers;
    private final ObjectMapper json;

    CustomerBillResource(
            RequestContext context,
            TenantTransaction transaction,
            ResourceReads reads,
            CustomerBillQueries queries,
            BillHolds holds,
            TmfAnswers answers,
            ObjectMapper json) {
        this.context = context;
        this.transaction = transaction;
        this.reads = reads;
        this.queries = queries;
        this.holds = holds;
        this.answers = answers;
        this.json = json;
    }

    @GET
    @Operation(
            summary = "Customer bills",
            description =
                    "Filters: id, billNo, state, billDate, paymentDueDate, billingAccount.id, amountDue.value, "
                            + "amountDue.unit, billingPeriod.startDateTime, billingPeriod.endDateTime; each with .ne and, where "
                            + "values have an order, .gt .gte .lt .lte. Several values, by comma or repetition, are alternatives.")
    @Parameter(name = "fields", description = "Attributes to give", example = "billNo,amountDue")
    @Parameter(name = "offset", description = "First resource, from 0", example = "0")
    @Parameter(name = "limit", description = "At most so many, up to 1000", example = "20")
    @Parameter(name = "sort", description = "Orders; - before a name turns it", example = "-billDate")
    @Parameter(name = "state", description = "Alternatives by comma", example = "sent,settled")
    @APIResponse(
            responseCode = "200",
            description = "All bills that match",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = CustomerBill.class)))
    @APIResponse(responseCode = "206", description = "The page of them that was asked for")
    public Uni<Response> bills(@Context UriInfo uri) {
        return reads.list(CustomerBillTypes.CUSTOMER_BILL, uri, queries::bills);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One customer bill")
    @APIResponse(
            responseCode = "200",
            description = "The bill",
            content = @Content(schema = @Schema(implementation = CustomerBill.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> bill(@PathParam("id") String id, @Context UriInfo uri) {
        return reads.one(CustomerBillTypes.CUSTOMER_BILL, id, uri, queries::bills);
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    @RolesAllowed({RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE})
    @Operation(
            summary = "Puts a bill on hold, or releases it",
            description =
                    "RFC 7396. Only 'state' can be changed: to onHold, and from it back to the state that the bill had. A "
                            + "draft on hold is not sent when its run is published, but once it is released.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = CustomerBill.class),
                            example = "{\"state\": \"onHold\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The bill as it is now",
            content = @Content(schema = @Schema(implementation = CustomerBill.class)))
    @APIResponse(responseCode = "400", description = "An attribute that can't be changed, or no state of a bill")
    @APIResponse(responseCode = "409", description = "A change of state that is not made by hand")
    public Uni<Response> change(@PathParam("id") String id, byte[] body) {
        String state = state(JsonBody.read(json, body, CustomerBillTypes.CUSTOMER_BILL.name()));
        UUID uuid = ListRequest.uuid(CustomerBillTypes.CUSTOMER_BILL, id);
        ListRequest request = ListRequest.ofOne(CustomerBillTypes.CUSTOMER_BILL, id);
        return context.tenantContext()
                .flatMap(tenant -> transaction.run(
                        tenant,
                        connection -> holds.move(connection, tenant, uuid, state)
                                .flatMap(done -> queries.bills(connection, tenant, request))))
                .map(page -> answers.one(page.only(CustomerBillTypes.CUSTOMER_BILL, id), request.fields()));
    }

    private static String state(JsonBody body) {
        body.allowOnly(PATCHABLE, "can't be changed; of a customer bill only 'state' can");
        String state = body.text("state")
                .orElseThrow(() -> new HubException(
                        ApiError.INVALID_BODY, "/state: is missing; it is what can be changed of a customer bill"));
        if (!CustomerBillTypes.STATES.contains(state)) {
            throw new HubException(
                    ApiError.INVALID_BODY,
                    "/state: must be one of "
                            + CustomerBillTypes.STATES.stream().sorted().collect(Collectors.joining(", ")) + ", not '"
                            + state + "'");
        }
        return state;
    }
}
