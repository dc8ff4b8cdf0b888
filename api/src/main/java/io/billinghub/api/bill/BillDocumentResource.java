package io.billinghub.api.bill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.billprint.BillPdf;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.application.BillDocuments;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.tenancy.TenantContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documents of a bill: the whole of it as PDF, each seller's tax invoice as UBL. Made on worker threads. */
@Path("/hub/v1")
@Tag(name = "Bills")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.CUSTOMER
})
public class BillDocumentResource {

    private static final String PDF = "application/pdf";

    private final RequestContext context;
    private final BillDocuments documents;
    private final BillPdf pdf;
    private final UblInvoiceWriter ubl;

    BillDocumentResource(RequestContext context, BillDocuments documents, BillPdf pdf, UblInvoiceWriter ubl) {
        this.context = context;
        this.documents = documents;
        this.pdf = pdf;
        this.ubl = ubl;
    }

    @GET
    @Path("bills/{id}/pdf")
    @Produces({PDF, MediaType.APPLICATION_JSON})
    @Operation(summary = "A bill as PDF/A")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "There is no bill with this id that the login may see")
    public Uni<Response> pdf(@PathParam("id") String id) {
        return visible("bill", id, documents::ofBill).map(bill -> file(PDF, bill.number() + ".pdf", pdf.print(bill)));
    }

    @GET
    @Path("tax-invoices/{id}/ubl")
    @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(summary = "A tax invoice as UBL 2.1 (EN 16931, Peppol BIS Billing 3)")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "There is no tax invoice with this id that the login may see")
    @APIResponse(responseCode = "422", description = "What the invoice lacks to be an e-invoice, e.g. its number")
    public Uni<Response> ubl(@PathParam("id") String id) {
        return visible("tax invoice", id, documents::ofInvoice).map(bill -> {
            BillDocument.TaxInvoice invoice = bill.invoices().stream()
                    .filter(candidate -> candidate.id().toString().equals(id))
                    .findFirst()
                    .orElseThrow(() -> unknown("tax invoice", id));
            EInvoice written = ubl.write(bill, invoice);
            if (written instanceof EInvoice.Written xml) {
                return file(MediaType.APPLICATION_XML, invoice.number().orElse(id) + ".xml", xml.xml());
            }
            throw new HubException(ApiError.NO_E_INVOICE, reasons((EInvoice.Refused) written));
        });
    }

    /** Loads the bill and goes on on a worker thread, since rendering takes longer than an event loop may be held. */
    private Uni<BillDocument> visible(
            String what, String id, BiFunction<TenantContext, UUID, Uni<Optional<BillDocument>>> load) {
        UUID uuid = uuid(what, id);
        return context.tenantContext()
                .flatMap(tenant -> load.apply(tenant, uuid)
                        .map(found -> found.filter(bill -> BillVisibility.allows(tenant, bill.state()))
                                .orElseThrow(() -> unknown(what, id))))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Response file(String mediaType, String name, byte[] bytes) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return Response.ok(bytes, mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + safe + "\"")
                .build();
    }

    private static String reasons(EInvoice.Refused refused) {
        return refused.refusals().stream().map(EInvoice.Refusal::detail).collect(Collectors.joining("; "));
    }

    private static UUID uuid(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown(what, text);
        }
    }

    private static HubException unknown(String what, String id) {
        return new HubException(CoreError.UNKNOWN_RESOURCE, "There is no " + what + " with the id '" + id + "'.");
    }
}
