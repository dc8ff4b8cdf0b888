package io.billinghub.api.bill;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.core.billprint.TaxInvoicePdf;
import io.billinghub.core.einvoice.CiiInvoiceWriter;
import io.billinghub.core.einvoice.EInvoice;
import io.billinghub.core.einvoice.UblInvoiceWriter;
import io.billinghub.core.error.HubException;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
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

    private static final String PDF = "application/pdf";

    private final OpenBills openBills;
    private final UblInvoiceWriter ubl;
    private final CiiInvoiceWriter cii;
    private final TaxInvoicePdf facturX;

    TaxInvoiceResource(OpenBills openBills, UblInvoiceWriter ubl, CiiInvoiceWriter cii, TaxInvoicePdf facturX) {
        this.openBills = openBills;
        this.ubl = ubl;
        this.cii = cii;
        this.facturX = facturX;
    }

    @GET
    @Path("{id}/ubl")
    @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(
            summary =
                    "A tax invoice as UBL 2.1 (EN 16931; Peppol BIS Billing 3 if seller and buyer have an electronic address)")
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
        return document(id, ubl::write, MediaType.APPLICATION_XML, ".xml");
    }

    @GET
    @Path("{id}/cii")
    @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(summary = "A tax invoice as UN/CEFACT Cross Industry Invoice D16B (EN 16931)")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_XML,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no tax invoice with this id that the login may see")
    @APIResponse(responseCode = "422", description = "What the invoice lacks to be an e-invoice, e.g. its number")
    public Uni<Response> cii(@PathParam("id") String id) {
        return document(id, cii::write, MediaType.APPLICATION_XML, "-cii.xml");
    }

    @GET
    @Path("{id}/factur-x")
    @Produces({PDF, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "A tax invoice as Factur-X 1.0, profile EN 16931: a PDF/A-3 of its own that holds it as CII",
            description = "The PDF holds exactly one file, `factur-x.xml`, the same that `cii` answers.")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(mediaType = PDF, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no tax invoice with this id that the login may see")
    @APIResponse(responseCode = "422", description = "What the invoice lacks to be an e-invoice, e.g. its number")
    public Uni<Response> facturX(@PathParam("id") String id) {
        return document(id, facturX::write, PDF, "-factur-x.pdf");
    }

    private Uni<Response> document(
            String id, BiFunction<BillDocument, TaxInvoice, EInvoice> writer, String mediaType, String suffix) {
        return openBills.ofInvoice(id).map(bill -> {
            TaxInvoice invoice = bill.invoices().stream()
                    .filter(candidate -> candidate.id().toString().equals(id))
                    .findFirst()
                    .orElseThrow(() -> OpenBills.unknown("tax invoice", id));
            EInvoice document = writer.apply(bill, invoice);
            if (document instanceof EInvoice.Written written) {
                return OpenBills.file(mediaType, invoice.number().orElse(id) + suffix, written.document());
            }
            throw new HubException(ApiError.NO_E_INVOICE, reasons((EInvoice.Refused) document));
        });
    }

    private static String reasons(EInvoice.Refused refused) {
        return refused.refusals().stream().map(EInvoice.Refusal::detail).collect(Collectors.joining("; "));
    }
}
