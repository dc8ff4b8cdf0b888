package io.billinghub.api.party;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.FieldSelection;
import io.billinghub.api.tmf630.TmfAnswers;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.party.Parties;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** TMF632 organizations, for logins of the whole tenant; they come in by the import of master data. */
@Path(OrganizationResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Parties (TMF632)")
public class OrganizationResource {

    static final String PATH = "/tmf-api/party/v4";

    private final RequestContext context;
    private final Parties parties;
    private final TmfAnswers answers;

    OrganizationResource(RequestContext context, Parties parties, TmfAnswers answers) {
        this.context = context;
        this.parties = parties;
        this.answers = answers;
    }

    @GET
    @Path("organization/{id}")
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "One organization: the host, a partner or a customer")
    @Parameter(name = "fields", description = "Attributes to give", example = "name,contactMedium")
    @APIResponse(
            responseCode = "200",
            description = "The organization",
            content = @Content(schema = @Schema(implementation = Organization.class)))
    @APIResponse(responseCode = "404", description = "The tenant has no organization with this id")
    public Uni<Response> organization(@PathParam("id") String id, @QueryParam("fields") List<String> fields) {
        context.requireWholeTenant();
        FieldSelection selection = FieldSelection.parse(Organization.TYPE, fields);
        UUID uuid = id(id);
        return context.tenantContext()
                .flatMap(tenant -> parties.organization(tenant, uuid))
                .map(found -> answers.one(found.map(Organization::of).orElseThrow(() -> unknown(id, null)), selection));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown(text, malformed);
        }
    }

    private static HubException unknown(String id, Throwable cause) {
        return new HubException(
                CoreError.UNKNOWN_RESOURCE, "There is no organization with the id '" + id + "'.", cause);
    }
}
