package io.billinghub.api.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.descriptor.AdapterDescriptors;
import io.billinghub.adapters.dryrun.AdapterContracts;
import io.billinghub.adapters.pull.PullState;
import io.billinghub.adapters.pull.PullTable;
import io.billinghub.api.edit.IfMatch;
import io.billinghub.api.paging.KnownValue;
import io.billinghub.api.paging.Listing;
import io.billinghub.api.paging.PageRequest;
import io.billinghub.api.security.RealmRoles;
import io.billinghub.api.security.RequestContext;
import io.billinghub.api.tmf630.JsonBody;
import io.billinghub.core.error.HubException;
import io.billinghub.core.tenancy.TenantTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
    private final AdapterContracts contracts;
    private final TenantTransaction transactions;
    private final PullTable table;
    private final ObjectMapper json;

    AdapterResource(
            RequestContext context,
            AdapterDescriptors adapters,
            AdapterContracts contracts,
            TenantTransaction transactions,
            PullTable table,
            ObjectMapper json) {
        this.context = context;
        this.adapters = adapters;
        this.contracts = contracts;
        this.transactions = transactions;
        this.table = table;
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

    /** An adapter in its current version, and where its pulls stand. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AdapterDetail(
            UUID id,
            String key,
            String partner,
            int version,
            boolean enabled,
            String createdBy,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String descriptor,
            AdapterPullResource.PullView pull) {

        static AdapterDetail of(AdapterDescriptors.Stored stored, Optional<PullState> pull) {
            return new AdapterDetail(
                    stored.id(),
                    stored.descriptor().key(),
                    stored.descriptor().partner(),
                    stored.version(),
                    stored.enabled(),
                    stored.createdBy(),
                    stored.json(),
                    pull.map(AdapterPullResource.PullView::of).orElse(null));
        }
    }

    /** Whether an adapter is switched on. */
    public record Enabled(@Schema(required = true) Boolean enabled) {}

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
            content = @Content(schema = @Schema(implementation = AdapterDetail.class)))
    @APIResponse(responseCode = "404", description = "There is none with this key that the login may see")
    public Uni<Response> one(@PathParam("key") String key) {
        return context.tenantContext()
                .flatMap(tenant -> adapters.get(tenant, key)
                        .flatMap(stored -> table.state(tenant, key)
                                .map(pull -> Response.ok(AdapterDetail.of(stored, pull))
                                        .tag(IfMatch.tag(stored.version()))
                                        .build())));
    }

    @PUT
    @Path("{key}/enabled")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({RealmRoles.MARKETPLACE_ADMIN, RealmRoles.HUB_ADMIN, RealmRoles.IT_OPERATIVE})
    @Operation(
            summary =
                    "Switches an adapter on or off, at once; what is off is not pulled, and its documents are refused")
    @APIResponse(
            responseCode = "200",
            description = "The adapter",
            content = @Content(schema = @Schema(implementation = AdapterView.class)))
    @APIResponse(responseCode = "404", description = "There is none with this key that the login may see")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(implementation = Enabled.class), example = "{\"enabled\": false}"))
    public Uni<Response> enable(@PathParam("key") String key, byte[] body) {
        JsonBody given = JsonBody.read(json, body, "switch");
        given.allowOnly(Set.of("enabled"), "is not known here; known is enabled");
        JsonNode wanted = given.json().path("enabled");
        if (!wanted.isBoolean()) {
            throw new HubException(
                    AdapterError.INVALID_REQUEST, "/enabled: say {\"enabled\": true} or {\"enabled\": false}");
        }
        return context.tenantContext()
                .flatMap(tenant -> adapters.enable(tenant, key, wanted.booleanValue()))
                .map(AdapterResource::answer);
    }

    /**
     * A sample and what the adapter reads in it.
     *
     * @param version of the adapter that has read it last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContractView(
            int version,
            String fileName,
            int sampleBytes,
            int lines,
            @Schema(type = SchemaType.OBJECT) @JsonRawValue String expected,
            Instant keptAt,
            String keptBy) {}

    @GET
    @Path("{key}/contract")
    @RolesAllowed({
        RealmRoles.MARKETPLACE_ADMIN,
        RealmRoles.HUB_ADMIN,
        RealmRoles.BILLING_OPERATIVE,
        RealmRoles.BILLING_MANAGER,
        RealmRoles.IT_OPERATIVE,
        RealmRoles.PARTNER,
        RealmRoles.AUDITOR
    })
    @Operation(
            summary =
                    "The sample that an adapter was tested with, and what it reads in it: its next version must read the same")
    @APIResponse(
            responseCode = "200",
            description = "The contract",
            content = @Content(schema = @Schema(implementation = ContractView.class)))
    @APIResponse(responseCode = "404", description = "There is no such adapter that the login may see, or it has none")
    public Uni<ContractView> contract(@PathParam("key") String key) {
        return context.tenantContext()
                .flatMap(tenant -> transactions.run(tenant, connection -> contracts.find(connection, key)))
                .map(found -> found.map(contract -> new ContractView(
                                contract.version(),
                                contract.fileName(),
                                contract.sampleBytes(),
                                contract.lines(),
                                contract.expected().toString(),
                                contract.keptAt(),
                                contract.keptBy()))
                        .orElseThrow(() -> new HubException(
                                AdapterError.UNKNOWN_ADAPTER, "There is no contract of an adapter " + key)));
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
    @APIResponse(
            responseCode = "409",
            description = "The adapter's sample is read otherwise by it; the detail names the first differences")
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
            @Parameter(
                            description = "Whether the adapter's sample may be read otherwise than before",
                            example = "false",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("acceptChanges")
                    @DefaultValue("false")
                    String acceptChanges,
            String descriptor) {
        IfMatch condition = IfMatch.of(ifMatch);
        boolean accepted = KnownValue.truth("acceptChanges", acceptChanges);
        return context.tenantContext()
                .flatMap(tenant -> contracts.put(tenant, key, descriptor, condition::allow, accepted))
                .map(AdapterResource::answer);
    }

    private static Response answer(AdapterDescriptors.Stored stored) {
        return Response.ok(AdapterView.of(stored))
                .tag(IfMatch.tag(stored.version()))
                .build();
    }
}
