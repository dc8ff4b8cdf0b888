package io.billinghub.api.customerbill;

import io.billinghub.api.bill.BillVisibility;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.FieldSelection;
import io.billinghub.api.tmf630.ListRequest;
import io.billinghub.api.tmf630.ResourceType;
import io.billinghub.api.tmf630.TmfAnswers;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantContext;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TMF678 customerBill and appliedCustomerBillingRate, reading. */
@Path(CustomerBillTypes.BASE)
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

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final CustomerBillQueries queries;
    private final TmfAnswers answers;

    CustomerBillResource(
            RequestContext context, TenantTransaction transaction, CustomerBillQueries queries, TmfAnswers answers) {
        this.context = context;
        this.transaction = transaction;
        this.queries = queries;
        this.answers = answers;
    }

    @GET
    @Path("customerBill")
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
        ListRequest request = ListRequest.parse(CustomerBillTypes.CUSTOMER_BILL, uri.getQueryParameters());
        return context.tenantContext()
                .flatMap(tenant ->
                        transaction.run(tenant, connection -> queries.bills(connection, visible(request, tenant))))
                .map(page -> answers.list(
                        CustomerBillTypes.CUSTOMER_BILL, request, page.map(CustomerBillMapping::bill), uri));
    }

    @GET
    @Path("customerBill/{id}")
    @Operation(summary = "One customer bill")
    @APIResponse(
            responseCode = "200",
            description = "The bill",
            content = @Content(schema = @Schema(implementation = CustomerBill.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> bill(@PathParam("id") String id, @Context UriInfo uri) {
        ListRequest request = one(CustomerBillTypes.CUSTOMER_BILL, id, uri);
        return context.tenantContext()
                .flatMap(tenant ->
                        transaction.run(tenant, connection -> queries.bills(connection, visible(request, tenant))))
                .map(page -> answers.one(CustomerBillMapping.bill(only(page.items(), "bill", id)), request.fields()));
    }

    @GET
    @Path("appliedCustomerBillingRate")
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
        ListRequest request = ListRequest.parse(CustomerBillTypes.APPLIED_RATE, uri.getQueryParameters());
        return context.tenantContext()
                .flatMap(tenant ->
                        transaction.run(tenant, connection -> queries.rates(connection, visible(request, tenant))))
                .map(page -> answers.list(
                        CustomerBillTypes.APPLIED_RATE, request, page.map(CustomerBillMapping::rate), uri));
    }

    @GET
    @Path("appliedCustomerBillingRate/{id}")
    @Operation(summary = "One applied rate")
    @APIResponse(
            responseCode = "200",
            description = "The rate",
            content = @Content(schema = @Schema(implementation = AppliedRate.class)))
    @APIResponse(responseCode = "404", description = "There is none with this id that the login may see")
    public Uni<Response> rate(@PathParam("id") String id, @Context UriInfo uri) {
        ListRequest request = one(CustomerBillTypes.APPLIED_RATE, id, uri);
        return context.tenantContext()
                .flatMap(tenant ->
                        transaction.run(tenant, connection -> queries.rates(connection, visible(request, tenant))))
                .map(page -> answers.one(
                        CustomerBillMapping.rate(only(page.items(), "applied rate", id)), request.fields()));
    }

    /** A single resource is the list that is filtered by its id; a malformed id is one that nothing has. */
    private static ListRequest one(ResourceType type, String id, UriInfo uri) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        List<String> fields = uri.getQueryParameters().get("fields");
        if (fields != null) {
            parameters.put("fields", fields);
        }
        FieldSelection.parse(type, fields == null ? List.of() : fields);
        if (id.indexOf(',') >= 0) { // would be read as several alternatives
            throw unknown(type.name(), id);
        }
        parameters.putSingle("id", id);
        try {
            return ListRequest.parse(type, parameters);
        } catch (HubException malformed) {
            throw unknown(type.name(), id);
        }
    }

    private static ListRequest visible(ListRequest request, TenantContext tenant) {
        return request.narrowed(BillVisibility.condition(tenant));
    }

    private static <T> T only(List<T> found, String what, String id) {
        return Optional.of(found)
                .filter(list -> list.size() == 1)
                .map(list -> list.get(0))
                .orElseThrow(() -> unknown(what, id));
    }

    private static HubException unknown(String what, String id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "There is no " + what + " with the id '" + id + "'.");
    }
}
