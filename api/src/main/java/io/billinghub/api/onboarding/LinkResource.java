package io.billinghub.api.onboarding;

import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.onboarding.links.AccountLinkImport;
import io.billinghub.onboarding.links.ProductLinkImport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A partner's customer numbers and products in bulk. */
@Path("/hub/v1/partners/{partner}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Onboarding")
@RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
public class LinkResource {

    private static final String WHOLE =
            "Whether nothing is stored where a row is refused; else the good rows are stored";

    private final RequestContext context;
    private final OneTransaction one;
    private final AccountLinkImport accounts;
    private final ProductLinkImport products;

    LinkResource(RequestContext context, OneTransaction one, AccountLinkImport accounts, ProductLinkImport products) {
        this.context = context;
        this.one = one;
        this.accounts = accounts;
        this.products = products;
    }

    @POST
    @Path("account-links")
    @Consumes("text/csv")
    @Operation(
            summary = "Links the partner's customer numbers to billing accounts, with a report per row",
            description =
                    "CSV with the columns customerNumber and account, and if need be validFrom and validTo (the first day after). A"
                            + " number that goes to another account from a day on ends its link before (MOVED).")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.STRING),
                            example = "customerNumber,account,validFrom\nBM-1001,NL-1001,2026-10-01\n"))
    @APIResponse(
            responseCode = "200",
            description = "What became of each row; 'stored' says whether anything was stored",
            content = @Content(schema = @Schema(implementation = LinksView.class)))
    @APIResponse(responseCode = "422", description = "The list can't be read, or there is no such partner")
    public Uni<Response> linkAccounts(
            @PathParam("partner") String partner,
            @Parameter(
                            description = WHOLE,
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("allOrNothing")
                    @DefaultValue("false")
                    String allOrNothing,
            byte[] csv,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        boolean whole = KnownValue.truth("allOrNothing", allOrNothing);
        return one.once(
                request(partner, "account-links", whole),
                csv,
                key,
                (connection, login) -> accounts.run(connection, one.importer(), partner, csv, whole)
                        .map(report -> one.ok(LinksView.of(report))));
    }

    @POST
    @Path("product-links")
    @Consumes("text/csv")
    @Operation(
            summary = "Links the partner's products to offerings, with a report per row",
            description =
                    "CSV with the columns product (* for all that have no link of their own) and offering. An offering that is not"
                            + " there is made under the partner's agreement, where the row has a unit; name and taxClass (standard) may be left out."
                            + " Prices come as a rate card: POST /hub/v1/price-plans.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.STRING),
                            example = "product,offering,name,unit\nMAP-TILES,bergen-map-tiles,Map tiles,tile\n"))
    @APIResponse(
            responseCode = "200",
            description = "What became of each row; 'stored' says whether anything was stored",
            content = @Content(schema = @Schema(implementation = LinksView.class)))
    @APIResponse(responseCode = "422", description = "The list can't be read, or there is no such partner")
    public Uni<Response> linkProducts(
            @PathParam("partner") String partner,
            @Parameter(
                            description = WHOLE,
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("allOrNothing")
                    @DefaultValue("false")
                    String allOrNothing,
            byte[] csv,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key) {
        context.requireWholeTenant();
        boolean whole = KnownValue.truth("allOrNothing", allOrNothing);
        return one.once(
                request(partner, "product-links", whole),
                csv,
                key,
                (connection, login) -> products.run(connection, one.importer(), partner, csv, whole)
                        .map(report -> one.ok(LinksView.of(report))));
    }

    private static String request(String partner, String what, boolean allOrNothing) {
        return "POST /hub/v1/partners/" + partner + "/" + what + "?allOrNothing=" + allOrNothing;
    }
}
