package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.onboarding.agreement.AgreementProposals;
import io.billinghub.onboarding.partnercase.application.OnboardingCases;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How versions of an agreement come into force: proposed by one, approved by another, accepted by the partner. */
@Path(CaseView.PATH + "/{partner}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class AgreementVersionResource {

    private final RequestContext context;
    private final OneTransaction one;
    private final OnboardingCases cases;
    private final AgreementProposals proposals;
    private final ObjectMapper json;

    AgreementVersionResource(
            RequestContext context,
            OneTransaction one,
            OnboardingCases cases,
            AgreementProposals proposals,
            ObjectMapper json) {
        this.context = context;
        this.one = one;
        this.cases = cases;
        this.proposals = proposals;
        this.json = json;
    }

    @GET
    @Path("agreement-versions")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR,
        RealmRoles.PARTNER
    })
    @Operation(summary = "All versions of the partner's agreement that were ever proposed, the oldest first")
    public Uni<Listing<AgreementVersionView>> versions(@PathParam("partner") String partner) {
        return one.read(connection ->
                        cases.get(connection, partner).flatMap(found -> proposals.of(connection, found.agreementId())))
                .map(all ->
                        new Listing<>(all.stream().map(AgreementVersionView::of).toList(), null));
    }

    @POST
    @Path("agreement-versions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(
            summary = "Proposes the next version of the agreement; the one before stays in force until this one begins",
            description =
                    "All rules are tried at once. 'conditions' (amountBasis, tolerance, disputeWindowDays, settlementDays) are agreed,"
                            + " kept and shown; the hub computes nothing from them.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"validFrom\": \"2027-01-01\", \"sellingModel\": \"RESALE\", \"currency\": \"EUR\", \"shareModel\": {\"type\":"
                                            + " \"percentage\", \"shares\": [{\"party\": \"bergen-maps\", \"percent\": \"82\"}, {\"party\":"
                                            + " \"nordlys\", \"percent\": \"18\"}]}, \"residueParty\": \"nordlys\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "Another version is on its way")
    public Uni<Response> propose(
            @PathParam("partner") String partner,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody terms = JsonBody.read(json, body, "version of an agreement");
        return one.once(
                OnboardingResource.request(partner, "agreement-versions"),
                body,
                key,
                (connection, login) -> cases.propose(connection, login, partner, terms.json())
                        .map(found -> one.ok(CaseView.of(found))));
    }

    @POST
    @Path("approve")
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(summary = "Approves the proposed version of the agreement; who proposed it can't")
    @APIResponse(
            responseCode = "200",
            description = "The case; the version waits for the partner",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "403", description = "The login has proposed it itself")
    @APIResponse(responseCode = "409", description = "No version is proposed")
    public Uni<Response> approve(
            @PathParam("partner") String partner,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        return one.once(
                OnboardingResource.request(partner, "approve"),
                new byte[0],
                key,
                (connection, login) ->
                        cases.approve(connection, login, partner).map(found -> one.ok(CaseView.of(found))));
    }

    @POST
    @Path("reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(
            summary = "Rejects the version of the agreement that is proposed or approved; then another may be proposed")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"reason\": \"The partner asks for 85 percent\"}"))
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "No version is on its way")
    public Uni<Response> reject(
            @PathParam("partner") String partner,
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "rejection");
        given.allowOnly(Set.of("reason"), "is not known here; known is reason");
        String reason = given.text("reason").orElse(null);
        return one.once(
                OnboardingResource.request(partner, "reject"),
                body,
                key,
                (connection, login) ->
                        cases.reject(connection, login, partner, reason).map(found -> one.ok(CaseView.of(found))));
    }

    @POST
    @Path("accept")
    @RolesAllowed(RealmRoles.PARTNER)
    @Operation(
            summary =
                    "The partner accepts the approved version of its agreement, which then is in force from its first day on")
    @APIResponse(
            responseCode = "200",
            description = "The case",
            content = @Content(schema = @Schema(implementation = CaseView.class)))
    @APIResponse(responseCode = "409", description = "No version is approved, or the partner's data are not complete")
    public Uni<Response> accept(
            @PathParam("partner") String partner,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        return one.once(
                OnboardingResource.request(partner, "accept"),
                new byte[0],
                key,
                (connection, login) ->
                        cases.accept(connection, login, partner).map(found -> one.ok(CaseView.of(found))));
    }
}
