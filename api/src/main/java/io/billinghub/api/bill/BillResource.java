package io.billinghub.api.bill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The list of bills, and each of them as a PDF. */
@Path("/hub/v1/bills")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bills")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.CUSTOMER
})
public class BillResource {

    static final int MAX_LIMIT = 500;
    private static final String PDF = "application/pdf";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final BillQueries queries;
    private final OpenBills openBills;
    private final BillPdf pdf;

    BillResource(
            RequestContext context,
            TenantTransaction transaction,
            BillQueries queries,
            OpenBills openBills,
            BillPdf pdf) {
        this.context = context;
        this.transaction = transaction;
        this.queries = queries;
        this.openBills = openBills;
        this.pdf = pdf;
    }

    @GET
    @Operation(summary = "Bills with what each seller invoices on them, newest first")
    public Uni<BillList> list(
            @Parameter(description = "State as of TMF678", example = "sent") @QueryParam("state") String state,
            @Parameter(description = "Number of the billing account", example = "NL-1001") @QueryParam("account")
                    String account,
            @Parameter(description = "What the page before gave as next") @QueryParam("after") String after,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The parameter 'limit' is from 1 to " + MAX_LIMIT + ", not " + limit + ".");
        }
        UUID last = cursor(after);
        return context.tenantContext()
                .flatMap(tenant -> transaction.run(
                        tenant, connection -> queries.list(connection, tenant, state, account, last, limit)));
    }

    @GET
    @Path("{id}/pdf")
    @Produces({PDF, MediaType.APPLICATION_JSON})
    @Operation(summary = "A bill as PDF/A")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "There is no bill with this id that the login may see")
    public Uni<Response> pdf(@PathParam("id") String id) {
        return openBills.bill(id).map(bill -> OpenBills.file(PDF, bill.number() + ".pdf", pdf.print(bill)));
    }

    private static UUID cursor(String after) {
        try {
            return after == null ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    ApiError.INVALID_PARAMETER,
                    "The parameter 'after' is the 'next' of a page, not '" + after + "'.",
                    e);
        }
    }
}
