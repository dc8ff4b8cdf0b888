package io.billinghub.api.party;

import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.onboarding.party.Erasure;
import io.billinghub.onboarding.party.PersonalData;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the hub holds on a natural person, and its erasure. */
@Path("/hub/v1/persons/{id}/personal-data")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({RealmRoles.HUB_ADMIN, RealmRoles.MARKETPLACE_ADMIN})
@Tag(name = "Personal data")
public class PersonalDataResource {

    private final RequestContext context;
    private final PersonalData data;

    PersonalDataResource(RequestContext context, PersonalData data) {
        this.context = context;
        this.data = data;
    }

    @GET
    @Operation(
            summary = "All that the hub holds on a natural person",
            description =
                    "The id is that of the TMF632 individual. The answer is for the person; that it was asked for is in the audit log.")
    @APIResponse(
            responseCode = "200",
            description = "Party, roles, accounts, products, bills and changes",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "The tenant has no such party")
    @APIResponse(responseCode = "422", description = "It is an organization")
    public Uni<String> export(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = uuid(id);
        return context.tenantContext().flatMap(login -> data.export(login, uuid));
    }

    @DELETE
    @Operation(
            summary = "Erases a natural person's data; the books stay as they are",
            description =
                    "Name, addresses, bank account, kept attributes and the audit log's before and after are overwritten; amounts, numbers and "
                            + "dates stay. Bills that were issued are kept as documents until the law allows to destroy them: the answer says which and "
                            + "until when. Repeating it is harmless.")
    @APIResponse(
            responseCode = "200",
            description = "It is done",
            content = @Content(schema = @Schema(implementation = Erasure.class)))
    @APIResponse(responseCode = "404", description = "The tenant has no such party")
    @APIResponse(responseCode = "409", description = "The person still has running products or bills that are not sent")
    @APIResponse(responseCode = "422", description = "It is an organization")
    public Uni<Erasure> erase(@PathParam("id") String id) {
        context.requireWholeTenant();
        UUID uuid = uuid(id);
        return context.tenantContext().flatMap(login -> data.erase(login, uuid));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException malformed) {
            throw new HubException(
                    CoreError.UNKNOWN_RESOURCE, "There is no party with the id '" + id + "'.", malformed);
        }
    }
}
