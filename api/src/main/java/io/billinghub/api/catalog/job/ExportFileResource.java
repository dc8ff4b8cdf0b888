package io.billinghub.api.catalog.job;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The files that export jobs have made. */
@Path(ExportFileResource.PATH)
@Tag(name = "Catalogue exports")
@RolesAllowed({
    RealmRoles.HUB_ADMIN,
    RealmRoles.MARKETPLACE_ADMIN,
    RealmRoles.BILLING_MANAGER,
    RealmRoles.BILLING_OPERATIVE,
    RealmRoles.IT_OPERATIVE,
    RealmRoles.FINANCE,
    RealmRoles.AUDITOR
})
public class ExportFileResource {

    static final String PATH = "/hub/v1/catalogue-exports";

    private final RequestContext context;
    private final TenantTransaction transactions;
    private final JobTable jobs;

    ExportFileResource(RequestContext context, TenantTransaction transactions, JobTable jobs) {
        this.context = context;
        this.transactions = transactions;
        this.jobs = jobs;
    }

    @GET
    @Path("{id}")
    @Produces({"application/json", "application/x-ndjson"})
    @Operation(
            summary = "The file of an export of the catalogue",
            description = "By the id of the exportJob of TMF620, once it has succeeded and until it is deleted.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "404", description = "There is no such export, or it has not succeeded")
    public Uni<Response> file(@PathParam("id") String id) {
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(login -> transactions.run(login, transaction -> jobs.file(transaction, uuid)))
                .map(found -> found.orElseThrow(() -> unknown(id)))
                .map(file -> {
                    FileFormat format =
                            file.contentType().flatMap(FileFormat::of).orElse(FileFormat.JSON);
                    return Response.ok(file.content(), format.mediaType())
                            .header(
                                    HttpHeaders.CONTENT_DISPOSITION,
                                    "attachment; filename=\"catalogue-" + uuid
                                            + (format == FileFormat.JSON ? ".json" : ".ndjson") + '"')
                            .build();
                });
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown(text);
        }
    }

    private static HubException unknown(String id) {
        return new HubException(
                CoreError.UNKNOWN_RESOURCE, "There is no export with the id '" + id + "' that has succeeded.");
    }
}
