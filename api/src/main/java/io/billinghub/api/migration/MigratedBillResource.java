package io.billinghub.api.migration;

import io.billinghub.api.onboarding.OneTransaction;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.onboarding.migration.application.Migrations;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What customers still owed on bills of another billing system. */
@Path("/hub/v1/migrated-bills")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Migration")
public class MigratedBillResource {

    private final OneTransaction one;
    private final Migrations migrations;

    MigratedBillResource(OneTransaction one, Migrations migrations) {
        this.one = one;
        this.migrations = migrations;
    }

    @GET
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(
            summary = "Open bills that came from another billing system",
            description = "They keep their own numbers; the hub neither bills nor taxes them again.")
    public Uni<Listing<MigratedBillView>> list(
            @Parameter(description = "Number of the billing account", example = "OLD-1001") @QueryParam("account")
                    String account,
            @Parameter(description = "The old system's number of the bill", example = "R-2026-118")
                    @QueryParam("number")
                    String number,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("migrated-bills", cursor, limit);
        return one.read(connection -> migrations.bills(
                        connection, account, number, page.afterNumber().orElse(0), page.limit() + 1))
                .map(found -> page.listing(found, bill -> Long.toString(bill.id())))
                .map(found -> new Listing<>(
                        found.items().stream().map(MigratedBillView::of).toList(), found.next()));
    }
}
