package io.billinghub.api.bill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.model.BillDocument;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Each seller's tax invoice on a bill. */
@Path("/hub/v1/tax-invoices")
@Tag(name = "Bills")
@RolesAllowed({
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.CUSTOMER
})
public class TaxInvoiceResource {

    private final OpenBills openBills;
    private final UblInvoiceWriter ubl;

    TaxInvoiceResource(OpenBills openBills, UblInvoiceWriter ubl) {
        this.openBills = openBills;
        this.ubl = ubl;
    }

    @GET
    @Path("{id}/ubl")
    @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(summary = "A tax invoice as UBL 2.1 (EN 16931, Peppol BIS Billing 3)")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_XML,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no tax invoice with this id that the login may see")
    @APIResponse(responseCode = "422", description = "What the invoice lacks to be an e-invoice, e.g. its number")
    public Uni<Response> ubl(@PathParam("id") String id) {
        return openBills.ofInvoice(id).map(bill -> {
            BillDocument.TaxInvoice invoice = bill.invoices().stream()
                    .filter(candidate -> candidate.id().toString().equals(id))
                    .findFirst()
                    .orElseThrow(() -> OpenBills.unknown("tax invoice", id));
            EInvoice written = ubl.write(bill, invoice);
            if (written instanceof EInvoice.Written xml) {
                return OpenBills.file(
                        MediaType.APPLICATION_XML, invoice.number().orElse(id) + ".xml", xml.xml());
            }
            throw new HubException(ApiError.NO_E_INVOICE, reasons((EInvoice.Refused) written));
        });
    }

    private static String reasons(EInvoice.Refused refused) {
        return refused.refusals().stream().map(EInvoice.Refusal::detail).collect(Collectors.joining("; "));
    }
}
