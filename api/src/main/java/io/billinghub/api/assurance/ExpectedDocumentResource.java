package io.billinghub.api.assurance;

import io.billinghub.adapters.expected.ExpectedDocuments;
import io.billinghub.adapters.expected.ExpectedDocuments.Expected;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documents that partners are to send; a partner's login sees its own alone. */
@Path("/hub/v1/expected-documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class ExpectedDocumentResource {

    private final RequestContext context;
    private final ExpectedDocuments documents;

    ExpectedDocumentResource(RequestContext context, ExpectedDocuments documents) {
        this.context = context;
        this.documents = documents;
    }

    @GET
    @RolesAllowed({
        RealmRoles.PARTNER,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(
            summary =
                    "Documents that are expected for periods that are over: due, arrived, late, missing or waived, the newest period first")
    public Uni<Listing<Expected>> list(
            @Parameter(description = "Key of the partner", example = "cirrus") @QueryParam("partner") String partner,
            @Parameter(description = "DUE, ARRIVED, ARRIVED_LATE, LATE, MISSING or WAIVED", example = "MISSING")
                    @QueryParam("status")
                    String status,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("expected-documents", cursor, limit);
        KnownValue.of("status", status, List.of("DUE", "ARRIVED", "ARRIVED_LATE", "LATE", "MISSING", "WAIVED"));
        return context.tenantContext()
                .flatMap(tenant -> documents.list(tenant, partner, status))
                .map(all -> page.listing(behind(page, all), ExpectedDocumentResource::place));
    }

    /** Those behind the cursor's place: later periods come first, and adapters of one period by key. */
    private static List<Expected> behind(PageRequest page, List<Expected> all) {
        List<Expected> behind = all;
        if (page.after().isPresent()) {
            String place = page.after().get();
            int slash = Math.max(0, place.indexOf('/'));
            String period = place.substring(0, slash);
            String adapter = place.substring(slash);
            behind = all.stream()
                    .filter(expected -> {
                        int later = expected.periodFrom().toString().compareTo(period);
                        return later < 0 || (later == 0 && ("/" + expected.adapter()).compareTo(adapter) > 0);
                    })
                    .toList();
        }
        return behind.size() <= page.limit() + 1 ? behind : behind.subList(0, page.limit() + 1);
    }

    private static String place(Expected expected) {
        return expected.periodFrom() + "/" + expected.adapter();
    }
}
