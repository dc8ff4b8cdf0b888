package io.billinghub.api.bill;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.archive.application.DocumentArchive;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documents of a bill as they were issued and are kept. */
@Path("/hub/v1/bills/{id}/documents")
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
public class KeptDocumentResource {

    private static final String PDF = "application/pdf";

    private final RequestContext context;
    private final TenantTransaction transaction;
    private final BillQueries queries;
    private final DocumentArchive archive;

    KeptDocumentResource(
            RequestContext context, TenantTransaction transaction, BillQueries queries, DocumentArchive archive) {
        this.context = context;
        this.transaction = transaction;
        this.queries = queries;
        this.archive = archive;
    }

    @GET
    @Operation(
            summary = "The kept documents of a bill: the bill itself first, then those of its tax invoices",
            description = "Empty until the run has written them, and where it writes none.")
    @APIResponse(
            responseCode = "200",
            description = "What is kept",
            content = @Content(schema = @Schema(implementation = KeptDocuments.class)))
    @APIResponse(responseCode = "404", description = "There is no bill with this id that the login may see")
    public Uni<KeptDocuments> list(@PathParam("id") String id) {
        UUID bill = OpenBills.uuid("bill", id);
        return context.tenantContext()
                .flatMap(login -> transaction
                        .run(login, connection -> queries.isThere(connection, login, bill))
                        .flatMap(there -> {
                            if (!there) {
                                throw OpenBills.unknown("bill", id);
                            }
                            return archive.ofBill(login, bill);
                        }))
                .map(kept -> KeptDocuments.of(bill, kept));
    }

    @GET
    @Path("{name}")
    @Produces({PDF, MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "A kept document, byte for byte as it was written",
            description =
                    "The bytes are held against the hash that was noted then; what does not match is not given out.")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = {
                @Content(mediaType = PDF, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_XML,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "404", description = "There is no such document that the login may see")
    @APIResponse(responseCode = "503", description = "The file is missing or not what was written")
    public Uni<Response> document(
            @PathParam("id") String id,
            @Parameter(description = "As the list names it", example = "RF18NL1039261001.pdf") @PathParam("name")
                    String name) {
        UUID bill = OpenBills.uuid("bill", id);
        return context.tenantContext()
                .flatMap(login -> archive.read(login, bill, name))
                .map(found -> OpenBills.file(
                        found.document().form().mediaType(), found.document().name(), found.bytes()));
    }
}
