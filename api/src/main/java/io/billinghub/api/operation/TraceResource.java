package io.billinghub.api.operation;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.trace.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The way of any cent. */
@Path("/hub/v1/trace")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class TraceResource {

    private final RequestContext context;
    private final Trace trace;

    TraceResource(RequestContext context, Trace trace) {
        this.context = context;
        this.trace = trace;
    }

    @GET
    @Path("{id}")
    @RolesAllowed({RealmRoles.AUDITOR, RealmRoles.BILLING_MANAGER, RealmRoles.BILLING_OPERATIVE, RealmRoles.FINANCE})
    @Operation(
            summary = "The whole chain of an id: rows of the raw document, charge, price, line, bill, postings, shares",
            description = "At most 100 lines, and of each at most 100 source rows. Amounts are texts, exact.")
    @APIResponse(
            responseCode = "200",
            description = "The chains",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "The tenant has nothing of this id")
    public Uni<String> trace(
            @Parameter(
                            description =
                                    "A bill line (bill id, hyphen, position), or the id of a bill, a tax invoice, a partner "
                                            + "bill or a received document")
                    @PathParam("id")
                    String id) {
        return context.tenantContext()
                .flatMap(tenant -> trace.of(tenant, id))
                .map(found -> found.map(JsonObject::encode)
                        .orElseThrow(() -> new HubException(
                                CoreError.UNKNOWN_RESOURCE,
                                "There is no bill line, bill, tax invoice, partner bill or document with the id '" + id
                                        + "'.")));
    }
}
