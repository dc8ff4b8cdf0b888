package io.billinghub.api.onboarding;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.onboarding.agreement.AgreementTemplates;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What agreements begin with. */
@Path(TemplateView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
public class AgreementTemplateResource {

    private final RequestContext context;
    private final OneTransaction one;
    private final AgreementTemplates templates;
    private final ObjectMapper json;

    AgreementTemplateResource(
            RequestContext context, OneTransaction one, AgreementTemplates templates, ObjectMapper json) {
        this.context = context;
        this.one = one;
        this.templates = templates;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(
            summary = "Stores a template of agreements, or the next version of one",
            description =
                    "'$partner' stands where the partner's key will be. 'offering' says what products are sold as that are linked to"
                            + " none; without it each product needs a link. 'validFrom' is today where it is left out; the version before ends then.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example =
                                    "{\"key\": \"resale-80-20\", \"name\": \"Resale, 80 to 20\", \"validFrom\": \"2026-01-01\", \"sellingModel\":"
                                            + " \"RESALE\", \"currency\": \"EUR\", \"shareModel\": {\"type\": \"percentage\", \"shares\":"
                                            + " [{\"party\": \"$partner\", \"percent\": \"80\"}, {\"party\": \"nordlys\", \"percent\": \"20\"}]},"
                                            + " \"residueParty\": \"nordlys\", \"conditions\": {\"amountBasis\": \"RETAIL\","
                                            + " \"disputeWindowDays\": 30, \"settlementDays\": 30}, \"offering\": {\"unit\": \"piece\","
                                            + " \"taxClass\": \"standard\"}}"))
    @APIResponse(
            responseCode = "201",
            description = "The template",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(
            responseCode = "422",
            description = "A term is not right, or the version would not begin after the one before")
    public Uni<Response> create(
            byte[] body,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        JsonBody given = JsonBody.read(json, body, "template");
        return one.once(
                "POST " + TemplateView.PATH,
                body,
                key,
                (connection, login) -> templates
                        .create(connection, login, given.json())
                        .map(made -> one.created(TemplateView.PATH, TemplateView.of(made))));
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "All versions of all templates, the oldest first")
    public Uni<Listing<TemplateView>> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("agreement-templates", cursor, limit);
        return one.read(connection ->
                        templates.list(connection, page.afterNumber().orElse(0), page.limit() + 1))
                .map(found -> page.listing(found, each -> Long.toString(each.id())))
                .map(found -> new Listing<>(
                        found.items().stream().map(TemplateView::of).toList(), found.next()));
    }
}
