package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.intake.IntakeOutcome;
import io.billinghub.adapters.transport.PullAdapter;
import io.billinghub.api.document.Taken;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.idempotency.Answer;
import io.billinghub.api.idempotency.Idempotency;
import io.billinghub.api.idempotency.KeyedRequest;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tenant's adapters; a partner's login sees its own alone. */
@Path("/hub/v1/adapters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Adapters")
public class AdapterResource {

    private final RequestContext context;
    private final AdapterDescriptors adapters;
    private final PullAdapter pulls;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    AdapterResource(
            RequestContext context,
            AdapterDescriptors adapters,
            PullAdapter pulls,
            Idempotency idempotency,
            ObjectMapper json) {
        this.context = context;
        this.adapters = adapters;
        this.pulls = pulls;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** An adapter in its current version. */
    public record AdapterView(
            UUID id,
            String key,
            String partner,
            int version,
            boolean enabled,
            String createdBy,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String descriptor) {

        static AdapterView of(AdapterDescriptors.Stored stored) {
            return new AdapterView(
                    stored.id(),
                    stored.descriptor().key(),
                    stored.descriptor().partner(),
                    stored.version(),
                    stored.enabled(),
                    stored.createdBy(),
                    stored.json());
        }
    }

    /** The documents that a pull found, in their order. */
    public record Pulled(List<Taken> documents) {
        public Pulled {
            documents = List.copyOf(documents);
        }
    }

    @GET
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "All adapters, by key")
    public Uni<Listing<AdapterView>> list(
            @Parameter(description = PageRequest.CURSOR) @QueryParam("cursor") String cursor,
            @Parameter(description = PageRequest.LIMIT) @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT)
                    String limit) {
        PageRequest page = PageRequest.of("adapters", cursor, limit);
        return context.tenantContext()
                .flatMap(tenant -> adapters.list(tenant, page.after(), page.limit() + 1))
                .map(found -> page.listing(found.stream().map(AdapterView::of).toList(), AdapterView::key));
    }

    @GET
    @Path("{key}")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(summary = "One adapter; its ETag is what a change of it needs")
    @APIResponse(
            responseCode = "200",
            description = "The adapter in its current version",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"3\"")),
            content = @Content(schema = @Schema(implementation = AdapterView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this key that the login may see")
    public Uni<Response> one(@PathParam("key") String key) {
        return context.tenantContext()
                .flatMap(tenant -> adapters.get(tenant, key))
                .map(AdapterResource::answer);
    }

    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN})
    @Operation(summary = "Stores a new version of an adapter, or a new adapter; used from the next document on")
    @APIResponse(
            responseCode = "200",
            description = "The new version",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING, examples = "\"4\"")),
            content = @Content(schema = @Schema(implementation = AdapterView.class)))
    @APIResponse(responseCode = "412", description = "Somebody has changed it since: If-Match names another version")
    @APIResponse(responseCode = "428", description = "It is there already, and the request has no If-Match")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            example = "{\"key\": \"cirrus-focus\", \"partner\": \"cirrus\", \"agreement\": "
                                    + "\"cirrus-resale\", \"kind\": \"BILL\", \"transport\": {\"type\": \"push\"}, "
                                    + "\"format\": {\"type\": \"focus\"}}"))
    public Uni<Response> put(
            @PathParam("key") String key,
            @Parameter(
                            description = "The ETag of the version that is changed; none for a new adapter",
                            example = "\"3\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    String ifMatch,
            String descriptor) {
        IfMatch condition = IfMatch.of(ifMatch);
        return context.tenantContext()
                .flatMap(tenant -> adapters.put(tenant, key, descriptor, condition::allow))
                .map(AdapterResource::answer);
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

    private static Response answer(AdapterDescriptors.Stored stored) {
        return Response.ok(AdapterView.of(stored))
                .tag(IfMatch.tag(stored.version()))
                .build();
    }
}
