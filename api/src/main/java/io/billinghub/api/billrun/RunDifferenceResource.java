package io.billinghub.api.billrun;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.rundifference.application.RunDifferences;
import io.billinghub.core.rundifference.application.RunDifferences.Against;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What differs between runs. */
@Path(RunView.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Bill runs")
public class RunDifferenceResource {

    private static final String TRIAL = "trial";
    private static final String LAST_PERIOD = "last-period";

    private final RequestContext context;
    private final RunDifferences differences;

    RunDifferenceResource(RequestContext context, RunDifferences differences) {
        this.context = context;
        this.differences = differences;
    }

    @GET
    @Path("{id}/difference")
    @RolesAllowed({RealmRoles.BILLING_OPERATIVE, RealmRoles.BILLING_MANAGER, RealmRoles.FINANCE, RealmRoles.AUDITOR})
    @Operation(
            summary = "What has changed from another run to this one, and why",
            description =
                    "Compared are the lines of each account, partner and product together. A reason is NEW, GONE, SAME, QUANTITY (at the same"
                            + " price), PRICE, DAYS (a fee of a part of its month), PRICE_AND_QUANTITY, CURRENCY, EXCHANGE_RATE or TAX.")
    @APIResponse(
            responseCode = "200",
            description =
                    "Totals, reasons, partners, products, and the 20 accounts that have moved most; of one account its lines. Amounts are texts,"
                            + " exact, in the currency of the bills",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "422", description = "There is nothing to compare the run with")
    public Uni<String> difference(
            @PathParam("id") String id,
            @Parameter(
                            description =
                                    "'trial': the latest complete trial of the same period; 'last-period': the bills of the period before; or"
                                            + " the id of a run of the same cycle",
                            example = LAST_PERIOD)
                    @QueryParam("against")
                    @DefaultValue(LAST_PERIOD)
                    String against,
            @Parameter(description = "Number of the account that pays, to see its lines alone", example = "NL-1001")
                    @QueryParam("account")
                    String account) {
        context.requireWholeTenant();
        UUID run = id(id).orElseThrow(() ->
                new HubException(CoreError.UNKNOWN_RESOURCE, "There is no bill run with the id '" + id + "'."));
        Against other = against(against);
        return context.tenantContext()
                .flatMap(tenant -> differences.of(tenant, run, other, Optional.ofNullable(account)))
                .map(JsonObject::encode);
    }

    private static Against against(String text) {
        return switch (text) {
            case TRIAL -> new Against.Trial();
            case LAST_PERIOD -> new Against.LastPeriod();
            default ->
                new Against.OtherRun(id(text).orElseThrow(() -> new HubException(
                        ApiError.INVALID_PARAMETER,
                        "'against' is 'trial', 'last-period' or the id of a run, not '" + text + "'.")));
        };
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
