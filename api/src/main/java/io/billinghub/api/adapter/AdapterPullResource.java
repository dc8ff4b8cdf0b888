package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.pull.PullAdapter;
import io.billinghub.adapters.pull.PullState;
import io.billinghub.adapters.pull.PullTable;
import io.billinghub.api.document.Taken;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pulls of the tenant's adapters: those that are over, and one on demand. */
@Path("/hub/v1/adapters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
public class AdapterPullResource {

    private final RequestContext context;
    private final AdapterDescriptors adapters;
    private final PullAdapter pulls;
    private final PullTable table;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    AdapterPullResource(
            RequestContext context,
            AdapterDescriptors adapters,
            PullAdapter pulls,
            PullTable table,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.adapters = adapters;
        this.pulls = pulls;
        this.table = table;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** Where an adapter's pulls stand; what is not known is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PullView(
            @Schema(description = "NEVER, RUNNING, DONE or FAILED")
            String state,

            Instant startedAt,
            Instant endedAt,

            @Schema(description = "End of the last pull without a failure")
            Instant succeededAt,

            @Schema(description = "Failures in a row") int failures,
            String errorCode,
            String detail,

            @Schema(description = "When the schedule, or the back-off after failures, has the next one begin")
            Instant nextAt) {

        static PullView of(PullState state) {
            return new PullView(
                    state.state(),
                    state.startedAt().orElse(null),
                    state.endedAt().orElse(null),
                    state.succeededAt().orElse(null),
                    state.failures(),
                    state.errorCode().orElse(null),
                    state.detail().orElse(null),
                    state.nextAt().orElse(null));
        }
    }

    /** A pull that is over. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PastPull(
            int adapterVersion,

            @Schema(description = "Whether somebody asked for it; if not, the schedule did")
            boolean onDemand,

            Instant startedAt,
            Instant endedAt,

            @Schema(description = "DONE, FAILED, or LOST where the process went away in the midst")
            String outcome,

            @Schema(description = "Documents that were there, those that were known already included")
            int documents,

            int duplicates,
            String errorCode,
            String detail) {

        static PastPull of(PullState.Past past) {
            return new PastPull(
                    past.adapterVersion(),
                    past.onDemand(),
                    past.startedAt(),
                    past.endedAt(),
                    past.outcome(),
                    past.documents(),
                    past.duplicates(),
                    past.errorCode(),
                    past.detail());
        }
    }

    /** The documents that a pull found, in their order. */
    public record Pulled(List<Taken> documents) {
        public Pulled {
            documents = List.copyOf(documents);
        }
    }

    @GET
    @Path("{key}/pulls")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "The last pulls of an adapter that are over, the newest first")
    public Uni<Listing<PastPull>> pulls(
            @PathParam("key") String key,
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("pulls", cursor, limit);
        OptionalLong before = page.afterNumber();
        return context.tenantContext()
                .flatMap(tenant -> adapters.get(tenant, key)
                        .flatMap(found -> table.log(
                                tenant,
                                key,
                                before.isPresent() ? Optional.of(before.getAsLong()) : Optional.empty(),
                                page.limit() + 1))
                        .map(past -> page.listing(past, entry -> Long.toString(entry.id())))
                        .map(listing -> new Listing<>(
                                listing.items().stream().map(PastPull::of).toList(), listing.next())));
    }

    @POST
    @Path("{key}/pull")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.IT_OPERATIVE
    })
    @Operation(summary = "Pulls an adapter's folder or address now, beside its schedule")
    @APIResponse(
            responseCode = "200",
            description = "What was found",
            content = @Content(schema = @Schema(implementation = Pulled.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is being pulled already, or switched off, or not pulled at all")
    public Uni<Response> pull(
            @PathParam("key") String key,
            @Parameter(description = KeyedRequest.DESCRIPTION) @HeaderParam(KeyedRequest.HEADER)
                    String idempotencyKey) {
        Optional<KeyedRequest> keyed =
                KeyedRequest.of(idempotencyKey, "POST /hub/v1/adapters/" + key + "/pull", new byte[0]);
        return context.tenantContext()
                .flatMap(tenant -> idempotency.around(
                        tenant, keyed, () -> pulls.pullNow(tenant, key).map(this::pulled)))
                .map(answer -> answer.response().build());
    }

    private Answer pulled(List<IntakeOutcome> outcomes) {
        Pulled pulled = new Pulled(outcomes.stream().map(Taken::of).toList());
        return Answer.of(json, 200, Optional.empty(), pulled);
    }
}
