package io.billinghub.api.bill;

import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billlines.BillLinesCsv;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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

    /** The states that bills are looked for by, as of TMF678. */
    public static final List<String> STATES = List.of("new", "onHold", "validated", "sent", "partiallyPaid", "settled");

    private static final String PDF = "application/pdf";
    private static final String CSV = "text/csv";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final BillQueries queries;
    private final OpenBills openBills;
    private final BillPdf pdf;
    private final BillLinesCsv lines;

    BillResource(
            RequestContext context,
            TenantTransaction transaction,
            BillQueries queries,
            OpenBills openBills,
            BillPdf pdf,
            BillLinesCsv lines) {
        this.context = context;
        this.transaction = transaction;
        this.queries = queries;
        this.openBills = openBills;
        this.pdf = pdf;
        this.lines = lines;
    }

    @GET
    @Operation(summary = "Bills with what each seller invoices on them, newest first; found by what is given")
    public Uni<Listing<BillSummary>> list(
            @BeanParam BillFilter filter,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("bills", cursor, limit);
        BillFilter.Wanted wanted = filter.read();
        UUID last = page.afterUuid();
        return context.tenantContext()
                .flatMap(tenant -> transaction.run(
                        tenant, connection -> queries.list(connection, tenant, wanted, last, page.limit())))
                .map(found -> new Listing<>(
                        found.items(),
                        found.next() == null ? null : page.cursor(found.next().toString())));
    }

    @GET
    @Path("{id}/pdf")
    @Produces({PDF, MediaType.APPLICATION_JSON})
    @Operation(summary = "A bill as PDF/A")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(mediaType = PDF, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no bill with this id that the login may see")
    public Uni<Response> pdf(@PathParam("id") String id) {
        return openBills.bill(id).map(bill -> OpenBills.file(PDF, bill.number() + ".pdf", pdf.print(bill)));
    }

    @GET
    @Path("{id}/csv")
    @Produces({CSV, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "The lines of a bill as CSV",
            description =
                    "RFC 4180 in UTF-8 with a head, a row per line: amounts and quantities are exact, with a decimal point; days are ISO 8601. A text that"
                            + " a spreadsheet would take for a formula has an apostrophe before it. The same bill gives the same bytes.")
    @APIResponse(
            responseCode = "200",
            description = "The table",
            content = @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "There is no bill with this id that the login may see")
    public Uni<Response> csv(@PathParam("id") String id) {
        return openBills
                .bill(id)
                .map(bill -> OpenBills.file(CSV + "; charset=utf-8", bill.number() + ".csv", lines.write(bill)));
    }
}
