package io.billinghub.api.priceplan;

import io.billinghub.api.error.ApiError;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.core.comparison.application.ComparePrices;
import io.billinghub.core.comparison.application.ComparePrices.Question;
import io.billinghub.core.error.HubException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the usage of a billing period would have cost under another price plan. */
@Path("/hub/v1/price-plans/{id}/compare")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
public class ComparisonResource {

    private final RequestContext context;
    private static final int MOST_AT_ONCE = 2;

    private final ComparePrices comparisons;
    private final AtomicInteger running = new AtomicInteger();

    ComparisonResource(RequestContext context, ComparePrices comparisons) {
        this.context = context;
        this.comparisons = comparisons;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({
        RealmRoles.HUB_ADMIN,
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.FINANCE,
        RealmRoles.AUDITOR
    })
    @Operation(
            summary = "What the usage of a billing period would have cost under another price plan",
            description =
                    "Rates the usage of the plan's product by the plans that were in force, and again by 'plan' (a"
                            + " document) or 'planId' (a stored one); without both, by the plan of the path, whose product"
                            + " 'offering' names if it belongs to none. 'day' chooses of each bill cycle the period that"
                            + " holds it; left out, the last one that is closed. 'accounts' are numbers of those that are"
                            + " meant, up to 10,000; left out, all. 'top' winners and losers are told by name. Nothing is"
                            + " stored; after 60 seconds it is refused.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Object.class),
                            examples = @ExampleObject(name = "per-message", value = """
                                {"plan": {"key": "sensate-message-2", "version": 1, "name": "Messages", "currency": "EUR", "unit": "message",
                                 "model": {"type": "graduated", "tiers": [{"upTo": "10000", "unitPrice": "0.001"},
                                                                         {"unitPrice": "0.0005"}]}},
                                 "day": "2026-10-15", "top": 3}
                                """)))
    @APIResponse(
            responseCode = "200",
            description = "Sums, winners and losers, and how the changes spread",
            content = @Content(schema = @Schema(implementation = ComparisonView.class)))
    @APIResponse(responseCode = "422", description = "The plan prices no such usage, or there is too much of it")
    public Uni<ComparisonView> compare(
            @PathParam("id") String id,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER) String key,
            byte[] body) {
        context.requireWholeTenant();
        KeyedRequest.of(key, "POST /hub/v1/price-plans/" + id + "/compare", body); // nothing is done
        Question question = ComparisonRequest.of(PricePlanResource.id(id), body);
        return context.tenantContext()
                .flatMap(tenant -> alone(() -> comparisons.compare(tenant, question)))
                .map(ComparisonView::of);
    }

    /** A comparison holds a connection for up to a minute, so there are few at a time. */
    private <T> Uni<T> alone(Supplier<Uni<T>> comparison) {
        if (running.incrementAndGet() > MOST_AT_ONCE) {
            running.decrementAndGet();
            throw new HubException(
                    ApiError.TOO_MANY_REQUESTS,
                    MOST_AT_ONCE + " comparisons are being made; ask again when one of them is done.");
        }
        return comparison.get().onTermination().invoke(() -> running.decrementAndGet());
    }
}
